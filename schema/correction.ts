import type {
  Agreement as AgreementRow,
  Claim as ClaimRow,
  Contact as ContactRow,
} from "../prisma/client/client.ts";
import { inferValue } from "../src/claim/infer.ts";
import { mergeContacts, undoMerge } from "../src/contact/merge.ts";
import { InvalidInput, NotFound } from "../src/errors/errors.ts";
import { idOfType, type NodeType } from "../src/identity/globalId.ts";
import { idOf } from "../src/identity/identity.ts";
import type { ReportRow } from "../src/report/loaders.ts";
import { retractClaim, retractReport } from "../src/report/retract.ts";
import { Agreement } from "./agreement.ts";
import { builder } from "./builder.ts";
import { Claim } from "./claim.ts";
import { Contact } from "./contact.ts";
import { WRITE_ERRORS } from "./errors.ts";
import { withinInput } from "./filing.ts";
import { shownContact } from "./node.ts";
import { existing } from "./present.ts";
import { Report } from "./report.ts";

/** What editors do: retract, infer, merge. Nothing is ever deleted. */

const reasonArg = "Why; kept in the history.";

const RetractReportInput = builder.inputType("RetractReportInput", {
  description: "A report whose claims are not to count any more.",
  fields: (t) => ({
    report: t.id({ required: true, description: "Its `id`." }),
    reason: t.string({ required: true, description: reasonArg }),
  }),
});

const RetractReportSuccess = builder.objectRef<{ report: ReportRow }>("RetractReportSuccess").implement({
  description: "The report is retracted.",
  fields: (t) => ({
    report: t.field({ type: Report, description: "The report.", resolve: ({ report }) => report }),
  }),
});

builder.mutationField("retractReport", (t) =>
  t.field({
    type: RetractReportSuccess,
    description: "Retract a report: none of its claims counts from now on. Takes the role EDITOR.",
    authScopes: { role: "EDITOR" },
    errors: {
      types: WRITE_ERRORS,
      union: { name: "RetractReportPayload", description: "What became of a retraction." },
    },
    args: { input: t.arg({ type: RetractReportInput, required: true, description: "The report, and why." }) },
    resolve: async (_, { input }, context) => {
      const id = uuidOf("Report", input.report, ["input", "report"]);
      await retractReport(context.database, {
        id,
        reason: reasonOf(input.reason),
        actor: context.caller.name,
      });
      return { report: existing(await context.reload().report.byId.load(id)) };
    },
  }),
);

const RetractClaimInput = builder.inputType("RetractClaimInput", {
  description: "A claim that is not to count any more.",
  fields: (t) => ({
    claim: t.id({ required: true, description: "Its `id`." }),
    reason: t.string({ required: true, description: reasonArg }),
  }),
});

const RetractClaimSuccess = builder.objectRef<{ claim: ClaimRow }>("RetractClaimSuccess").implement({
  description: "The claim is retracted.",
  fields: (t) => ({
    claim: t.field({ type: Claim, description: "The claim.", resolve: ({ claim }) => claim }),
  }),
});

builder.mutationField("retractClaim", (t) =>
  t.field({
    type: RetractClaimSuccess,
    description: "Retract one claim of a report. Takes the role EDITOR.",
    authScopes: { role: "EDITOR" },
    errors: {
      types: WRITE_ERRORS,
      union: { name: "RetractClaimPayload", description: "What became of a retraction." },
    },
    args: { input: t.arg({ type: RetractClaimInput, required: true, description: "The claim, and why." }) },
    resolve: async (_, { input }, context) => {
      const id = uuidOf("Claim", input.claim, ["input", "claim"]);
      await retractClaim(context.database, {
        id,
        reason: reasonOf(input.reason),
        actor: context.caller.name,
      });
      return { claim: existing(await context.reload().claim.byId.load(id)) };
    },
  }),
);

