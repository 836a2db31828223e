import { readdirSync, readFileSync } from "node:fs";
import {
  execute,
  GraphQLInt,
  GraphQLNonNull,
  GraphQLObjectType,
  GraphQLSchema,
  GraphQLString,
  getIntrospectionQuery,
  getNamedType,
  getOperationAST,
  isLeafType,
  isRequiredArgument,
  type OperationDefinitionNode,
  parse,
} from "graphql";
import { afterAll, expect, test } from "vitest";
import { aheadOf } from "../../schema/contact.ts";
import { schema } from "../../schema/index.ts";
import { thingOf } from "../../schema/node.ts";
import type { Caller } from "../../src/access/rules.ts";
import { CoherentCache } from "../../src/cache/cache.ts";
import { Evictions } from "../../src/cache/evictions.ts";
import { Reads } from "../../src/cache/reads.ts";
import { Follower } from "../../src/changes/follower.ts";
import { InvalidInput } from "../../src/errors/errors.ts";
import { PlannedQuery } from "../../src/execution/operations.ts";
import type { Plan } from "../../src/execution/plan.ts";
import { run } from "../../src/execution/run.ts";
import { loadFirstRecord } from "../../src/firstRecord/load.ts";
import { globalId } from "../../src/identity/globalId.ts";
import { createContext } from "../../src/server/graphql.ts";
import { testDatabase } from "../testkit/database.ts";
import { randomDocument } from "../testkit/randomDocument.ts";
import { type Literals, randomOf } from "../testkit/randomQuery.ts";
import { RANDOM, RandomWriter } from "../testkit/randomWrites.ts";

/** What plans write is compared with what GraphQL.js answers, as text, so that the order of keys counts. */

const database = await testDatabase();
await loadFirstRecord(database);
const writer = new RandomWriter(database, 3);
for (let count = 0; count < 20; count++) await writer.write();
// None of them has an address.
await database.prisma.report.updateMany({ where: { url: null }, data: { url: "https://outlet.example/1" } });
const follower = await Follower.start(database.prisma, () => {}, database);
afterAll(() => follower.stop());
const cache = new CoherentCache(50_000_000, new Evictions());
const literals = await literalsOfTheRecord();

const FOLDER = new URL("../../schema/operations/", import.meta.url);
const operations = readdirSync(FOLDER)
  .map((file) => ({ file, source: readFileSync(new URL(file, FOLDER), "utf8") }))
  .filter(({ source }) => getOperationAST(parse(source))?.operation === "query");

test.each(operations)("$file is answered as GraphQL.js does", async ({ source }) => {
  const variables = { id: JSON.parse(literals.id?.[0] ?? ""), ids: literals.id?.map((id) => JSON.parse(id)) };
  const { expected, planned, passes } = await both(source, variables);

  expect(expected.errors).toBeUndefined();
  expect(planned).toEqual({
    cold: text(expected.data),
    kept: text(expected.data),
    again: text(expected.data),
  });
  expect(passes, "a pass for each thing that hangs on another").toBeLessThanOrEqual(12);
});

test("hundreds of random queries are answered as GraphQL.js does", { timeout: 240_000 }, async () => {
  const random = randomOf(Number(process.env.FUZZ_SEED ?? 42));
  let [failed, longest, most] = [0, 0, 0];
  const count = 400;
  for (let number = 0; number < count; number++) {
    const { source, variables } = randomDocument(random, literals, 1 + Math.floor(random() * 6));
    const { expected, planned, passes } = await both(source, variables);
    const json = expected.errors === undefined ? text(expected.data) : null;
    expect(planned, `${source}\n${JSON.stringify(variables)}`).toEqual({
      cold: json,
      kept: json,
      again: json,
    });
    if (json === null) failed++;
    longest = Math.max(longest, json?.length ?? 0);
    most = Math.max(most, passes);
  }
  process.stdout.write(
    `${count} queries, ${failed} of them with errors; the longest answer has ${longest} characters; at most ${most} passes\n`,
  );
  expect(failed, "most can be answered").toBeLessThan(count / 10);
  expect(longest, "some answers are long").toBeGreaterThan(10_000);
  expect(most, "passes are bounded by depth").toBeLessThanOrEqual(20);
});

/** What comes with contacts comes without the columns of fields that are not asked for: each is asked for alone. */
const fieldsOf = (type: string) =>
  Object.values((schema.getType(type) as GraphQLObjectType).getFields())
    .filter(({ args }) => args.every((argument) => !isRequiredArgument(argument)))
    .map(({ name, type }) => (isLeafType(getNamedType(type)) ? name : `${name} { __typename }`));
