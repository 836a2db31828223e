import { type Loaded, use } from "../src/cache/loaded.ts";
import { InvalidInput } from "../src/errors/errors.ts";
import { type NodeType, readGlobalId } from "../src/identity/globalId.ts";
import { MOST } from "../src/paging/page.ts";
import { builder, type Context } from "./builder.ts";
import { apart } from "./present.ts";

/** A row with the name of its GraphQL type, so that an interface or union knows it. */
export interface Typed {
  readonly __typename: string;
}

function loadNode({ loaders }: Context, globalId: string): Loaded<Typed | null> {
  const read = readGlobalId(globalId);
  return read === null ? null : loadNodeOf(loaders, read.type, read.id);
}

/** The thing of that type with that uuid. */
export function loadNodeOf(loaders: Context["loaders"], type: NodeType, id: string): Loaded<Typed | null> {
  const typed = <T extends object>(found: Loaded<T | null>) =>
    use(found, (row): Typed | null => (row === null ? null : { ...row, __typename: type }));
  switch (type) {
    case "Agreement":
      return typed(use(loaders.agreement.byId.load(id), (row) => (row?.shown === true ? row : null)));
    case "Claim":
      return typed(loaders.claim.byId.load(id));
    case "Contact":
      return use(loaders.contact.byId.load(id), (row): Loaded<Typed | null> => {
        if (row === null) return null;
        if (row.shown) return { ...row, __typename: CONTACT_TYPES[row.kind] };
        return row.mergedIntoId === null ? null : loadNodeOf(loaders, "Contact", row.mergedIntoId);
      });
    case "Office":
      return typed(loaders.person.office.load(id));
    case "Outlet":
      return typed(loaders.outlet.byId.load(id));
    case "Person":
      return typed(loaders.person.byId.load(id));
    case "Report":
      return typed(loaders.report.byId.load(id));
    case "Topic":
      return typed(loaders.topic.byId.load(id));
    case "Organization":
    case "State":
      return typed(
        use(loaders.party.byId.load(id), (row) =>
          row !== null && PARTY_TYPES[row.kind] === type ? row : null,
        ),
      );
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
      return ids.map((id) => apart(loadNode(context, id)));
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
