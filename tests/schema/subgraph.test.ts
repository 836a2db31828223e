import { readFileSync } from "node:fs";
import { type DirectiveNode, isTypeDefinitionNode, Kind, parse, stripIgnoredCharacters } from "graphql";
import pino from "pino";
import { describe, expect, test } from "vitest";
import { printReadoutSchema, schema } from "../../schema/index.ts";
import { printSubgraph, subgraph } from "../../schema/subgraph.ts";
import { createAuthenticate } from "../../src/access/caller.ts";
import { mergeContacts, undoMerge } from "../../src/contact/merge.ts";
import { loadFirstRecord } from "../../src/firstRecord/load.ts";
import { globalId, idOfType } from "../../src/identity/globalId.ts";
import { idOf } from "../../src/identity/identity.ts";
import { createGraphQL } from "../../src/server/graphql.ts";
import { testClient, testQuery } from "../testkit/client.ts";
import { nodesOf } from "../testkit/connections.ts";
import { testDatabase } from "../testkit/database.ts";

const database = await testDatabase();
await loadFirstRecord(database);
const query = testClient(database);
const ask = testQuery(database);

const ENTITIES = `query Entities($representations: [_Any!]!) {
  _entities(representations: $representations) {
    __typename
    ... on Node { id }
    ... on Contact { title parties { key } }
    ... on Call { channel }
    ... on Party { key name }
    ... on Person { slug name }
  }
}`;

type Representation = Readonly<Record<string, unknown>>;

/** What each stands for, by its type and id; null for nothing. */
async function resolved(...representations: Representation[]): Promise<unknown[]> {
  const { _entities } = await ask(ENTITIES, { representations });
  return _entities.map((entity: Representation | null) => entity && [entity.__typename, entity.id]);
}

/** Asks a server with other options. */
function served(options: Parameters<typeof createGraphQL>[4]) {
  const graphql = createGraphQL(
    database,
    pino({ level: "silent" }),
    createAuthenticate(database.prisma, null),
    null,
    options,
  );
  return async (source: string, variables?: Representation) => {
    const response = await graphql.yoga.fetch("http://readout.test/graphql", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ query: source, variables }),
    });
    return (await response.json()) as { data?: unknown; errors?: { message: string }[] };
  };
}

