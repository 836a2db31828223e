import { readdirSync, readFileSync } from "node:fs";
import { getIntrospectionQuery, parse } from "graphql";
import { expect, it } from "vitest";
import { schema } from "../../schema/index.ts";
import { readConfig } from "../../src/config/config.ts";
import { measured } from "../../src/limits/limits.ts";

const LIMITS = readConfig({}).limits.READER;
const FREE = {
  cost: Infinity,
  depth: Infinity,
  aliases: Infinity,
  rootFields: Infinity,
  directives: Infinity,
};

function admit(source: string, variables: Record<string, unknown> = {}, limits = FREE) {
  const operation = measured(schema, parse(source), null);
  if (operation === null) throw new Error("There is no operation");
  return operation.admit(variables, limits);
}

const cost = (source: string, variables?: Record<string, unknown>) => admit(source, variables).requested;

it("multiplies what is on a page by how many it may hold, and lists within lists by both", () => {
  const page = (first: number, below: string) =>
    cost(`{ outlets(first: ${first}) { edges { node { ${below} } } } }`);
  const [one, two, ten] = [page(1, "slug"), page(2, "slug"), page(10, "slug")];
  expect(ten - one).toBe(9 * (two - one));
  const nested = (outer: number, inner: number) =>
    page(outer, `reports(first: ${inner}) { edges { node { title } } }`);
  expect(nested(20, 11) - nested(20, 10)).toBe(20 * (nested(1, 11) - nested(1, 10)));
});

it("takes `last` as it takes `first`, 20 for neither, and no more than a page may have", () => {
  const page = (args: string) => cost(`{ outlets${args} { edges { node { slug } } } }`);
  expect(page("(last: 7)")).toBe(page("(first: 7)"));
  expect(page("")).toBe(page("(first: 20)"));
  expect(page("(first: 1000000)")).toBe(page("(first: 200)"));
  expect(page("(first: -5)")).toBe(page("(first: 0)"));
});

it("counts the length of a list and where its page ends once, however many are on the page", () => {
  const page = (first: number, below: string) => cost(`{ outlets(first: ${first}) { ${below} } }`);
  expect(page(200, "totalCount")).toBe(page(1, "totalCount"));
  expect(page(200, "n: totalCount pageInfo { endCursor }")).toBe(
    page(1, "n: totalCount pageInfo { endCursor }"),
  );
  expect(page(200, "edges { cursor }")).toBeGreaterThan(page(1, "edges { cursor }"));
});

it("counts what fragments hold each time that they are named", () => {
  const fragment = "fragment F on Outlet { slug name reports { totalCount } }";
  const plain = cost("{ outlets { edges { node { slug name reports { totalCount } } } } }");
  expect(cost(`{ outlets { edges { node { ...F } } } } ${fragment}`)).toBe(plain);
  expect(cost("{ outlets { edges { node { ... on Outlet { slug name reports { totalCount } } } } } }")).toBe(
    plain,
  );
});

it("works out in a moment what fragments of fragments make of a small document", () => {
  const fragments = Array.from(
    { length: 200 },
    (_, n) => `fragment F${n} on Query { ...F${n + 1} ...F${n + 1} }`,
  );
  const bomb = `{ ...F0 } ${fragments.join(" ")} fragment F200 on Query { changeCursor }`;
  expect(cost(bomb)).toBeGreaterThan(1e50);
  expect(() => admit(bomb, {}, LIMITS)).toThrow(/may have/);
});

it("depends on the variables' sizes, each time anew", () => {
  const operation = measured(
    schema,
    parse(
      "query ($first: Int!, $ids: [ID!]!) { outlets(first: $first) { edges { node { slug } } } nodes(ids: $ids) { id } }",
    ),
    null,
  );
  const of = (first: number, ids: number) =>
    operation?.admit({ first, ids: Array(ids).fill("x") }, FREE).requested ?? 0;
  expect(of(100, 1)).toBeGreaterThan(of(10, 1));
  expect(of(10, 100)).toBeGreaterThan(of(10, 1));
  expect(of(10, 1)).toBe(of(10, 1));
});

it("says what the operation costs, what it may cost, and where most of it is", () => {
  const source =
    "{ a: outlets { totalCount } states(first: 200) { edges { node { contacts(first: 200) { edges { node { title } } } } } } }";
  const { cost: limit } = LIMITS;
  expect(() => admit(source, {}, LIMITS)).toThrow(
    expect.objectContaining({
      code: "TOO_COSTLY",
      message: expect.stringMatching(
        new RegExp(
          `costs ${cost(source)}, and may cost ${limit}: .*\\(first, last\\).* in states\\.edges\\.node\\.contacts`,
        ),
      ),
      expected: `a cost of at most ${limit}`,
      got: String(cost(source)),
    }),
  );
});

