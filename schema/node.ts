import { InvalidInput } from "../src/errors/errors.ts";
import { type NodeType, readGlobalId } from "../src/identity/globalId.ts";
import { MOST } from "../src/paging/page.ts";
import { builder, type Context } from "./builder.ts";

/** A row with the name of its GraphQL type, so that an interface or union knows it. */
export interface Typed {
  readonly __typename: string;
}

async function loadNode({ loaders }: Context, globalId: string): Promise<Typed | null> {
  const read = readGlobalId(globalId);
  return read === null ? null : loadNodeOf(loaders, read.type, read.id);
}

/** The thing of that type with that uuid. */
export async function loadNodeOf(
  loaders: Context["loaders"],
  type: NodeType,
  id: string,
): Promise<Typed | null> {
  const typed = <T extends object>(row: T | null) => (row === null ? null : { ...row, __typename: type });
  switch (type) {
    case "Agreement": {
      const agreement = await loaders.agreement.byId.load(id);
      return agreement?.shown === true ? typed(agreement) : null;
    }
    case "Claim":
      return typed(await loaders.claim.byId.load(id));
    case "Contact": {
      const contact = await loaders.contact.byId.load(id);
      if (contact !== null && !contact.shown) {
        return contact.mergedIntoId === null ? null : loadNodeOf(loaders, "Contact", contact.mergedIntoId);
      }
      return contact === null ? null : { ...contact, __typename: CONTACT_TYPES[contact.kind] };
    }
    case "Office":
      return typed(await loaders.person.office.load(id));
    case "Outlet":
      return typed(await loaders.outlet.byId.load(id));
    case "Person":
      return typed(await loaders.person.byId.load(id));
    case "Report":
      return typed(await loaders.report.byId.load(id));
    case "Topic":
      return typed(await loaders.topic.byId.load(id));
    case "Organization":
    case "State": {
      const party = await loaders.party.byId.load(id);
      return party !== null && PARTY_TYPES[party.kind] === type ? { ...party, __typename: type } : null;
    }
  }
}

export const CONTACT_TYPES = {
  CALL: "Call",
  SUMMIT: "Summit",
  VISIT: "Visit",
  ENCOUNTER: "Encounter",
  EXCHANGE: "Exchange",
} as const;
export const PARTY_TYPES = { STATE: "State", ORGANIZATION: "Organization" } as const;

export const Node = builder.nodeInterfaceRef();

builder.queryFields((t) => ({
  node: t.field({
    type: Node,
    nullable: true,
    description: "The thing with this id; null where there is none.",
    args: { id: t.arg.id({ required: true, description: "The `id` of the thing." }) },
    resolve: (_, { id }, context) => loadNode(context, id),
  }),
  nodes: t.field({
    type: [Node],
    nullable: { list: false, items: true },
    description: "The things with these ids, in their order; null for an id that belongs to nothing.",
    args: { ids: t.arg.idList({ required: true, description: "The `id`s of the things; at most 200." }) },
    resolve: (_, { ids }, context) => {
      checkCount(ids);
      return ids.map((id) => loadNode(context, id));
    },
  }),
}));

function checkCount(ids: readonly string[]): void {
  if (ids.length <= MOST) return;
  throw new InvalidInput(`"ids" has ${ids.length} members`, {
    path: ["ids"],
    expected: `at most ${MOST}`,
    got: ids.length,
  });
}