describe("_service", () => {
  const definitions = parse(printSubgraph()).definitions.filter(isTypeDefinitionNode);
  const written = ({ name, arguments: args }: DirectiveNode) => {
    const values = args?.map(({ value }) => (value.kind === Kind.STRING ? value.value : value.kind));
    return [`@${name.value}`, ...(values ?? [])].join(" ");
  };
  const directives = new Map(
    definitions.map((type) => [type.name.value, (type.directives ?? []).map(written)]),
  );
  /** The types that have the directive. */
  const withDirective = (directive: string) =>
    [...directives].filter(([, given]) => given.includes(directive)).map(([name]) => name);

  test("prints the schema of schema/readout.federation.graphql, whether compiled or not", async () => {
    const committed = readFileSync(
      new URL("../../schema/readout.federation.graphql", import.meta.url),
      "utf8",
    );
    for (let time = 0; time < 2; time++) {
      expect((await ask("{ _service { sdl } }"))._service.sdl).toBe(committed);
    }
    expect(printSubgraph()).toBe(committed);
  });

  test("prints the plain schema, with all its descriptions, and nothing but directives added", () => {
    const plain = printSubgraph()
      .replace(/^extend schema.*$/m, "")
      .replace(/^"Exactly one.*\ndirective @oneOf on INPUT_OBJECT$/m, "")
      .replaceAll(/ @(?:key|tag)\([^)]*\)| @shareable/g, "");

    expect(stripIgnoredCharacters(plain)).toBe(stripIgnoredCharacters(printReadoutSchema()));
    expect(printReadoutSchema()).not.toContain("@key");
  });

  test("every type that is a node is an entity by its id, and what is named by a natural key also by that", () => {
    const node = schema.getType("Node");
    const nodes = Object.values(schema.getTypeMap()).filter(
      (type) => "getInterfaces" in type && type.getInterfaces().some((own) => own === node),
    );
    expect(nodes.length).toBeGreaterThanOrEqual(16);
    expect(withDirective("@key id")).toEqual(nodes.map(({ name }) => name).sort());
    expect(withDirective("@key slug")).toEqual([
      "Agreement",
      "Office",
      "Organization",
      "Outlet",
      "Person",
      "Topic",
    ]);
    expect(withDirective("@key code")).toEqual(["State"]);
    // An interface is an entity by keys that all of its types have.
    expect(withDirective("@key key")).toEqual(["Organization", "Party", "State"]);
  });

  test("types of values can be given by others too, and so can what entities are called", () => {
    expect(withDirective("@shareable")).toEqual(["FuzzyDate", "FuzzyDuration", "PageInfo"]);
    const shared = definitions.flatMap((type) =>
      type.kind === Kind.OBJECT_TYPE_DEFINITION
        ? (type.fields ?? [])
            .filter((field) => field.directives?.map(written).includes("@shareable"))
            .map((field) => `${type.name.value}.${field.name.value}`)
        : [],
    );
    expect(shared).toEqual([
      "Office.title",
      "Organization.name",
      "Outlet.name",
      "Person.name",
      "State.name",
      "Topic.label",
    ]);
  });

  test("what takes a role to be read is for editors, and its types are not public", () => {
    const restricted = definitions.flatMap((type) =>
      type.kind === Kind.OBJECT_TYPE_DEFINITION
        ? (type.fields ?? [])
            .filter((field) => field.directives?.map(written).includes("@tag editors"))
            .map((field) => `${type.name.value}.${field.name.value}`)
        : [],
    );
    expect(restricted).toEqual(["Query.unreviewedReports", "Report.suggestedClaims"]);
    expect(directives.get("SuggestedClaim")).not.toContain("@tag public");
  });

  test("what can be read is public, and what only writing needs is not", () => {
    const all = [...directives.keys()];
    const notPublic = all.filter((name) => directives.get(name)?.includes("@tag public") !== true);

    expect(withDirective("@tag public")).toEqual(
      expect.arrayContaining([
        "Query",
        "Subscription",
        "Contact",
        "FuzzyDate",
        "ContactFilter",
        "Verdict",
        "EDTF",
      ]),
    );
    expect(notPublic).toEqual(expect.arrayContaining(["Mutation", "FileReportInput", "WriteError"]));
    expect(
      notPublic.filter((name) => /^(Query|Subscription|.*Connection|.*Filter|.*Change)$/.test(name)),
    ).toEqual([]);
  });
});

