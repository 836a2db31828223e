import { InvalidInput } from "../src/errors/errors.ts";
import { MOST } from "../src/paging/page.ts";
import { builder, type Context } from "./builder.ts";

/** Types of which things can be asked for by their global id; the five kinds of contact are one. */
const NODE_TYPES = [
  "Agreement",
  "Claim",
  "Contact",
  "Office",
  "Organization",
  "Outlet",
  "Person",
  "Report",
  "State",
  "Topic",
] as const;
export type NodeType = (typeof NODE_TYPES)[number];

/** The global id of a thing: opaque to clients, the same for good. */
export function globalId(type: NodeType, id: string): string {
  return Buffer.from(`${type}:${id}`).toString("base64url");
}

/** What a global id stands for; null for what is none. */
function readGlobalId(text: string): { type: NodeType; id: string } | null {
  if (text.length > 100) return null;
  const [type, id, ...rest] = Buffer.from(text, "base64url").toString("utf8").split(":");
  const known = NODE_TYPES.find((name) => name === type);
  if (known === undefined || id === undefined || rest.length > 0 || !UUID.test(id)) return null;
  return { type: known, id };
}

/** The uuid in a global id of that type; null for what is none, or of another type. */
export function idOfType(type: NodeType, text: string): string | null {
  const read = readGlobalId(text);
  return read?.type === type ? read.id : null;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

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
