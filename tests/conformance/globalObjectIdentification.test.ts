import { isInterfaceType, isObjectType } from "graphql";
import { expect, test } from "vitest";
import { subgraph } from "../../schema/subgraph.ts";
import { loadFirstRecord } from "../../src/firstRecord/load.ts";
import { testQuery } from "../testkit/client.ts";
import { testDatabase } from "../testkit/database.ts";

/** https://relay.dev/graphql/objectidentification.htm, clause by clause. What ids can be like: tests/schema/node.test.ts. */

const database = await testDatabase();
await loadFirstRecord(database);
const ask = testQuery(database);

const INTROSPECTED =
  "kind name fields { name args { name type { kind ofType { name } } } type { kind ofType { name kind } name } }";

test("3, 3.1 Node Interface: an interface named Node, with exactly one field, id, of a non-null ID", async () => {
  const { __type: node } = await ask(`{ __type(name: "Node") { ${INTROSPECTED} } }`);

  expect(node.kind).toBe("INTERFACE");
  expect(node.fields).toEqual([
    { name: "id", args: [], type: { kind: "NON_NULL", name: null, ofType: { name: "ID", kind: "SCALAR" } } },
  ]);
});

test("4, 4.1 Node root field: node, of type Node, which takes exactly one argument, id, a non-null ID", async () => {
  const { __schema: schema } = await ask(`{ __schema { queryType { ${INTROSPECTED} } } }`);

  expect(schema.queryType.fields.find(({ name }: { name: string }) => name === "node")).toEqual({
    name: "node",
    args: [{ name: "id", type: { kind: "NON_NULL", ofType: { name: "ID" } } }],
    type: { kind: "INTERFACE", name: "Node", ofType: null },
  });
});

/** Things that one query finds on several ways, with an alias of all that they are called. */
const FOUND = `{
  contacts { edges { node { ...thing parties { ...thing } participants { person { ...thing } office { ...thing } party { ...thing } }
    topics { ...thing } agreements { ...thing acts { by { ...thing } contact { ...thing } } establishes { ...thing } }
    previous { ...thing } next { ...thing }
    reports { edges { node { ...thing outlet { ...thing speaksFor { ...thing } } speaker { ...thing } cites { ...thing } claims { ...thing } } } }
  } } }
  search(text: "union state") { edges { node { ...thing } } }
  states { edges { node { ...thing } } }
}
fragment thing on Node {
  __typename id
  ... on Contact { title version }
  ... on Party { key name }
  ... on Person { slug name }
  ... on Office { slug title }
  ... on Topic { slug label }
  ... on Outlet { slug name }
  ... on Agreement { slug title }
  ... on Report { title recordedAt }
  ... on Claim { field value recordedAt }
}`;

type Thing = Readonly<Record<string, unknown>> & { readonly id: string; readonly __typename: string };

/** Every object with an id in a result. */
function thingsIn(value: unknown): Thing[] {
  if (typeof value !== "object" || value === null) return [];
  const inside = Object.values(value).flatMap(thingsIn);
  if (!("id" in value)) return inside;
  const own = Object.entries(value).filter(([, part]) => typeof part !== "object");
  return [Object.fromEntries(own) as Thing, ...inside];
}

test("4.2 Object identity: what is asked for by its id again is the same; 5 Field stability: what has the same id in a result is equal", async () => {
  const things = thingsIn(await ask(FOUND));
  const byId = Map.groupBy(things, ({ id }) => id);

  // All types of node that the record has: nothing is left out of what follows.
  const node = subgraph.getType("Node");
  const types = isInterfaceType(node) ? subgraph.getPossibleTypes(node).map(({ name }) => name) : [];
  const missing = types.filter((name) => !things.some(({ __typename }) => __typename === name));
  expect(missing.sort()).toEqual(["Summit", "Visit"]);
  expect(things.length).toBeGreaterThan(byId.size);

  for (const [id, same] of byId) {
    for (const one of same) expect(one, id).toEqual(same[0]);
  }
  const fragment = FOUND.slice(FOUND.indexOf("fragment"));
  const { nodes } = await ask(`query ($ids: [ID!]!) { nodes(ids: $ids) { ...thing } } ${fragment}`, {
    ids: [...byId.keys()],
  });
  expect(thingsIn(nodes)).toEqual([...byId.values()].map(([one]) => one));
});

test("2 Reserved types: what implements Node has an id, and what is given by one id is of one type", () => {
  const node = subgraph.getType("Node");
  const implementing = isInterfaceType(node) ? subgraph.getPossibleTypes(node) : [];
  for (const type of implementing) expect(String(type.getFields().id?.type)).toBe("ID!");

  const withId = Object.values(subgraph.getTypeMap()).filter(
    (type) => isObjectType(type) && type.getFields().id !== undefined,
  );
  const others = withId
    .filter((type) => isObjectType(type) && !implementing.includes(type))
    .map(({ name }) => name);
  expect(others).toEqual([]);
});

test("6 Plural identifying root fields: nodes takes one argument, a list, and answers a list in its order, null for what there is not", async () => {
  const nodes = subgraph.getQueryType()?.getFields().nodes;
  expect(nodes?.args.map(({ name, type }) => [name, String(type)])).toEqual([["ids", "[ID!]!"]]);
  expect(String(nodes?.type)).toBe("[Node]!");

  const { state, topics } = await ask(
    '{ state(code: "BY") { id } topics(first: 1) { edges { node { id } } } }',
  );
  const [{ node: topic }] = topics.edges;
  const ids = [topic.id, "nothing", state.id, topic.id];
  const answer = await ask("query ($ids: [ID!]!) { nodes(ids: $ids) { id } }", { ids });
  expect(answer.nodes).toEqual([{ id: topic.id }, null, { id: state.id }, { id: topic.id }]);
});