describe("_entities", async () => {
  const found = await ask("{ contacts { edges { node { id __typename } } } }");
  const [call, exchange] = nodesOf(found.contacts);
  const putin = globalId("Person", idOf("person", "vladimir-putin"));
  const russia = globalId("State", idOf("party", "RU"));
  const union = globalId("Organization", idOf("party", "union-state"));
  const named = await ask(`{
    agreements(first: 1) { edges { node { id slug } } }
    outlet(slug: "first-pool") { id }
    person(slug: "vladimir-putin") { tenures { office { id slug } } }
    reports(first: 1) { edges { node { id claims { id } } } }
    topics(first: 1) { edges { node { id slug } } }
  }`);
  const [agreement] = nodesOf(named.agreements);
  const [report] = nodesOf(named.reports);
  const [topic] = nodesOf(named.topics);
  const { office } = named.person.tenures[0];

  test("finds each type of entity by each of its keys", async () => {
    expect(
      await resolved(
        { __typename: "Call", id: call.id },
        { __typename: "Contact", id: exchange.id },
        { __typename: "Person", id: putin },
        { __typename: "Person", slug: "vladimir-putin" },
        { __typename: "State", id: russia },
        { __typename: "State", code: "RU" },
        { __typename: "State", key: "RU" },
        { __typename: "Organization", id: union },
        { __typename: "Organization", slug: "union-state" },
        { __typename: "Organization", key: "union-state" },
        { __typename: "Party", id: russia },
        { __typename: "Party", key: "RU" },
        { __typename: "Party", key: "union-state" },
        { __typename: "Agreement", slug: agreement.slug },
        { __typename: "Outlet", slug: "first-pool" },
        { __typename: "Office", slug: office.slug },
        { __typename: "Topic", slug: topic.slug },
        { __typename: "Report", id: report.id },
        { __typename: "Claim", id: report.claims[0].id },
      ),
    ).toEqual([
      ["Call", call.id],
      ["Exchange", exchange.id],
      ["Person", putin],
      ["Person", putin],
      ["State", russia],
      ["State", russia],
      ["State", russia],
      ["Organization", union],
      ["Organization", union],
      ["Organization", union],
      ["State", russia],
      ["State", russia],
      ["Organization", union],
      ["Agreement", agreement.id],
      ["Outlet", named.outlet.id],
      ["Office", office.id],
      ["Topic", topic.id],
      ["Report", report.id],
      ["Claim", report.claims[0].id],
    ]);
  });

  test("gives the fields of the interface and of the concrete type", async () => {
    const { _entities } = await ask(ENTITIES, { representations: [{ __typename: "Contact", id: call.id }] });

    expect(_entities).toEqual([
      {
        __typename: "Call",
        id: call.id,
        title: "Call of Vladimir Putin and Alexander Lukashenko",
        parties: [{ key: "RU" }, { key: "BY" }],
        channel: "TELEPHONE",
      },
    ]);
  });

  test("looks at nothing but the type and the key", async () => {
    expect(await resolved({ __typename: "Person", slug: "vladimir-putin", name: "Somebody else" })).toEqual([
      ["Person", putin],
    ]);
  });

  test("gives null, and no error for the others, for what does not exist or is of another type", async () => {
    expect(
      await resolved(
        { __typename: "Person", slug: "nobody" },
        { __typename: "Person", id: globalId("Person", idOf("person", "nobody")) },
        { __typename: "Person", id: "no id" },
        { __typename: "Person", id: russia },
        { __typename: "Visit", id: call.id },
        { __typename: "State", key: "union-state" },
        { __typename: "Organization", key: "RU" },
        { __typename: "Person", slug: "\ud800 \0" },
        { __typename: "Person", slug: "vladimir-putin" },
      ),
    ).toEqual([null, null, null, null, null, null, null, null, ["Person", putin]]);
  });

  const MALFORMED: readonly [what: string, representation: unknown, expected: RegExp][] = [
    ["a string", "Person", /an object with "__typename"/],
    ["a list", [], /an object with "__typename"/],
    ["no type", { id: putin }, /one of Agreement, Call/],
    ["a type that is no string", { __typename: 1, id: putin }, /one of Agreement, Call/],
    ["a type that is no entity", { __typename: "FuzzyDate", edtf: "2024" }, /one of Agreement, Call/],
    ["a type that there is not", { __typename: "constructor", id: putin }, /one of Agreement, Call/],
    ["no key", { __typename: "Person", name: "Vladimir Putin" }, /"id" or "slug" as a string/],
    ["a key of another type", { __typename: "Contact", slug: "x" }, /^"id" as a string/],
    ["a key that is null", { __typename: "Person", slug: null }, /"id" or "slug" as a string/],
    ["a key that is a number", { __typename: "State", code: 7 }, /"id" or "code" or "key" as a string/],
  ];

  test.each(MALFORMED)(
    "tells which one is malformed, and gives the others: %s",
    async (_, malformed, expected) => {
      const person = { __typename: "Person", slug: "vladimir-putin" };
      const { data, errors } = await query(ENTITIES, { representations: [person, malformed, person] });

      expect(data._entities.map((entity: Representation | null) => entity?.id ?? null)).toEqual([
        putin,
        null,
        putin,
      ]);
      expect(errors).toEqual([
        expect.objectContaining({
          path: ["_entities", 1],
          extensions: {
            code: "INVALID_INPUT",
            argumentPath: ["representations", 1],
            expected: expect.stringMatching(expected),
            got: expect.any(String),
          },
        }),
      ]);
    },
  );

  test("a representation that is null is no list of representations", async () => {
    const { data, errors } = await query(ENTITIES, { representations: [null] });

    expect(data).toBeUndefined();
    expect(errors?.[0]?.message).toMatch(/"representations\[0\]"/);
  });

  test("finds what a contact was merged into by the id of either, as what it now is", async () => {
    const uuidOf = ({ id }: { id: string }) => idOfType("Contact", id) ?? "";
    const merge = await mergeContacts(database, {
      from: uuidOf(exchange),
      into: uuidOf(call),
      reason: "the same",
      actor: "test",
    });

    expect(
      await resolved(
        { __typename: "Contact", id: exchange.id },
        { __typename: "Contact", id: call.id },
        { __typename: "Exchange", id: exchange.id },
      ),
    ).toEqual([["Call", call.id], ["Call", call.id], null]);
    await undoMerge(database, { id: merge, reason: "not the same", actor: "test" });
    expect(await resolved({ __typename: "Contact", id: exchange.id })).toEqual([["Exchange", exchange.id]]);
  });

  test("answers the same whether it is executed compiled or not", async () => {
    const representations = [{ __typename: "Contact", id: call.id }, { __typename: "Visit" }, {}];
    const uncompiled = served({ planFrom: 1_000 });
    const { data, errors } = await query(ENTITIES, { representations });

    expect(errors).toHaveLength(2);
    expect(await uncompiled(ENTITIES, { representations })).toMatchObject({
      data,
      errors: errors?.map(({ message, path, extensions }) => ({ message, path, extensions })),
    });
  });

  test.each(["_entities", "nodes"])(
    "where one type cannot be loaded, %s gives the others in their places",
    async (field) => {
      const outlet = named.outlet.id;
      const source =
        field === "nodes"
          ? "query ($ids: [ID!]!) { nodes(ids: $ids) { id } }"
          : "query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on Node { id } } }";
      const ids = [outlet, putin, outlet, russia, outlet];
      const types: Record<string, string> = { [outlet]: "Outlet", [putin]: "Person", [russia]: "State" };
      const representations = ids.map((id) => ({ __typename: types[id], id }));
      await database.prisma.$executeRaw`ALTER TABLE outlet RENAME TO hidden`;
      const { data, errors } = await query(source, { ids, representations });
      await database.prisma.$executeRaw`ALTER TABLE hidden RENAME TO outlet`;

      expect(data[field]).toEqual([null, { id: putin }, null, { id: russia }, null]);
      expect(errors?.map(({ path }) => path)).toEqual([0, 2, 4].map((index) => [field, index]));
    },
  );

  test("100 representations of mixed types take one statement for each type", async () => {
    const states = nodesOf((await ask("{ states(first: 40) { edges { node { id code } } } }")).states);
    const representations = Array.from({ length: 100 }, (_, index) => {
      const contact = [call, exchange][index % 2];
      return [
        { __typename: "State", code: states[index % 40].code },
        { __typename: "Contact", id: contact.id },
        { __typename: "Person", slug: index % 3 === 0 ? "vladimir-putin" : "alexander-lukashenko" },
        { __typename: "Outlet", slug: "first-pool" },
        { __typename: "State", id: states[(index * 7) % 40].id },
      ][index % 5];
    });
    const { data, errors, statements } = await query(
      "query ($representations: [_Any!]!) { _entities(representations: $representations) { __typename ... on Node { id } } }",
      { representations },
    );

    expect(errors).toBeUndefined();
    expect(new Set(data._entities.map(({ __typename }: Representation) => __typename))).toEqual(
      new Set(["State", "Call", "Exchange", "Person", "Outlet"]),
    );
    expect(statements).toHaveLength(4);
  });
});

describe("the service alone", () => {
  test("has the same schema without federation, where it is told so", async () => {
    const asked = served({ federation: false });

    expect(await asked('{ state(code: "RU") { name } }')).toEqual({ data: { state: { name: "Russia" } } });
    expect((await asked("{ _service { sdl } }")).errors?.[0]?.message).toMatch(/"_service"/);
  });

  test("with federation has two fields and three types more, which say what they are", () => {
    const added = Object.keys(subgraph.getTypeMap()).filter((name) => schema.getType(name) === undefined);
    const fields = Object.entries(subgraph.getQueryType()?.getFields() ?? {});
    const addedFields = fields.filter(([name]) => schema.getQueryType()?.getFields()[name] === undefined);

    expect(added.sort()).toEqual(["_Any", "_Entity", "_Service"]);
    expect(addedFields.map(([name]) => name).sort()).toEqual(["_entities", "_service"]);
    for (const name of added) expect(subgraph.getType(name)?.description).toBeTruthy();
    for (const [, { description, args }] of addedFields) {
      expect(description).toBeTruthy();
      for (const arg of args) expect(arg.description).toBeTruthy();
    }
  });
});
