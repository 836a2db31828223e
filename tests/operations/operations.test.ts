import { readdirSync, readFileSync } from "node:fs";
import { parse, validate } from "graphql";
import { expect, test } from "vitest";
import { schema } from "../../schema/index.ts";
import { loadFirstRecord } from "../../src/firstRecord/load.ts";
import { type Answer, testQuery } from "../testkit/client.ts";
import { nodesOf } from "../testkit/connections.ts";
import { testDatabase } from "../testkit/database.ts";

/** The example operations, each on the first record, with the variables that it has by default. */

const FOLDER = new URL("../../schema/operations/", import.meta.url);
const files = readdirSync(FOLDER).filter((name) => name.endsWith(".graphql"));
const sourceOf = (file: string) => readFileSync(new URL(file, FOLDER), "utf8");

type Data = Answer["data"];
const CALL = "Call of Vladimir Putin and Alexander Lukashenko";
const EXCHANGE = "Exchange of Vladimir Putin and Alexander Lukashenko";
const TRIP = "Encounter of Vladimir Putin and Alexander Lukashenko";

/** What each of them must answer. */
const ANSWERS: Record<string, (data: Data) => void> = {
  "01-latest-contact.graphql": ({ relationship: { lastContact, daysSinceLastContact } }) => {
    expect(lastContact).toMatchObject({
      __typename: "Call",
      title: CALL,
      date: { edtf: "2024?-03-16" },
      daysSincePrevious: 14,
      previous: {
        __typename: "Exchange",
        date: { edtf: "2024?-03-02" },
        duration: { text: "about an hour" },
      },
    });
    expect(daysSinceLastContact).toBeGreaterThan(365);
  },
  "02-said-by-topic.graphql": ({ relationship: { contacts } }) => {
    expect(contacts.totalCount).toBe(2);
    const topics = nodesOf(contacts).map((contact) => contact.topics.map(slugOf));
    expect(topics).toEqual([
      ["state-of-relations", "high-level-events"],
      ["bilateral-relations", "regional-developments"],
    ]);
  },
  "03-who-says-so.graphql": ({ calls }) => {
    const [call] = nodesOf(calls);
    expect(call.independentOutlets).toBe(2);
    const stances = (name: string) =>
      nodesOf(call.reports)
        .filter(({ outlet }) => outlet.name === name)
        .flatMap(({ claims }) => claims.map(({ stance }: { stance: string }) => stance));
    expect(new Set(stances("Press secretary of the President of Russia"))).toEqual(
      new Set(["CONFIRMS", "WITHHOLDS"]),
    );
    expect(new Set(stances("First Pool"))).toEqual(new Set(["STATES"]));
    const article = nodesOf(call.reports).find(({ kind }) => kind === "ARTICLE");
    expect(article.cites).toHaveLength(2);
  },
  "04-only-source.graphql": ({ contacts }) => {
    expect(contacts.totalCount).toBe(1);
    const values = nodesOf(contacts)[0].evidence.map(({ value }: { value: string }) => value);
    expect(values).toContain("bilateral-relations");
    expect(values).toContain("regional-developments");
    expect(values).not.toContain("CALL");
  },
  "05-durations.graphql": ({ relationship: { contacts } }) => {
    const durations = nodesOf(contacts).map(({ title, duration }) => [title, duration?.iso8601]);
    expect(durations).toEqual([
      [CALL, undefined],
      [EXCHANGE, "PT1H"],
    ]);
  },
  "06-agreements.graphql": ({ relationship: { agreements } }) => {
    const acts = nodesOf(agreements).flatMap((agreement) =>
      agreement.acts.map(({ kind, by }: { kind: string; by: unknown[] }) => [
        agreement.kind,
        kind,
        by.length,
      ]),
    );
    expect(acts).toEqual([
      ["PLAN", "SIGNED", 2],
      ["FOUNDING_ACT", "ENDORSED", 2],
    ]);
  },
  "07-timeline.graphql": ({ relationship: { timeline } }) => {
    expect(timeline).toHaveLength(100);
    expect(timeline[0]).toMatchObject({ start: "1925-01-01", contacts: 0, agreements: 0 });
    expect(timeline.at(-1)).toEqual({
      start: "2024-01-01",
      contacts: 2,
      calls: 1,
      summits: 0,
      visits: 0,
      agreements: 1,
      reports: 3,
    });
  },
  "08-certainly-possibly.graphql": ({ certainly, possibly }) => {
    expect(certainly.totalCount).toBe(2);
    expect(nodesOf(possibly).map(({ title }) => title)).toEqual([CALL, EXCHANGE]);
  },
  "09-met-in-office.graphql": ({ person }) => {
    expect(person.name).toBe("Vladimir Putin");
    const met = nodesOf(person.contacts).flatMap((contact) =>
      contact.participants.map((participant: { person: { slug: string } }) => slugOf(participant.person)),
    );
    expect(met.filter((slug) => slug === "alexander-lukashenko")).toHaveLength(3);
  },
  "10-one-source-or-disputed.graphql": ({ oneSource, disputed }) => {
    expect(nodesOf(oneSource).map(({ title }) => title)).toEqual([EXCHANGE, TRIP]);
    expect(disputed).toEqual({ totalCount: 0, edges: [] });
  },
  "13-counterparts.graphql": ({ state }) => {
    expect(state).toEqual({
      name: "Russia",
      counterparts: [{ contacts: 2, party: { key: "BY", name: "Belarus" } }],
    });
  },
  "14-outlets.graphql": ({ relationship: { outlets }, reports }) => {
    expect(outlets.totalCount).toBe(3);
    const citing = nodesOf(reports)
      .filter(({ cites }) => cites.length > 0)
      .map(({ outlet, cites }) => [outlet.name, cites.length]);
    expect(citing).toEqual([["News site (not named)", 2]]);
  },
  "15-search.graphql": ({ search }) => {
    expect(nodesOf(search).slice(0, 2)).toMatchObject([
      { __typename: "Organization", name: "Media company of the Union State" },
      { __typename: "Agreement", purpose: "to coordinate information efforts" },
    ]);
  },
};

const database = await testDatabase();
await loadFirstRecord(database);
const ask = testQuery(database);

test("every example operation has an answer here", () => {
  expect(Object.keys(ANSWERS)).toEqual(files.sort());
  expect(files).toHaveLength(13);
});

for (const file of files) {
  test(`${file} fits the schema, and answers on the first record`, async () => {
    expect(validate(schema, parse(sourceOf(file)))).toEqual([]);

    const data = await ask(sourceOf(file));

    expect(ANSWERS[file]).toBeDefined();
    ANSWERS[file]?.(data);
  });
}

function slugOf({ slug }: { slug: string }): string {
  return slug;
}
