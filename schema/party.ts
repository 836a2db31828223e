import type { Party as PartyRow } from "../prisma/client/client.ts";
import { agreementsOfParty } from "../src/agreement/lists.ts";
import { use } from "../src/cache/loaded.ts";
import { contactsOfParty } from "../src/contact/lists.ts";
import { globalId } from "../src/identity/globalId.ts";
import { DEFAULT_SIZE, readPage } from "../src/paging/page.ts";
import type { Counterpart as CounterpartModel } from "../src/party/counterparts.ts";
import { partyIdOf } from "../src/party/filter.ts";
import { stateList } from "../src/party/lists.ts";
import { type StateName as StateNameModel, stateNames } from "../src/party/names.ts";
import { isFormer, predecessorsOf, successorsOf } from "../src/party/successors.ts";
import { AgreementConnection, agreementArgs, connectAgreementsOf } from "./agreement.ts";
import { builder, type Context } from "./builder.ts";
import { listComplexity } from "./complexity.ts";
import { connect } from "./connection.ts";
import { ContactConnection, connectContactsOf, contactArgs } from "./contact.ts";
import { Interval } from "./filters.ts";
import { Node, PARTY_TYPES } from "./node.ts";
import { exists, present } from "./present.ts";

export const Party = builder.interfaceRef<PartyRow>("Party");
export const State = builder.objectRef<PartyRow>("State");
export const Organization = builder.objectRef<PartyRow>("Organization");

Party.implement({
  description: "Who can have contact: a state or an organization.",
  interfaces: [Node],
  resolveType: ({ kind }) => PARTY_TYPES[kind],
  fields: (t) => ({
    id: t.id({ description: "Its id.", resolve: ({ id, kind }) => globalId(PARTY_TYPES[kind], id) }),
    key: t.exposeString("key", {
      description: "What filters and filings name it by: a state's ISO 3166 code or an organization's slug.",
    }),
    name: t.exposeString("name", { description: "Its name in English." }),
    contacts: t.field({
      type: ContactConnection,
      description: "The contacts in which it took part.",
      complexity: listComplexity(1000),
      args: { ...contactArgs, ...t.arg.connectionArgs() },
      resolve: (party, args, context) =>
        connectContactsOf(context, party, "party", contactsOfParty, (id) => ({ parties: [id] }), args),
    }),
    agreements: t.field({
      type: AgreementConnection,
      description: "The agreements that it has part in, the latest first.",
      args: { ...agreementArgs, ...t.arg.connectionArgs() },
      resolve: (party, args, context) =>
        connectAgreementsOf(context, party, "party", agreementsOfParty, args),
    }),
    counterparts: t.field({
      type: [Counterpart],
      description: "With whom it had contact, the most contacts first.",
      complexity: listComplexity(250),
      args: {
        during: t.arg({ type: Interval, description: "Only contacts of this period; without it, all." }),
        first: t.arg.int({ defaultValue: DEFAULT_SIZE, description: "So many at most, 0 to 200." }),
      },
      resolve: ({ id }, { during, first }, { loaders }) => {
        const { size } = readPage({ first }, { name: "counterparts", columns: 0 });
        return loaders.party.counterparts.load(id, during ?? {}, size);
      },
    }),
  }),
});

State.implement({
  description: "A state or territory with an ISO 3166 code, present or former.",
  interfaces: [Node, Party],
  fields: (t) => ({
    code: t.exposeString("key", {
      description: 'ISO 3166-1 alpha-2 ("RU"); for a former state ISO 3166-3 ("SUHH").',
    }),
    names: t.field({
      type: [StateName],
      description: "Its name in other languages, by language; of former states those that are in use.",
      resolve: ({ key }) => stateNames(key),
    }),
    isFormer: t.boolean({
      description: "Is it a former state, by ISO 3166-3?",
      resolve: ({ key }) => isFormer(key),
    }),
    successors: t.field({
      type: [State],
      description:
        "The states that came after it, by code: by ISO 3166-3, and those that became independent of it beside. None where it is no former state.",
      resolve: ({ key }, _, { loaders }) =>
        present(loaders.party.byId.loadMany(successorsOf(key).map(partyIdOf))),
    }),
    predecessors: t.field({
      type: [State],
      description: "The former states that it came after, by code.",
      resolve: ({ key }, _, { loaders }) =>
        present(loaders.party.byId.loadMany(predecessorsOf(key).map(partyIdOf))),
    }),
  }),
});

const StateName = builder.objectRef<StateNameModel>("StateName").implement({
  description: "A state's name in another language.",
  fields: (t) => ({
    language: t.exposeString("language", { description: 'The language, as BCP 47: "ru".' }),
    name: t.exposeString("name", { description: "The name." }),
  }),
});

Organization.implement({
  description: "An organization of states, one that they founded, or a party without an ISO 3166 code.",
  interfaces: [Node, Party],
  fields: (t) => ({
    slug: t.exposeString("key", { description: 'Its stable key: "union-state".' }),
    members: t.field({
      type: [State],
      description: "The states that are its members, as far as the record knows, by name.",
      resolve: ({ id }, _, { loaders }) => loaders.party.members.load(id),
    }),
  }),
});

const Counterpart = builder.objectRef<CounterpartModel>("Counterpart").implement({
  description: "A party with which another had contact.",
  fields: (t) => ({
    party: t.field({
      type: Party,
      description: "The other party.",
      resolve: ({ partyId }, _, { loaders }) => exists(loaders.party.byId.load(partyId)),
    }),
    contacts: t.exposeInt("contacts", { description: "In how many contacts both took part." }),
  }),
});

const StateConnection = builder.connectionObject(
  { type: State, name: "StateConnection", description: "A page of states." },
  { name: "StateEdge", description: "A state in a list." },
);

builder.queryFields((t) => ({
  state: t.field({
    type: State,
    nullable: true,
    description: "The state with this code; null where there is none.",
    args: {
      code: t.arg.string({
        required: true,
        description: "ISO 3166-1 alpha-2, or ISO 3166-3 for a former state.",
      }),
    },
    resolve: (_, { code }, { loaders }) => partyOfKind(loaders, code, "STATE"),
  }),
  states: t.field({
    type: StateConnection,
    description: "All states and territories of ISO 3166, present and former, by code.",
    args: t.arg.connectionArgs(),
    resolve: (_, args, context) =>
      connect(context, stateList(), args, (ids) => context.loaders.party.byId.loadMany(ids)),
  }),
  organization: t.field({
    type: Organization,
    nullable: true,
    description: "The organization with this slug; null where there is none.",
    args: { slug: t.arg.string({ required: true, description: "Its slug." }) },
    resolve: (_, { slug }, { loaders }) => partyOfKind(loaders, slug, "ORGANIZATION"),
  }),
}));

function partyOfKind({ party }: Context["loaders"], key: string, kind: PartyRow["kind"]) {
  return use(party.byId.load(partyIdOf(key)), (row) => (row?.kind === kind ? row : null));
}
