import { expect, test } from "vitest";
import { loadFirstRecord } from "../../src/firstRecord/load.ts";
import { globalId } from "../../src/identity/globalId.ts";
import { idOf } from "../../src/identity/identity.ts";
import { testClient, testQuery } from "../testkit/client.ts";
import { nodesOf } from "../testkit/connections.ts";
import { testDatabase } from "../testkit/database.ts";

const database = await testDatabase();
await loadFirstRecord(database);
const ask = testQuery(database);
const query = testClient(database);

const NODES = "query Nodes($ids: [ID!]!) { nodes(ids: $ids) { __typename id } }";

/** One thing of each type, as other queries give it. */
async function things(): Promise<{ __typename: string; id: string }[]> {
  const data = await ask(`{
    contacts { edges { node { __typename id } } }
    agreements(first: 1) { edges { node { __typename id } } }
    outlet(slug: "first-pool") { __typename id speaksFor { __typename id } }
    reports(first: 1) { edges { node { __typename id claims { __typename id } } } }
    person(slug: "vladimir-putin") { __typename id }
    state(code: "RU") { __typename id }
    organization(slug: "union-state") { __typename id }
    topics(first: 1) { edges { node { __typename id } } }
  }`);
  const [report] = nodesOf(data.reports);
  return [
    ...nodesOf(data.contacts),
    ...nodesOf(data.agreements),
    data.outlet,
    data.outlet.speaksFor[0],
    report,
    report.claims[0],
    data.person,
    data.state,
    data.organization,
    ...nodesOf(data.topics),
  ].map(({ __typename, id }) => ({ __typename, id }));
}

test("everything with an id can be asked for again by it, one at a time or many in their order", async () => {
  const all = await things();
  expect(all.map(({ __typename }) => __typename)).toEqual([
    "Call",
    "Exchange",
    "Encounter",
    "Agreement",
    "Outlet",
    "Office",
    "Report",
    "Claim",
    "Person",
    "State",
    "Organization",
    "Topic",
  ]);

  const { nodes } = await ask(NODES, { ids: all.map(({ id }) => id) });
  expect(nodes).toEqual(all);
  for (const thing of all) {
    const { node } = await ask("query One($id: ID!) { node(id: $id) { __typename id } }", { id: thing.id });
    expect(node).toEqual(thing);
  }
});

const STRANGE: Record<string, string> = {
  "an unknown thing": globalId("Person", idOf("person", "nobody")),
  "a person's id as a contact": globalId("Contact", idOf("person", "vladimir-putin")),
  "a state as an organization": globalId("Organization", idOf("party", "RU")),
  "an organization as a state": globalId("State", idOf("party", "union-state")),
  "a type that there is not": Buffer.from(`Planet:${idOf("party", "RU")}`).toString("base64url"),
  "a kind of contact, which is no type of id": Buffer.from(`Call:${idOf("party", "RU")}`).toString(
    "base64url",
  ),
  "a uuid alone": idOf("party", "RU"),
  "a uuid in capitals": Buffer.from(`State:${idOf("party", "RU").toUpperCase()}`).toString("base64url"),
  "no uuid": Buffer.from("State:RU").toString("base64url"),
  "one part too many": Buffer.from(`State:${idOf("party", "RU")}:x`).toString("base64url"),
  SQL: Buffer.from("State:' OR TRUE --").toString("base64url"),
  "a NUL": Buffer.from(`State:${idOf("party", "RU")}\0`).toString("base64url"),
  nothing: "",
  "other characters": "🙂 \ud800 \0",
  "very much": "A".repeat(10_000),
};
for (const [what, id] of Object.entries(STRANGE)) {
  test(`gives null for ${what}`, async () => {
    const russia = globalId("State", idOf("party", "RU"));
    const data = await ask(
      `query Strange($id: ID!, $ids: [ID!]!) {
        node(id: $id) { id } nodes(ids: $ids) { id } contact(id: $id) { id } report(id: $id) { id }
      }`,
      { id, ids: [russia, id] },
    );

    expect(data).toEqual({ node: null, nodes: [{ id: russia }, null], contact: null, report: null });
  });
}

test("a contact or report is asked for by an id of its type only", async () => {
  const all = await things();
  const idOfType = (type: string) => all.find(({ __typename }) => __typename === type)?.id;
  const data = await ask(
    `query Typed($call: ID!, $report: ID!) {
      contact(id: $call) { __typename } report(id: $report) { __typename }
      noContact: contact(id: $report) { id } noReport: report(id: $call) { id }
    }`,
    { call: idOfType("Call"), report: idOfType("Report") },
  );

  expect(data).toEqual({
    contact: { __typename: "Call" },
    report: { __typename: "Report" },
    noContact: null,
    noReport: null,
  });
});

test("the same id twice is the same thing twice, and 200 ids are one statement for each type", async () => {
  const person = globalId("Person", idOf("person", "vladimir-putin"));
  const state = globalId("State", idOf("party", "RU"));
  const ids = Array.from({ length: 200 }, (_, index) => (index % 2 === 0 ? person : state));
  const { data, statements } = await query(NODES, { ids });

  expect(data.nodes.map((node: { id: string }) => node.id)).toEqual(ids);
  expect(statements).toHaveLength(2);
});

test("refuses more than 200 ids", async () => {
  const { errors } = await query(NODES, { ids: Array.from({ length: 201 }, () => "x") });

  expect(errors).toHaveLength(1);
  expect(errors?.[0]).toMatchObject({
    path: ["nodes"],
    extensions: { code: "INVALID_INPUT", argumentPath: ["ids"], expected: "at most 200" },
  });
});
