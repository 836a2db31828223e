import { type GraphQLSchema, isInterfaceType } from "graphql";
import { type Loaded, use } from "../src/cache/loaded.ts";
import { StandIn } from "../src/cache/reads.ts";
import { InvalidInput } from "../src/errors/errors.ts";
import { type NodeType, readGlobalId } from "../src/identity/globalId.ts";
import { idOf, type Kind } from "../src/identity/identity.ts";
import type { Context } from "./builder.ts";
import { CONTACT_TYPES, type Found, loadNodeOf, PARTY_TYPES, type Typed } from "./node.ts";

/**
 * The entities of the graph, in the sense of Apollo Federation: what other subgraphs name by a key, to hang data of
 * their own on it or to refer to it. All nodes are, and the interfaces Contact and Party.
 */

/** An entity's natural keys beside its `id`: for each field, what it names. */
type NaturalKeys = Readonly<Record<string, Kind>>;

/** Of every type of node, or it does not compile. */
const NATURAL_KEYS = {
  Agreement: { slug: "agreement" },
  Claim: {},
  Contact: {},
  Office: { slug: "office" },
  Organization: { slug: "party", key: "party" },
  Outlet: { slug: "outlet" },
  Person: { slug: "person" },
  Report: {},
  State: { code: "party", key: "party" },
  Topic: { slug: "topic" },
} satisfies Record<NodeType, NaturalKeys>;

interface Entity {
  /** What its things can be, as their global ids say it. */
  readonly nodes: readonly NodeType[];
  readonly naturalKeys: NaturalKeys;
}

const ENTITIES: ReadonlyMap<string, Entity> = new Map([
  ...Object.entries(NATURAL_KEYS).map(([name, naturalKeys]): [string, Entity] => [
    name,
    { nodes: [name as NodeType], naturalKeys },
  ]),
  ...Object.values(CONTACT_TYPES).map((name): [string, Entity] => [
    name,
    { nodes: ["Contact"], naturalKeys: NATURAL_KEYS.Contact },
  ]),
  ["Party", { nodes: Object.values(PARTY_TYPES), naturalKeys: { key: "party" } }],
]);

/** The fields by each of which the entity is named; none where the type is no entity. */
export function keysOf(typeName: string): readonly string[] {
  const entity = ENTITIES.get(typeName);
  return entity === undefined ? [] : ["id", ...Object.keys(entity.naturalKeys)];
}

/**
 * The entity that a representation stands for: its `__typename`, and one of its keys; what else it holds is not looked
 * at. Null for one that does not exist, or is of another type; InvalidInput, as a value, for one that is malformed.
 */
export function entityOf(
  representation: unknown,
  index: number,
  { loaders, reads }: Context,
  schema: GraphQLSchema,
): Loaded<Found> | InvalidInput {
  const fail = (message: string, expected: string, got: unknown) =>
    new InvalidInput(`The representation ${index} ${message}`, {
      path: ["representations", index],
      expected,
      got,
    });
  if (!isRecord(representation))
    return fail("is no object", 'an object with "__typename" and a key', representation);
  const { __typename: name } = representation;
  const entity = typeof name === "string" ? ENTITIES.get(name) : undefined;
  if (typeof name !== "string" || entity === undefined) {
    return fail("is of no type that is an entity", `one of ${[...ENTITIES.keys()].sort().join(", ")}`, name);
  }
  const keys = keysOf(name);
  const key = keys.find((field) => representation[field] !== undefined);
  const value = key === undefined ? undefined : representation[key];
  if (key === undefined || typeof value !== "string") {
    const expected = keys.map((field) => `"${field}"`).join(" or ");
    return fail(`of type ${name} has no key`, `${expected} as a string`, representation);
  }
  const uuids = key === "id" ? readId(entity, value) : readNaturalKey(entity, key, value);
  // Of which kind it is, only the contact itself tells.
  if (name !== "Contact" && entity.nodes.includes("Contact")) for (const [, uuid] of uuids) reads.need(uuid);
  return use(firstOf(loaders, uuids), (found) =>
    found instanceof StandIn || (found !== null && is(schema, found, name)) ? found : null,
  );
}

/** What a key can stand for: uuids, each of a type. */
type Candidates = readonly (readonly [type: NodeType, uuid: string])[];

function readId({ nodes }: Entity, value: string): Candidates {
  const read = readGlobalId(value);
  return read !== null && nodes.includes(read.type) ? [[read.type, read.id]] : [];
}

function readNaturalKey({ nodes, naturalKeys }: Entity, key: string, value: string): Candidates {
  const kind = naturalKeys[key];
  if (kind === undefined) return [];
  const uuid = idOf(kind, value);
  return nodes.map((type) => [type, uuid] as const);
}

function firstOf(loaders: Context["loaders"], [first, ...rest]: Candidates): Loaded<Found> {
  if (first === undefined) return null;
  return use(loadNodeOf(loaders, ...first), (found) => found ?? firstOf(loaders, rest));
}

/** Is it of that type, or does it implement it? A contact's type follows its kind, which reports can change. */
function is(schema: GraphQLSchema, { __typename }: Typed, name: string): boolean {
  if (__typename === name) return true;
  const type = schema.getType(name);
  return (
    isInterfaceType(type) &&
    schema.getImplementations(type).objects.some((object) => object.name === __typename)
  );
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