it("refuses variables that the operation does not take as GraphQL does", () => {
  const source = "query ($first: Int!) { outlets(first: $first) { totalCount } }";
  expect(() => admit(source, { first: "many" })).toThrow(/Variable "\$first" got invalid value "many"/);
  expect(() => admit(source, {})).toThrow(/Variable "\$first" of required type "Int!" was not provided/);
});

it("looks no further than to the first variable that is wrong", () => {
  let looks = 0;
  const wrong = {
    toJSON: () => {
      looks++;
      return "wrong";
    },
  };
  expect(() =>
    admit("query ($ids: [ID!]!) { nodes(ids: $ids) { id } }", { ids: Array(5000).fill(wrong) }),
  ).toThrow(/got invalid value "wrong"; ID cannot|at "ids\[0\]"/);
  expect(looks).toBeLessThan(5);
});

it.each([
  [
    "levels of fields",
    "{ outlets { edges { node { reports { edges { node { title } } } } } } }",
    { depth: 6 },
  ],
  ["aliases", "{ a: changeCursor b: changeCursor }", { aliases: 1 }],
  ["aliases", "{ ...F ...F } fragment F on Query { a: changeCursor }", { aliases: 1 }],
  [
    "fields at its root",
    "{ changeCursor ...F } fragment F on Query { outlets { totalCount } }",
    { rootFields: 1 },
  ],
  [
    "directives",
    "query @a { changeCursor @b ...F @c } fragment F on Query { changeCursor @d }",
    { directives: 3 },
  ],
])("refuses too many %s in %s", (what, source, limit) => {
  const [[name = "", most = 0] = []] = Object.entries(limit);
  expect(() => admit(source, {}, { ...FREE, [name]: most })).toThrow(
    expect.objectContaining({
      code: "TOO_COSTLY",
      expected: `at most ${most} ${what}`,
      got: String(most + 1),
    }),
  );
  expect(() => admit(source, {}, { ...FREE, [name]: most + 1 })).not.toThrow();
});

it.each([
  ["NUL in a text", { a: ["x", { b: "a\0b" }] }, "INVALID_INPUT", ["a", 1, "b"]],
  ["half a surrogate pair", { a: "\ud800" }, "INVALID_INPUT", ["a"]],
  ["NUL in a name", { "\0": 1 }, "INVALID_INPUT", []],
  ["a number without an end", { a: JSON.parse("1e999") }, "INVALID_INPUT", ["a"]],
  ["too many values", { a: Array(20_001).fill(0) }, "TOO_COSTLY", []],
])("refuses variables with %s", (_, variables, code, inputPath) => {
  expect(() => admit("{ changeCursor }", variables)).toThrow(expect.objectContaining({ code, inputPath }));
});

it("refuses variables that are nested without an end, and such a text in the document", () => {
  let deep: unknown = 1;
  for (let level = 0; level < 10_000; level++) deep = [deep];
  expect(() => admit("{ changeCursor }", { deep })).toThrow(expect.objectContaining({ code: "TOO_COSTLY" }));
  expect(() => admit('{ search(text: "\\u0000") { totalCount } }')).toThrow(
    expect.objectContaining({ code: "INVALID_INPUT" }),
  );
});

it("admits each of the example operations, and introspection", () => {
  const folder = new URL("../../schema/operations/", import.meta.url);
  const sources = readdirSync(folder).map((file) => readFileSync(new URL(file, folder), "utf8"));
  expect(sources.length).toBeGreaterThanOrEqual(20);
  for (const source of [getIntrospectionQuery(), ...sources]) {
    // Variables without a default are given by whoever asks: most are texts.
    const names = [...source.matchAll(/\$(\w+): (\[?)(\w+)/g)];
    const variables = Object.fromEntries(
      names.map(([, name, list, type]) => {
        const value = { Int: 10, Date: "2024-03-16", Boolean: true }[type ?? ""] ?? "RU";
        if (/Filter$/.test(type ?? "")) return [name, null];
        return [name, list === "" ? value : [value, value]];
      }),
    );
    expect(() => admit(source, variables, LIMITS)).not.toThrow();
  }
});
