import type { Follower } from "../src/changes/follower.ts";
import { type ChangeEntity, writeChangeCursor } from "../src/changes/log.ts";
import { anyWatch, partyWatch, type ToldChange, type Watch, Watched } from "../src/changes/watch.ts";
import { contactWatch } from "../src/contact/watch.ts";
import { isGiven, listOf } from "../src/database/conditions.ts";
import { InvalidInput, Unavailable } from "../src/errors/errors.ts";
import { checkParties, type PartyFilter as PartyFilterInput } from "../src/party/filter.ts";
import type { ContactKind as ContactKinds } from "../src/report/filing.ts";
import { reportWatch } from "../src/report/watch.ts";
import { Agreement } from "./agreement.ts";
import { builder, type Context } from "./builder.ts";
import { Contact } from "./contact.ts";
import { ContactFilter, PartyFilter } from "./filters.ts";
import { CONTACT_TYPES } from "./node.ts";
import { existing } from "./present.ts";
import { Report } from "./report.ts";

const ChangeKind = builder.enumType("ChangeKind", {
  description: "What became of a thing.",
  values: {
    CREATED: { description: "It is shown now, and was not before." },
    UPDATED: {
      description:
        "Something of it is shown otherwise, or is said by others, than before. Also told, once, to those whose filter it no longer matches.",
    },
    RETRACTED: {
      description:
        "It is shown no longer: all that was said of it was retracted, or it was found to be the same as another.",
    },
  },
});

const Change = builder.interfaceRef<ToldChange>("Change").implement({
  description: "That something in the record changed, by one transaction.",
  resolveType: ({ entity }) => CHANGE_TYPES[entity as keyof typeof CHANGE_TYPES],
  fields: (t) => ({
    cursor: t.exposeString("cursor", {
      description: "Its place in the order of all changes: give it as `after` to go on from here.",
    }),
    kind: t.expose("kind", { type: ChangeKind, description: "What became of it." }),
    at: t.field({
      type: "DateTime",
      description: "When.",
      resolve: ({ at }) => new Date(at),
    }),
  }),
});

const CHANGE_TYPES = {
  CONTACT: "ContactChange",
  AGREEMENT: "AgreementChange",
  REPORT: "ReportChange",
} satisfies Partial<Record<ChangeEntity, string>>;

const AS_OF = "as it was known right after the change; where it is retracted, as it was before";

const ContactChange = builder.objectRef<ToldChange>("ContactChange").implement({
  description: "That a contact changed.",
  interfaces: [Change],
  fields: (t) => ({
    contact: t.field({
      type: Contact,
      description: `The contact, ${AS_OF}.`,
      resolve: async ({ id, asOf }, _, { loaders }) =>
        (await loaders.contact.asOf.contacts(asOf).load(id)) ?? existing(await loaders.contact.byId.load(id)),
    }),
  }),
});

const AgreementChange = builder.objectRef<ToldChange>("AgreementChange").implement({
  description: "That an agreement changed.",
  interfaces: [Change],
  fields: (t) => ({
    agreement: t.field({
      type: Agreement,
      description: `The agreement, ${AS_OF}.`,
      resolve: async ({ id, asOf }, _, { loaders }) =>
        (await loaders.agreement.asOf.agreements(asOf).load(id)) ??
        existing(await loaders.agreement.byId.load(id)),
    }),
  }),
});

const ReportChange = builder.objectRef<ToldChange>("ReportChange").implement({
  description: "That a report was filed, or that it or a claim of it was retracted.",
  interfaces: [Change],
  fields: (t) => ({
    report: t.field({
      type: Report,
      description: "The report.",
      resolve: async ({ id }, _, { loaders }) => existing(await loaders.report.byId.load(id)),
    }),
  }),
});

const ChangeFilter = builder.inputType("ChangeFilter", {
  description: "Which changes: those for which all that is given holds.",
  fields: (t) => ({
    kinds: t.field({ type: [ChangeKind], description: "Of one of these kinds." }),
    types: t.stringList({
      description:
        'Of things of one of these types: "Contact" or one of its types ("Call", "Summit", "Visit", "Encounter", "Exchange"), "Agreement", "Report".',
    }),
    parties: t.field({
      type: PartyFilter,
      description: "Of things with these parties, before the change or after it.",
    }),
  }),
});

