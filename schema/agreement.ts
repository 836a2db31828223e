import type { Agreement as AgreementRow, Contact as ContactRow } from "../prisma/client/client.ts";
import { type Act, actsOf, isActAsOf, isAsOf, reportsOfAgreementAsOf } from "../src/agreement/asOf.ts";
import { agreementList, type AgreementFilter as Filter } from "../src/agreement/lists.ts";
import { contactOfAct } from "../src/agreement/rules.ts";
import { type Loaded, use } from "../src/cache/loaded.ts";
import { tag } from "../src/cache/tags.ts";
import { globalId } from "../src/identity/globalId.ts";
import { idOf } from "../src/identity/identity.ts";
import type { List } from "../src/paging/keyset.ts";
import type { PageArguments } from "../src/paging/page.ts";
import { reportsOfAgreement } from "../src/report/lists.ts";
import { builder, type Context } from "./builder.ts";
import { connect, connectParent } from "./connection.ts";
import { Contact } from "./contact.ts";
import { chosenEvidence, Evidence } from "./evidence.ts";
import { AgreementFilter } from "./filters.ts";
import { AgreementActKind, AgreementField, AgreementKind, Verdict } from "./kinds.ts";
import { Node } from "./node.ts";
import { Organization, Party } from "./party.ts";
import { Person } from "./person.ts";
import { linked, present } from "./present.ts";
import { ReportConnection } from "./report.ts";
import { FuzzyDate, fuzzyDate } from "./time.ts";

export const Agreement = builder.objectRef<AgreementRow>("Agreement");

Agreement.implement({
  description:
    "What parties signed or endorsed. Everything that it shows follows from its live claims; `evidence` shows them.",
  interfaces: [Node],
  fields: (t) => ({
    id: t.id({ description: "Its id.", resolve: ({ id }) => globalId("Agreement", id) }),
    slug: t.exposeString("slug", { description: "Its stable key." }),
    title: t.exposeString("title", { description: "What it is called." }),
    kind: t.expose("kind", { type: AgreementKind, description: "What sort of agreement it is." }),
    parties: t.field({
      type: [Party],
      description: "Between whom it is.",
      resolve: (agreement, _, { loaders }) =>
        isAsOf(agreement)
          ? present(loaders.party.byId.loadMany(agreement.state.parties.map((key) => idOf("party", key))))
          : linked(loaders.agreement.parties.load(agreement.id), loaders.party.byId),
    }),
    acts: t.field({
      type: [AgreementAct],
      description: "What was done to it: signed, endorsed.",
      resolve: (agreement, _, { loaders }) =>
        isAsOf(agreement) ? actsOf(agreement) : loaders.agreement.acts.load(agreement.id),
    }),
    establishes: t.field({
      type: Organization,
      nullable: true,
      description: "The organization that it founds; null where it founds none.",
      resolve: ({ establishesId }, _, { loaders }) =>
        establishesId === null ? null : loaders.party.byId.load(establishesId),
    }),
    purpose: t.exposeString("purpose", {
      nullable: true,
      description: "What it is for; null where no report says.",
    }),
    reports: t.field({
      type: ReportConnection,
      description: "The reports that say something of it, the latest published first.",
      args: t.arg.connectionArgs(),
      resolve: (agreement, args, context) =>
        connectParent(
          context,
          isAsOf(agreement)
            ? {
                name: `reports of agreement at ${agreement.asOf}`,
                list: reportsOfAgreementAsOf(agreement.asOf),
              }
            : {
                name: "reports of agreement",
                list: reportsOfAgreement(),
                on: (id) => [tag("AGREEMENT", id)],
              },
          agreement.id,
          args,
          (ids) => context.loaders.report.byId.loadMany(ids),
        ),
    }),
    evidence: t.field({
      type: [Evidence],
      description:
        "For each field, and each value of a field that holds several: what is shown, who says so, and how sure it is.",
      args: {
        field: t.arg({ type: AgreementField, description: "Only of this field." }),
        verdicts: t.arg({ type: [Verdict], description: "Only with one of these verdicts." }),
      },
      resolve: (agreement, args, { loaders }) => {
        const loader = isAsOf(agreement)
          ? loaders.agreement.asOf.evidence(agreement.asOf)
          : loaders.agreement.evidence;
        return use(loader.load(agreement.id), ({ evidence }) => chosenEvidence(evidence, args));
      },
    }),
    independentOutlets: t.exposeInt("independentOutlets", {
      description:
        "How many outlets say so that do not merely cite one another, lead to a common source, or speak for the same office.",
    }),
    disputed: t.exposeBoolean("disputed", { description: "Do reports disagree on a value of it?" }),
  }),
});

