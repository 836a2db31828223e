import type { Agreement as AgreementRow, Contact as ContactRow } from "../prisma/client/client.ts";
import { DomainError, rejectionOf } from "../src/errors/errors.ts";
import type { ReportRow } from "../src/report/loaders.ts";
import { unreviewedList } from "../src/review/lists.ts";
import type { SuggestedClaim as Suggested } from "../src/review/suggestions.ts";
import { acceptSuggestions, dismissReport } from "../src/review/write.ts";
import { Agreement } from "./agreement.ts";
import { builder } from "./builder.ts";
import { connect } from "./connection.ts";
import { Contact } from "./contact.ts";
import { reasonOf, uuidOf } from "./correction.ts";
import { WRITE_ERRORS } from "./errors.ts";
import { withinInput } from "./filing.ts";
import { ReportFilter } from "./filters.ts";
import { Stance } from "./kinds.ts";
import { existing, linked } from "./present.ts";
import { Report, ReportConnection } from "./report.ts";

/** Reports that wait for an editor, and what is suggested for them. Nothing of it is a claim until it is accepted. */

const SuggestedClaim = builder.objectRef<Suggested>("SuggestedClaim").implement({
  description:
    "What a report may claim, found by rules over its words. It is no claim until an editor accepts it.",
  fields: (t) => ({
    key: t.exposeID("id", { description: "By which it is accepted." }),
    subject: t.string({
      description:
        "What it is about: suggestions with the same subject are about the same contact or agreement.",
      resolve: ({ subject }) => subject.ref,
    }),
    field: t.exposeString("field", { description: "The ContactField or AgreementField that it is about." }),
    value: t.string({
      description: "What the report may say, in the field's own notation; of AGREEMENTS, the subject.",
      resolve: ({ value }) => (typeof value === "string" ? value : JSON.stringify(value)),
    }),
    stance: t.expose("stance", { type: Stance, description: "How the report may stand to it." }),
    rule: t.exposeString("rule", { description: "The rule by which it was found." }),
    words: t.exposeString("words", {
      description: "The words in which it was found; they become the claim's quote.",
    }),
    isAccepted: t.exposeBoolean("isAccepted", { description: "Did it become a claim?" }),
  }),
});

builder.objectField(Report, "suggestedClaims", (t) =>
  t.field({
    type: [SuggestedClaim],
    description:
      "What a report that was filed without claims may claim, by what the record knows of leaders now; empty for others. Takes the role EDITOR.",
    complexity: 50,
    authScopes: { role: "EDITOR" },
    resolve: ({ id }, _, { loaders }) => loaders.review.suggestions.load(id),
  }),
);

builder.queryField("unreviewedReports", (t) =>
  t.field({
    type: ReportConnection,
    description:
      "Reports without claims that wait for an editor, the latest published first. Takes the role EDITOR.",
    authScopes: { role: "EDITOR" },
    args: {
      filter: t.arg({ type: ReportFilter, description: "Which reports; without it, all." }),
      ...t.arg.connectionArgs(),
    },
    resolve: (_, args, context) =>
      connect(context, unreviewedList(args.filter), args, (ids) => context.loaders.report.byId.loadMany(ids)),
  }),
);

const AcceptSuggestionsInput = builder.inputType("AcceptSuggestionsInput", {
  description: "Suggestions for a report that are to become its claims.",
  fields: (t) => ({
    report: t.id({ required: true, description: "The report, by `id`." }),
    suggestions: t.idList({ description: "Their keys; without them, all that are suggested." }),
    contact: t.id({
      description:
        "The contact that they are about, by `id`. Without it, the one that fits; where none does, a new one.",
    }),
  }),
});

interface Accepted {
  readonly report: ReportRow;
  readonly isNew: boolean;
}

const AcceptSuggestionsSuccess = builder.objectRef<Accepted>("AcceptSuggestionsSuccess").implement({
  description: "The suggestions are claims now, and the report waits no more.",
  fields: (t) => ({
    report: t.field({ type: Report, description: "The report.", resolve: ({ report }) => report }),
    contacts: t.field({
      type: [Contact],
      description: "The contacts that it has claims on.",
      resolve: ({ report }, _, { loaders }) =>
        linked<ContactRow>(loaders.report.contacts.load(report.id), loaders.contact.byId),
    }),
    agreements: t.field({
      type: [Agreement],
      description: "The agreements that it has claims on.",
      resolve: ({ report }, _, { loaders }) =>
        linked<AgreementRow>(loaders.report.agreements.load(report.id), loaders.agreement.byId),
    }),
    isNew: t.exposeBoolean("isNew", { description: "False where all of them were accepted before." }),
  }),
});

builder.mutationField("acceptSuggestions", (t) =>
  t.field({
    type: AcceptSuggestionsSuccess,
    description:
      "Accept some or all of what is suggested for a report: it becomes claims of the report, in the way of a filing. Accepting again changes nothing. Takes the role EDITOR.",
    authScopes: { role: "EDITOR" },
    errors: {
      types: WRITE_ERRORS,
      union: { name: "AcceptSuggestionsPayload", description: "What became of suggestions." },
    },
    args: {
      input: t.arg({
        type: AcceptSuggestionsInput,
        required: true,
        description: "The report, and the suggestions.",
      }),
    },
    resolve: async (_, { input }, context): Promise<Accepted> => {
      const report = uuidOf("Report", input.report, ["input", "report"]);
      const { isNew } = await acceptSuggestions(context.database, {
        report,
        suggestions: input.suggestions ?? null,
        contact: input.contact == null ? null : uuidOf("Contact", input.contact, ["input", "contact"]),
        actor: context.caller.name,
      }).catch(throwWithinInput);
      return { report: existing(await context.reload().report.byId.load(report)), isNew };
    },
  }),
);

const DismissReportInput = builder.inputType("DismissReportInput", {
  description: "A report that says nothing that the record is about.",
  fields: (t) => ({
    report: t.id({ required: true, description: "The report, by `id`." }),
    reason: t.string({
      required: true,
      defaultValue: "It says nothing of a contact or an agreement",
      description: "Why; kept in the history.",
    }),
  }),
});

const DismissReportSuccess = builder.objectRef<{ report: ReportRow }>("DismissReportSuccess").implement({
  description: "The report waits no more: it is retracted.",
  fields: (t) => ({
    report: t.field({ type: Report, description: "The report.", resolve: ({ report }) => report }),
  }),
});

builder.mutationField("dismissReport", (t) =>
  t.field({
    type: DismissReportSuccess,
    description:
      "Take a report that waits for its claims from the queue: it says nothing of contacts or agreements, and is retracted. Takes the role EDITOR.",
    authScopes: { role: "EDITOR" },
    errors: {
      types: WRITE_ERRORS,
      union: { name: "DismissReportPayload", description: "What became of a dismissal." },
    },
    args: {
      input: t.arg({ type: DismissReportInput, required: true, description: "The report, and why." }),
    },
    resolve: async (_, { input }, context) => {
      const report = uuidOf("Report", input.report, ["input", "report"]);
      const reason = reasonOf(input.reason);
      await dismissReport(context.database, { report, reason, actor: context.caller.name }).catch(
        throwWithinInput,
      );
      return { report: existing(await context.reload().report.byId.load(report)) };
    },
  }),
);

function throwWithinInput(error: unknown): never {
  throw error instanceof DomainError ? withinInput(rejectionOf(error)) : error;
}
