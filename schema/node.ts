import type { Contact as ContactRow } from "../prisma/client/client.ts";
import { type Loaded, use } from "../src/cache/loaded.ts";
import { type Reads, StandIn } from "../src/cache/reads.ts";
import { tag } from "../src/cache/tags.ts";
import { type Aspects, ROW, UNNAMED } from "../src/changes/aspects.ts";
import type { ChangeEntity } from "../src/changes/log.ts";
import { InvalidInput } from "../src/errors/errors.ts";
import type { Thing } from "../src/execution/plan.ts";
import { type NodeType, readGlobalId } from "../src/identity/globalId.ts";
import { MOST } from "../src/paging/page.ts";
import { builder, type Context } from "./builder.ts";

/** A row with the name of its GraphQL type, so that an interface or union knows it. */
export interface Typed {
  readonly __typename: string;
}

/** Null for nothing. */
export type Found = Typed | StandIn | null;

function loadNode({ loaders }: Context, globalId: string): Loaded<Found> {
  const read = readGlobalId(globalId);
  return read === null ? null : loadNodeOf(loaders, read.type, read.id);
}

/** The thing of that type with that uuid. */
export function loadNodeOf(loaders: Context["loaders"], type: NodeType, id: string): Loaded<Found> {
  const typed = <T extends object>(loaded: Loaded<T | null>, __typename: string = type) =>
    use(loaded, (row) => (row === null ? null : { ...row, __typename }));
  switch (type) {
    case "Agreement":
      return typed(use(loaders.agreement.byId.load(id), (row) => (row?.shown === true ? row : null)));
    case "Claim":
      return typed(loaders.claim.byId.load(id));
    case "Contact":
      return use(
        shownContact(loaders, id),
        (row): Found =>
          row === null || row instanceof StandIn ? row : { ...row, __typename: CONTACT_TYPES[row.kind] },
      );
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
        use(loaders.party.byId.load(id), (party) =>
          party !== null && PARTY_TYPES[party.kind] === type ? party : null,
        ),
      );
  }
}

/** The contact with that uuid; where it was merged into another, that one; null where none is shown. */
export function shownContact(loaders: Context["loaders"], uuid: string): Loaded<ContactRow | null> {
  return use(loaders.contact.byId.load(uuid), (contact): Loaded<ContactRow | null> => {
    if (contact === null || contact.shown) return contact;
    return contact.mergedIntoId === null ? null : shownContact(loaders, contact.mergedIntoId);
  });
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

/** What an answer about a thing is kept by; null for what is not a thing as it is known today. */
export function thingOf(type: string, value: unknown, reads: Reads): Thing | null {
  const entity = ENTITIES[type];
  if (entity === undefined || typeof value !== "object" || value === null) return null;
  if (!("id" in value) || typeof value.id !== "string" || "asOf" in value) return null;
  return { key: value.id, tag: tag(entity, value.id, ROWS[entity] ?? reads.ofContacts) };
}

/** What the fields of a thing's own row depend on; of a contact, by which of them are asked for. */
const ROWS: Partial<Record<ChangeEntity, Aspects>> = {
  AGREEMENT: UNNAMED,
  OFFICE: ROW,
  OUTLET: ROW,
  PARTY: ROW,
  PERSON: ROW,
  REPORT: ROW,
  TOPIC: ROW,
};

const ENTITIES: Record<string, ChangeEntity> = {
  ...Object.fromEntries(Object.values(CONTACT_TYPES).map((type) => [type, "CONTACT" as const])),
  ...Object.fromEntries(Object.values(PARTY_TYPES).map((type) => [type, "PARTY" as const])),
  Agreement: "AGREEMENT",
  Office: "OFFICE",
  Outlet: "OUTLET",
  Person: "PERSON",
  Report: "REPORT",
  Topic: "TOPIC",
};