test.each([
  ...fieldsOf("Report").map((field) => `reports(first: 10) { edges { node { ${field} } } }`),
  ...fieldsOf("Claim").map((field) => `evidence { claims { ${field} } }`),
  ...fieldsOf("Report").map((field) => `evidence { claims { report { ${field} } } }`),
])("a contact's %s is answered as GraphQL.js does", async (field) => {
  const source = `{ contacts(first: 50) { edges { node { ${field} } } } }`;
  const { expected, planned } = await both(source, {});

  expect(expected.errors).toBeUndefined();
  expect(planned.cold).toBe(text(expected.data));
});

test("introspection is answered as GraphQL.js does", async () => {
  const { expected, planned } = await both(getIntrospectionQuery(), {});
  expect(planned.cold).toBe(text(expected.data));
});

test("a variable that only a named fragment reads tells kept parts apart", async () => {
  const source = `query ($first: Int!) { contacts(first: 3) { edges { node { ...Reported } } } }
    fragment Reported on Contact { id reports(first: $first) { edges { node { id } } } }`;
  for (const first of [1, 2, 1]) {
    const { expected, planned } = await both(source, { first });
    expect(planned).toEqual({
      cold: text(expected.data),
      kept: text(expected.data),
      again: text(expected.data),
    });
  }
});

test("a contact that is known as it is shown in one place is loaded for another that shows more", async () => {
  const source = `{
    short: contacts(first: 20) { edges { node { id title } } }
    long: contacts(first: 20) { edges { node { id kind duration { iso8601 } daysSincePrevious previous { id date { edtf } } } } }
    counted: contacts(first: 20) { edges { cursor } }
  }`;
  // Of the parts, the second asks for those that the first has kept, and for others.
  for (const asked of ["{ contacts(first: 9) { edges { node { id title } } } }", source]) {
    const { expected, planned } = await both(asked, {});
    expect(expected.errors).toBeUndefined();
    expect(planned).toEqual({
      cold: text(expected.data),
      kept: text(expected.data),
      again: text(expected.data),
    });
  }
});

test("a wrong cursor is GraphQL.js's to tell", async () => {
  const { expected, planned } = await both(
    `{ contacts(first: 2) { totalCount edges { node { id reports(first: 1, after: "wrong") { totalCount } } } } }`,
    {},
  );
  expect(expected.errors?.[0]?.originalError).toBeInstanceOf(InvalidInput);
  expect(planned).toEqual({ cold: null, kept: null, again: null });
});

test("a promise of a resolver that is no loader's is waited for, and its answer not kept", async () => {
  let calls = 0;
  const thing: GraphQLObjectType = new GraphQLObjectType({
    name: "Thing",
    fields: () => ({
      name: { type: GraphQLString, resolve: async () => `name ${++calls}` },
      next: {
        type: thing,
        resolve: async (source) => (source.depth === 3 ? null : { depth: source.depth + 1 }),
      },
    }),
  });
  const own = schemaOf({ thing: { type: thing, resolve: async () => ({ depth: 1 }) } });
  const source = "{ thing { name next { name next { name next { name } } } } }";

  const written = await run(planIn(own, source), {}, context(), { noting: true });

  expect(JSON.parse(written?.data ?? "")).toMatchObject({ thing: { next: { next: { next: null } } } });
  expect(written?.on, "nobody tells of its changes").toBeNull();
});

test("what fails while something else is awaited is nobody's unhandled rejection", async () => {
  const own = schemaOf({
    later: { type: GraphQLInt, resolve: () => Promise.reject(new Error("later")) },
    now: {
      type: GraphQLInt,
      resolve: () => {
        throw new Error("now");
      },
    },
  });
  const unhandled: unknown[] = [];
  const note = (reason: unknown) => unhandled.push(reason);
  process.on("unhandledRejection", note);
  try {
    expect(await run(planIn(own, "{ later now }"), {}, context(), { noting: true })).toBeNull();
    await new Promise(setImmediate);
  } finally {
    process.off("unhandledRejection", note);
  }
  expect(unhandled).toEqual([]);
});

test("null where none may be is GraphQL.js's to tell", async () => {
  const own = schemaOf({ missing: { type: new GraphQLNonNull(GraphQLInt), resolve: () => null } });
  expect(await run(planIn(own, "{ missing }"), {}, context(), { noting: false })).toBeNull();
});

