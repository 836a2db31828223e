import { readFileSync } from "node:fs";
import { ESLint } from "eslint";
import { buildSchema } from "graphql";
import { describe, expect, test } from "vitest";
import { brokenPromises, hastyDeprecations, unfitOperations } from "../../tools/contract.ts";

const released = `
  type Query { person(slug: String!): Person kind: Kind }
  type Person { name: String! nickname: String }
  enum Kind { CALL VISIT }
  input Filter { text: String }
`;

describe("compared with the last release", () => {
  test("additions break nothing", async () => {
    const current = `${released} type Office { title: String! } extend type Person { office: Office }`;
    expect(await brokenPromises(released, current, "")).toEqual([]);
  });

  const BREAKING: readonly [what: string, from: string, to: string, line: string][] = [
    ["a field is removed", "nickname: String", "", "`FIELD_REMOVED` `Person.nickname`"],
    ["a field may be null now", "name: String!", "name: String", "`FIELD_TYPE_CHANGED` `Person.name`"],
    [
      "a field is of another type",
      "nickname: String",
      "nickname: [String]",
      "`FIELD_TYPE_CHANGED` `Person.nickname`",
    ],
    [
      "an argument is new and required",
      "slug: String!",
      "slug: String!, at: Int!",
      "`FIELD_ARGUMENT_ADDED` `Query.person.at`",
    ],
    ["an argument is removed", "(slug: String!)", "", "`FIELD_ARGUMENT_REMOVED` `Query.person.slug`"],
    ["an enum value is removed", "CALL VISIT", "CALL", "`ENUM_VALUE_REMOVED` `Kind.VISIT`"],
    [
      "an input field is required now",
      "text: String",
      "text: String!",
      "`INPUT_FIELD_TYPE_CHANGED` `Filter.text`",
    ],
    ["a type is removed", "input Filter { text: String }", "", "`TYPE_REMOVED` `Filter`"],
  ];
  test.each(BREAKING)(
    "refuses it where %s, unless it is allowed with a reason",
    async (_, from, to, line) => {
      const current = released.replace(from, to);
      expect(current).not.toBe(released);

      expect(await brokenPromises(released, current, "")).toEqual([
        expect.stringContaining(`"- ${line}: why"`),
      ]);
      expect(await brokenPromises(released, current, `- ${line}: nobody used it`)).toEqual([]);
      expect(await brokenPromises(released, current, `- ${line}:`)).toEqual([
        `schema/breaking.md allows ${line} without a reason.`,
      ]);
    },
  );

  test("refuses what is allowed and was not done", async () => {
    expect(await brokenPromises(released, released, "- `FIELD_REMOVED` `Person.name`: old")).toEqual([
      "schema/breaking.md allows `FIELD_REMOVED` `Person.name`, which is no breaking change.",
    ]);
  });

  test("the text of schema/breaking.md allows nothing by its example", async () => {
    const text = readFileSync(new URL("../../schema/breaking.md", import.meta.url), "utf8");
    const problems = await brokenPromises(released, released, text.split("## Allowed")[0] ?? "");
    expect(problems).toEqual([]);
  });
});

test("what is deprecated says what to use instead, and until when it stays", () => {
  const schema = buildSchema(`
    type Query {
      good(old: Int @deprecated(reason: "Use \`first\`. Gone after 2027-01-31")): Int
      bare: Int @deprecated
      undated: Int @deprecated(reason: "Use another one instead of this")
      short: Int @deprecated(reason: "2027-01-31")
    }
    enum Kind { OLD @deprecated(reason: "old") }
    input Filter { old: Int @deprecated(reason: "old") }
  `);
  expect(hastyDeprecations(schema).map((problem) => problem.split(" ")[0])).toEqual([
    "Query.bare",
    "Query.undated",
    "Query.short",
    "Kind.OLD",
    "Filter.old",
  ]);
});

test("operations that do not fit the schema are told with their place", () => {
  const operations = { "a.graphql": "{ kind }", "b.graphql": "{\n  age }", "c.graphql": "{" };
  expect(unfitOperations(buildSchema(released), operations)).toEqual([
    'b.graphql:2:3: Cannot query field "age" on type "Query".',
    "c.graphql: Syntax Error: Expected Name, found <EOF>.",
  ]);
});

describe("the linter of the schema's design", () => {
  const eslint = new ESLint({ cwd: new URL("../../", import.meta.url).pathname });

  const BAD: readonly [rule: string, schema: string][] = [
    ["require-description", "type Query { name: String }"],
    ["naming-convention", '"Q." type Query { "N." Name: String }'],
    ["input-name", '"Q." type Query { "N." a: Int } "M." type Mutation { "F." file("I." data: Int): Query }'],
    ["relay-arguments", '"Q." type Query { "C." cs: PConnection } "P." type PConnection { "E." edges: Int }'],
    ["no-hashtag-description", '# Q.\ntype Query { "N." name: String }'],
  ];
  test.each(BAD)("has the rule %s", async (rule, schema) => {
    const [result] = await eslint.lintText(schema, { filePath: "schema/readout.graphql" });
    expect(result?.messages.map(({ ruleId }) => ruleId)).toContain(`@graphql-eslint/${rule}`);
  });
});