const AgreementAct = builder.objectRef<Act>("AgreementAct").implement({
  description: "What was done to an agreement.",
  fields: (t) => ({
    kind: t.expose("kind", { type: AgreementActKind, description: "What was done." }),
    by: t.field({
      type: [Person],
      description: "Who did it, as far as reports name them.",
      resolve: (act, _, { loaders }) =>
        isActAsOf(act)
          ? present(loaders.person.byId.loadMany(act.by))
          : use(loaders.agreement.actors.load(act.agreementId), (actors) =>
              actors.filter(({ kind }) => kind === act.kind),
            ),
    }),
    date: t.field({
      type: FuzzyDate,
      nullable: true,
      description: "When it was done; null where no report says.",
      resolve: ({ dateEdtf }) => fuzzyDate(dateEdtf),
    }),
    contact: t.field({
      type: Contact,
      nullable: true,
      description: "The contact at which it was done; null where no report says.",
      resolve: (act, _, { loaders }) => {
        const [contacts, contactById] = isActAsOf(act)
          ? [loaders.agreement.asOf.contacts(act.asOf), loaders.contact.asOf.contacts(act.asOf)]
          : [loaders.agreement.contacts, loaders.contact.byId];
        return use(contacts.load(act.agreementId), (found): Loaded<ContactRow | null> => {
          const id = contactOfAct(act.dateEdtf, found);
          return id === null ? null : contactById.load(id);
        });
      },
    }),
  }),
});

export const AgreementConnection = builder.connectionObject(
  { type: Agreement, name: "AgreementConnection", description: "A page of agreements." },
  { name: "AgreementEdge", description: "An agreement in a list." },
);

/** The arguments of every list of agreements. */
export const agreementArgs = builder.args((t) => ({
  filter: t.field({ type: AgreementFilter, description: "Which agreements; without it, all." }),
}));

builder.queryFields((t) => ({
  agreement: t.field({
    type: Agreement,
    nullable: true,
    description: "The agreement with this slug; null where there is none.",
    args: { slug: t.arg.string({ required: true, description: "Its slug." }) },
    resolve: (_, { slug }, { loaders }) =>
      use(loaders.agreement.byId.load(idOf("agreement", slug)), (agreement) =>
        agreement?.shown === true ? agreement : null,
      ),
  }),
  agreements: t.field({
    type: AgreementConnection,
    description: "Agreements, the latest first.",
    args: { ...agreementArgs, ...t.arg.connectionArgs() },
    resolve: (_, args, context) =>
      connect(context, agreementList(args.filter), args, (ids) =>
        context.loaders.agreement.byId.loadMany(ids),
      ),
  }),
}));

/** The agreements of one of many parents. */
export function connectAgreementsOf(
  context: Context,
  parent: { readonly id: string },
  name: string,
  list: (filter: Filter | null | undefined) => List,
  args: PageArguments & { filter?: Filter | null },
) {
  return connectParent(
    context,
    { name: `agreements of ${name} ${JSON.stringify([args.filter])}`, list: list(args.filter) },
    parent.id,
    args,
    (ids) => context.loaders.agreement.byId.loadMany(ids),
  );
}
