import {
  getNullableType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
  isUnionType,
} from "graphql";
import { describe, expect, test } from "vitest";
import { subgraph } from "../../schema/subgraph.ts";
import { testClient, testQuery } from "../testkit/client.ts";
import { testDatabase } from "../testkit/database.ts";
import { fileContacts, makeContacts } from "../testkit/madeContacts.ts";

/** https://relay.dev/graphql/connections.htm, clause by clause. */

const database = await testDatabase();
await fileContacts(database, makeContacts(7));
const ask = testQuery(database);
const query = testClient(database);

const objects = Object.values(subgraph.getTypeMap()).filter((type) => isObjectType(type));
const connections = objects.filter(({ name }) => name.endsWith("Connection"));
const edges = objects.filter(({ name }) => name.endsWith("Edge"));
/** Every field of the graph that gives a connection. */
const fields = Object.values(subgraph.getTypeMap())
  .filter((type) => isObjectType(type) || isInterfaceType(type))
  .flatMap((type) =>
    Object.values(type.getFields()).map((field) => ({ where: `${type.name}.${field.name}`, field })),
  )
  .filter(({ field }) => /Connection!?$/.test(String(field.type)));

test("1 Reserved types: what is named a connection or a page is an object", () => {
  const reserved = Object.values(subgraph.getTypeMap()).filter(({ name }) =>
    /(Connection|^PageInfo)$/.test(name),
  );
  expect(reserved.filter((type) => !isObjectType(type))).toEqual([]);
  expect([connections.length, edges.length]).toEqual([10, 10]);
});

test("2, 2.1 Connection types have edges, a list of their edge type, and a non-null pageInfo", () => {
  for (const { name, getFields } of connections.map((type) => ({
    name: type.name,
    getFields: () => type.getFields(),
  }))) {
    const list = getNullableType(getFields().edges?.type);
    expect(isListType(list), name).toBe(true);
    expect(String(list)).toBe(`[${name.replace("Connection", "Edge")}!]`);
    expect(String(getFields().pageInfo?.type)).toBe("PageInfo!");
  }
});

test("3, 3.1 Edge types have a node, which is no list, and a cursor, which is a string", () => {
  for (const type of edges) {
    const node = getNullableType(type.getFields().node?.type);
    expect(isObjectType(node) || isInterfaceType(node) || isUnionType(node), type.name).toBe(true);
    expect(String(type.getFields().cursor?.type)).toBe("String!");
  }
});

test("4 to 4.2 Arguments: forward, and backward where the list has an end to begin from; all of them optional", () => {
  const forwardOnly: string[] = [];
  for (const { where, field } of fields) {
    const types = Object.fromEntries(field.args.map(({ name, type }) => [name, String(type)]));
    expect(types, where).toMatchObject({ first: "Int", after: "String" });
    if (types.last === undefined) forwardOnly.push(where);
    else expect(types, where).toMatchObject({ last: "Int", before: "String" });
  }
  expect(fields.length).toBeGreaterThan(20);
  // By rank, or few: they have no backward pages.
  expect(forwardOnly.filter((where) => !/search|topics|outlets|history/.test(where))).toEqual([]);
});

/** A page of contacts, as the titles would be: by their cursors and ids. */
async function page(
  args: string,
): Promise<{ ids: string[]; cursors: string[]; info: Record<string, unknown> }> {
  const { contacts } = await ask(
    `{ contacts(${args}) { edges { cursor node { id } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }`,
  );
  return {
    ids: contacts.edges.map(({ node }: { node: { id: string } }) => node.id),
    cursors: contacts.edges.map(({ cursor }: { cursor: string }) => cursor),
    info: contacts.pageInfo,
  };
}

describe("4.3, 4.4 the pages of seven contacts", async () => {
  const all = await page("first: 200");
  const cursor = (index: number) => `"${all.cursors[index]}"`;

  test("4.3 Edge order: the same with first and with last, and over pages in both directions", async () => {
    expect(all.ids).toHaveLength(7);
    expect((await page("last: 200")).ids).toEqual(all.ids);

    const forward: string[] = [];
    for (let after = "", more = true; more; ) {
      const { ids, info } = await page(`first: 2${after}`);
      forward.push(...ids);
      more = info.hasNextPage === true;
      after = `, after: "${info.endCursor}"`;
    }
    expect(forward).toEqual(all.ids);

    const backward: string[] = [];
    for (let before = "", more = true; more; ) {
      const { ids, info } = await page(`last: 2${before}`);
      backward.unshift(...ids);
      more = info.hasPreviousPage === true;
      before = `, before: "${info.startCursor}"`;
    }
    expect(backward).toEqual(all.ids);
  });

  test("4.4 Pagination algorithm: after and before are applied first, then first or last", async () => {
    const cases: [args: string, from: number, to: number][] = [
      ["first: 3", 0, 3],
      [`first: 3, after: ${cursor(1)}`, 2, 5],
      ["last: 3", 4, 7],
      [`last: 3, before: ${cursor(5)}`, 2, 5],
      [`first: 200, after: ${cursor(1)}, before: ${cursor(4)}`, 2, 4],
      [`first: 1, after: ${cursor(1)}, before: ${cursor(4)}`, 2, 3],
      [`last: 1, after: ${cursor(1)}, before: ${cursor(4)}`, 3, 4],
      [`first: 5, after: ${cursor(6)}`, 7, 7],
      [`last: 5, before: ${cursor(0)}`, 0, 0],
      ["first: 0", 0, 0],
    ];
    for (const [args, from, to] of cases) {
      expect((await page(args)).ids, args).toEqual(all.ids.slice(from, to));
    }
  });

  test.each([
    ["first", "first: -1"],
    ["last", "last: -1"],
  ])("4.4 EdgesToReturn: throws an error for a negative %s", async (name, args) => {
    const { errors } = await query(`{ contacts(${args}) { edges { cursor } } }`);
    expect(errors?.[0]?.extensions).toMatchObject({ code: "INVALID_INPUT", argumentPath: [name] });
  });

  test("5 PageInfo: two non-null Booleans and two cursors, those of the first and the last edge", async () => {
    const type = subgraph.getType("PageInfo");
    const types = isObjectType(type)
      ? Object.fromEntries(Object.values(type.getFields()).map((field) => [field.name, String(field.type)]))
      : {};
    expect(types).toEqual({
      hasNextPage: "Boolean!",
      hasPreviousPage: "Boolean!",
      startCursor: "String",
      endCursor: "String",
    });
    expect(all.info).toMatchObject({ startCursor: all.cursors[0], endCursor: all.cursors[6] });
  });

  test("5 HasNextPage and HasPreviousPage: in the direction of paging whether there are more, and in the other", async () => {
    const cases: [args: string, hasPreviousPage: boolean, hasNextPage: boolean][] = [
      ["first: 7", false, false],
      ["first: 6", false, true],
      ["last: 7", false, false],
      ["last: 6", true, false],
      [`first: 2, after: ${cursor(1)}`, true, true],
      [`last: 2, before: ${cursor(5)}`, true, true],
    ];
    for (const [args, hasPreviousPage, hasNextPage] of cases) {
      expect((await page(args)).info, args).toMatchObject({ hasPreviousPage, hasNextPage });
    }
  });
});

test("every type that is named for a page is used by a field", () => {
  const used = new Set(
    fields.map(({ field }) => String(isNonNullType(field.type) ? field.type.ofType : field.type)),
  );
  expect(connections.map(({ name }) => name).filter((name) => !used.has(name))).toEqual([]);
});
