import {
  type NetworkParty as Member,
  MOST_PAIRS,
  type Network as NetworkModel,
  type NetworkPair as Pair,
} from "../src/network/loaders.ts";
import { readPage } from "../src/paging/page.ts";
import { builder } from "./builder.ts";
import { listComplexity } from "./complexity.ts";
import { ContactFilter } from "./filters.ts";
import { Party } from "./party.ts";
import { exists, present } from "./present.ts";

const NetworkParty = builder.objectRef<Member>("NetworkParty").implement({
  description: "A party of a network.",
  fields: (t) => ({
    party: t.field({
      type: Party,
      description: "The party.",
      resolve: ({ partyId }, _, { loaders }) => exists(loaders.party.byId.load(partyId)),
    }),
    contacts: t.exposeInt("contacts", {
      description:
        "In how many contacts with others it took part, also with those that the network leaves out.",
    }),
  }),
});

const NetworkPair = builder.objectRef<Pair>("NetworkPair").implement({
  description: "Two parties of a network that had contact.",
  fields: (t) => ({
    parties: t.field({
      type: [Party],
      description: "The two.",
      resolve: ({ partyIds }, _, { loaders }) => present(loaders.party.byId.loadMany(partyIds)),
    }),
    contacts: t.exposeInt("contacts", { description: "In how many contacts both took part." }),
  }),
});

const Network = builder.objectRef<NetworkModel>("Network").implement({
  description: "Who had contact with whom: the parties with most contacts, and the pairs among them.",
  fields: (t) => ({
    totalParties: t.exposeInt("totalParties", {
      description: "How many parties had contact with another at all.",
    }),
    parties: t.expose("parties", {
      type: [NetworkParty],
      description: "The parties with most contacts, the most first.",
    }),
    pairs: t.expose("pairs", {
      type: [NetworkPair],
      description: `The pairs among these parties that had contact, the most contacts first; ${MOST_PAIRS} at most.`,
    }),
  }),
});

builder.queryField("network", (t) =>
  t.field({
    type: Network,
    description: "Who had contact with whom, in the contacts that a filter lets through.",
    args: {
      filter: t.arg({ type: ContactFilter, description: "Only these contacts; without it, all." }),
      first: t.arg.int({ defaultValue: 50, description: "So many parties at most, 0 to 200." }),
    },
    complexity: listComplexity(10_000),
    resolve: (_, { filter, first }, { loaders }) =>
      loaders.network(filter, readPage({ first }, { name: "network", columns: 0 }).size),
  }),
);