const InferValueInput = builder.inputType("InferValueInput", {
  description: "An editor's reading of a value that reports leave open.",
  fields: (t) => ({
    contact: t.id({ description: "The contact that it is about, by `id`; or else an agreement." }),
    agreement: t.string({ description: "The agreement that it is about, by slug; or else a contact." }),
    field: t.string({ required: true, description: "The ContactField or AgreementField." }),
    value: t.field({
      type: "JSON",
      required: true,
      description:
        "The value, in the field's notation. Of a participant it may say with `knownAs` by which slug reports name the person.",
    }),
    reason: t.string({
      required: true,
      description: "What the reading rests on; it becomes the claim's quote.",
    }),
    expectedVersion: t.int({
      description:
        "The version of the contact or agreement that was read; a Conflict where it has changed since.",
    }),
  }),
});

interface Inferred {
  readonly claim: ClaimRow;
  readonly contact: ContactRow | null;
  readonly agreement: AgreementRow | null;
}

const InferValueSuccess = builder.objectRef<Inferred>("InferValueSuccess").implement({
  description: "The reading is in the record, as a claim with stance INFERRED.",
  fields: (t) => ({
    claim: t.field({ type: Claim, description: "The claim.", resolve: ({ claim }) => claim }),
    contact: t.field({
      type: Contact,
      nullable: true,
      description: "The contact that it is about.",
      resolve: ({ contact }) => contact,
    }),
    agreement: t.field({
      type: Agreement,
      nullable: true,
      description: "The agreement that it is about.",
      resolve: ({ agreement }) => agreement,
    }),
  }),
});

builder.mutationField("inferValue", (t) =>
  t.field({
    type: InferValueSuccess,
    description:
      "Give an editor's reading of a value, kept apart from what is reported. Takes the role EDITOR.",
    authScopes: { role: "EDITOR" },
    errors: {
      types: WRITE_ERRORS,
      union: { name: "InferValuePayload", description: "What became of a reading." },
    },
    args: { input: t.arg({ type: InferValueInput, required: true, description: "The reading." }) },
    resolve: async (_, { input }, context): Promise<Inferred> => {
      const { contact, agreement, field, value, reason, expectedVersion } = input;
      if ((contact == null) === (agreement == null)) {
        throw new InvalidInput("A reading is about one contact or one agreement", {
          path: ["input"],
          expected: '"contact" or "agreement", not both',
        });
      }
      const contactId = contact == null ? null : uuidOf("Contact", contact, ["input", "contact"]);
      const subject = contactId === null ? { agreement: agreement ?? "" } : { contact: contactId };
      const result = await inferValue(context.database, {
        subject,
        field,
        value:
          field === "SEQUENCE" && typeof value === "string" ? (idOfType("Contact", value) ?? value) : value,
        reason: reasonOf(reason),
        actor: context.caller.name,
        expectedVersion,
      });
      if (result.outcome === "rejected") {
        const { path, ...reason } = result.reason;
        // The reading is the only claim of its filing.
        throw withinInput({ ...reason, path: path[0] === "claims" ? path.slice(2) : path });
      }
      const loaders = context.reload();
      const [claim] = await loaders.claim.ofReport.load(result.reportId);
      return {
        claim: existing(claim),
        contact: contactId === null ? null : await shownContact(loaders, contactId),
        agreement: agreement == null ? null : await loaders.agreement.byId.load(idOf("agreement", agreement)),
      };
    },
  }),
);

const MergeContactsInput = builder.inputType("MergeContactsInput", {
  description: "Two records of one contact.",
  fields: (t) => ({
    from: t.id({ required: true, description: "The `id` of the one that will not be shown any more." }),
    into: t.id({ required: true, description: "The `id` of the one that will show the claims of both." }),
    reason: t.string({ required: true, description: reasonArg }),
    expectedVersions: t.intList({
      description:
        "The versions of `from` and `into` that were read; a Conflict where one has changed since.",
    }),
  }),
});

interface Merged {
  readonly mergeId: string;
  readonly contact: ContactRow;
}

const MergeContactsSuccess = builder.objectRef<Merged>("MergeContactsSuccess").implement({
  description: "The two are one.",
  fields: (t) => ({
    merge: t.id({
      description: "The id by which the merge can be undone.",
      resolve: ({ mergeId }) => mergeId,
    }),
    contact: t.field({
      type: Contact,
      description: "The contact, with the claims of both.",
      resolve: ({ contact }) => contact,
    }),
  }),
});