/** The answers: of GraphQL.js; of a plan without a cache, with one, and from it. */
async function both(source: string, variables: Record<string, unknown>) {
  const document = known.get(source) ?? parse(source);
  known.set(source, document);
  const query =
    queries.get(source) ?? new PlannedQuery(source, schema, document, operationOf(document), thingOf);
  queries.set(source, query);
  const expected = await execute({ schema, document, variableValues: variables, contextValue: context() });
  const coerced = query.coerce(variables);
  const plan = coerced === null ? null : query.plan(coerced);
  if (coerced === null || plan === null) throw new Error(`Not planned: ${source}`);
  let passes = 0;
  const counted: Plan = {
    ...plan,
    write: (given, value) => {
      passes++;
      return plan.write(given, value);
    },
  };
  const written = async (reads: Reads, of: Plan) => {
    const running = context(reads);
    // As where answers are made: contacts come with what hangs on them, and without what is not looked at.
    running.loaders.expect(aheadOf(query.fields));
    return (await run(of, coerced, running, { noting: true }))?.data ?? null;
  };
  const planned = {
    cold: await written(new Reads(), counted),
    kept: await written(new Reads(cache), plan),
    again: await written(new Reads(cache), plan),
  };
  return { expected, planned, passes };
}
const known = new Map<string, ReturnType<typeof parse>>();
const queries = new Map<string, PlannedQuery>();

function context(reads = new Reads()) {
  return createContext(database, EDITOR, follower, { reads });
}

function planIn(own: GraphQLSchema, source: string): Plan {
  const document = parse(source);
  const plan = new PlannedQuery(source, own, document, operationOf(document), () => null).plan({});
  if (plan === null) throw new Error(`Not planned: ${source}`);
  return plan;
}

function schemaOf(fields: ConstructorParameters<typeof GraphQLObjectType>[0]["fields"]): GraphQLSchema {
  return new GraphQLSchema({ query: new GraphQLObjectType({ name: "Query", fields }) });
}

function operationOf(document: ReturnType<typeof parse>): OperationDefinitionNode {
  const operation = getOperationAST(document);
  if (operation == null) throw new Error("A document without an operation");
  return operation;
}

function text(data: unknown): string {
  return JSON.stringify(data);
}

/** Arguments that find something, and some that do not. */
async function literalsOfTheRecord(): Promise<Literals> {
  const { prisma } = database;
  const newest = { orderBy: { id: "asc" as const }, take: 4 };
  const ids = [
    ...(await prisma.contact.findMany({ where: { shown: true }, ...newest })).map(({ id }) =>
      globalId("Contact", id),
    ),
    ...(await prisma.agreement.findMany({ where: { shown: true }, ...newest })).map(({ id }) =>
      globalId("Agreement", id),
    ),
    ...(await prisma.report.findMany(newest)).map(({ id }) => globalId("Report", id)),
    ...(await prisma.person.findMany(newest)).map(({ id }) => globalId("Person", id)),
  ].map((id) => JSON.stringify(id));
  const agreements = await prisma.agreement.findMany(newest);
  const slugs = [
    ...RANDOM.people,
    ...RANDOM.topics,
    ...RANDOM.outlets,
    ...agreements.map(({ slug }) => slug),
    "none",
  ];
  return {
    id: ids,
    ids: [`[${ids.join(", ")}]`, `[${ids[0]}, "wrong"]`, "[]"],
    slug: slugs.map((slug) => JSON.stringify(slug)),
    key: ['"RU"', '"BY"', '"XX"'],
    between: ['["RU", "BY"]', '["RU", "US"]'],
    code: ['"RU"', '"BY"', '"XX"'],
    first: ["1", "3", "20"],
    asOf: ['"2100-01-01T00:00:00Z"'],
    filter: ["{}"],
    Interval: ['{ from: "2024-01-01", to: "2024-12-31" }', '{ from: "2024-03-16" }'],
    Date: ['"2024-01-01"', '"2024-12-31"'],
    DateTime: ['"2100-01-01T00:00:00Z"'],
    ContactFilter: [
      "{}",
      '{ kinds: [CALL], parties: { anyOf: ["RU"] } }',
      '{ during: { from: "2024-03-01", to: "2024-03-31" } }',
      '{ topics: ["trade"], not: { people: ["ann"] } }',
    ],
    String: ['"RU"', '"trade"', '"pact"'],
    ID: ids,
    Int: ["1", "3"],
    Boolean: ["true", "false"],
  };
}

/** Who may read everything. */
const EDITOR: Caller = { role: "EDITOR", name: "desk" };