const AFTER =
  "The cursor of a change: every change after it is told first, then those to come, without a gap or a repetition. Without it, those to come. A browser's EventSource sends it as the Last-Event-ID header, which goes before this.";

builder.queryField("changeCursor", (t) =>
  t.string({
    description:
      "The place that the order of all changes has come to: whoever subscribes with it as `after` hears all that is committed from now on.",
    resolve: (_, __, context) => {
      const { log } = followed(context);
      return writeChangeCursor(log, log.last);
    },
  }),
);

builder.subscriptionType({
  description: "Changes, as they happen.",
  fields: (t) => ({
    changes: t.field({
      type: Change,
      description: "Every change, in the order in which they were committed.",
      args: {
        after: t.arg.string({ description: AFTER }),
        filter: t.arg({ type: ChangeFilter, description: "Which changes; without it, all." }),
      },
      subscribe: (_, { after, filter }, context) =>
        watched(
          context,
          anyWatch(watchesOf(filter?.types ?? null, filter?.parties), filter?.kinds ?? null),
          after,
        ),
      resolve: (change) => change as ToldChange,
    }),
    contactChanged: t.field({
      type: ContactChange,
      description: "Changes of contacts.",
      args: {
        after: t.arg.string({ description: AFTER }),
        filter: t.arg({
          type: ContactFilter,
          description: "Of contacts for which this holds, or held before the change; without it, all.",
        }),
      },
      subscribe: (_, { after, filter }, context) => watched(context, contactWatch(filter), after),
      resolve: (change) => change as ToldChange,
    }),
    agreementChanged: t.field({
      type: AgreementChange,
      description: "Changes of agreements.",
      args: {
        after: t.arg.string({ description: AFTER }),
        parties: t.arg({
          type: PartyFilter,
          description: "Of agreements of these parties, before the change or after it; without it, all.",
        }),
      },
      subscribe: (_, { after, parties }, context) =>
        watched(context, partyWatch("AGREEMENT", parties), after),
      resolve: (change) => change as ToldChange,
    }),
    reportFiled: t.field({
      type: ReportChange,
      description:
        "Reports as they are filed, and later, should it come to that, that they or claims of theirs are retracted.",
      args: {
        after: t.arg.string({ description: AFTER }),
        outlets: t.arg.stringList({ description: "Of one of these outlets, by slug; without it, of all." }),
        parties: t.arg({
          type: PartyFilter,
          description: "On contacts and agreements of these parties; without it, of all.",
        }),
      },
      subscribe: (_, { after, outlets, parties }, context) =>
        watched(context, reportWatch(outlets, parties), after),
      resolve: (change) => change as ToldChange,
    }),
  }),
});

async function watched(context: Context, watch: Watch, after: string | null | undefined): Promise<Watched> {
  return new Watched(watch, await followed(context).place(context.lastEventId ?? after ?? null));
}

function followed({ changes }: Context): Follower {
  if (changes === null) throw new Unavailable("Changes are told by a running server only");
  return changes;
}

function watchesOf(types: readonly string[] | null, parties: PartyFilterInput | null | undefined): Watch[] {
  if (isGiven(parties)) checkParties(parties, ["filter", "parties"]);
  const wanted = new Set(
    types === null ? ["Contact", "Agreement", "Report"] : listOf(types, ["filter", "types"]),
  );
  const kinds = Object.keys(CONTACT_TYPES) as ContactKinds[];
  const known = ["Contact", "Agreement", "Report", ...Object.values(CONTACT_TYPES)];
  for (const [index, type] of (types ?? []).entries()) {
    if (known.includes(type)) continue;
    throw new InvalidInput(`There are no changes of a type ${JSON.stringify(type)}`, {
      path: ["filter", "types", index],
      expected: `one of ${known.join(", ")}`,
      got: type,
    });
  }
  const wantedKinds = kinds.filter((kind) => wanted.has(CONTACT_TYPES[kind]));
  const watches: Watch[] = [];
  if (wanted.has("Contact")) watches.push(contactWatch({ parties }));
  else if (wantedKinds.length > 0) watches.push(contactWatch({ parties, kinds: wantedKinds }));
  if (wanted.has("Agreement")) watches.push(partyWatch("AGREEMENT", parties));
  if (wanted.has("Report")) watches.push(reportWatch(null, parties));
  return watches;
}