builder.mutationField("mergeContacts", (t) =>
  t.field({
    type: MergeContactsSuccess,
    description:
      "Merge two records of one contact. Every claim is kept, and the merge can be undone. Takes the role EDITOR.",
    authScopes: { role: "EDITOR" },
    errors: {
      types: WRITE_ERRORS,
      union: { name: "MergeContactsPayload", description: "What became of a merge." },
    },
    args: {
      input: t.arg({ type: MergeContactsInput, required: true, description: "The contacts, and why." }),
    },
    resolve: async (_, { input }, context): Promise<Merged> => {
      const from = uuidOf("Contact", input.from, ["input", "from"]);
      const into = uuidOf("Contact", input.into, ["input", "into"]);
      const versions = input.expectedVersions ?? [];
      if (input.expectedVersions != null && versions.length !== 2) {
        throw new InvalidInput("There are two contacts to have versions of", {
          path: ["input", "expectedVersions"],
          expected: "the version of `from` and that of `into`",
          got: versions,
        });
      }
      const [fromVersion, intoVersion] = versions;
      const mergeId = await mergeContacts(context.database, {
        from,
        into,
        reason: reasonOf(input.reason),
        actor: context.caller.name,
        expectedVersions: { from: fromVersion, into: intoVersion },
      });
      return { mergeId, contact: existing(await context.reload().contact.byId.load(into)) };
    },
  }),
);

const UndoMergeInput = builder.inputType("UndoMergeInput", {
  description: "A merge that was a mistake.",
  fields: (t) => ({
    merge: t.id({ required: true, description: "The id that the merge gave." }),
    reason: t.string({ required: true, description: reasonArg }),
  }),
});

interface Unmerged {
  readonly from: ContactRow;
  readonly into: ContactRow;
}

const UndoMergeSuccess = builder.objectRef<Unmerged>("UndoMergeSuccess").implement({
  description: "The two are shown apart again.",
  fields: (t) => ({
    from: t.field({ type: Contact, description: "The one that was not shown.", resolve: ({ from }) => from }),
    into: t.field({
      type: Contact,
      description: "The one that showed the claims of both.",
      resolve: ({ into }) => into,
    }),
  }),
});

builder.mutationField("undoMerge", (t) =>
  t.field({
    type: UndoMergeSuccess,
    description:
      "Undo a merge: both contacts are shown again, each by its own claims. Takes the role EDITOR.",
    authScopes: { role: "EDITOR" },
    errors: { types: WRITE_ERRORS, union: { name: "UndoMergePayload", description: "What became of it." } },
    args: { input: t.arg({ type: UndoMergeInput, required: true, description: "The merge, and why." }) },
    resolve: async (_, { input }, context): Promise<Unmerged> => {
      if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(input.merge))
        throw unknownId("merge", input.merge, ["input", "merge"]);
      const undone = await undoMerge(context.database, {
        id: input.merge,
        reason: reasonOf(input.reason),
        actor: context.caller.name,
      });
      const loaders = context.reload();
      // Also where no live claim is left by which one of them would be shown.
      return {
        from: existing(await loaders.contact.byId.load(undone.from)),
        into: existing(await loaders.contact.byId.load(undone.into)),
      };
    },
  }),
);

export function uuidOf(type: NodeType, globalId: string, path: readonly string[]): string {
  const uuid = idOfType(type, globalId);
  if (uuid === null) throw unknownId(type.toLowerCase(), globalId, path);
  return uuid;
}

function unknownId(what: string, id: string, path: readonly string[]): NotFound {
  return new NotFound(`There is no such ${what}`, { path, expected: `the id of a ${what}`, got: id });
}

export function reasonOf(reason: string): string {
  const text = reason.trim();
  if (text !== "" && text.length <= 2000 && !text.includes("\0")) return text;
  throw new InvalidInput(text === "" ? "A reason is needed" : "The reason is no text, or too long a one", {
    path: ["input", "reason"],
    expected: "a sentence of at most 2,000 characters",
    got: reason,
  });
}
