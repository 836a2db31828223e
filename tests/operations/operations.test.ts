import { readdirSync, readFileSync } from "node:fs";
import { getOperationAST, parse, validate } from "graphql";
import { expect, test } from "vitest";
import { schema } from "../../schema/index.ts";
import { writeChangeCursor } from "../../src/changes/log.ts";
import { loadFirstRecord } from "../../src/firstRecord/load.ts";
import { type Answer, testQuery } from "../testkit/client.ts";
import { nodesOf } from "../testkit/connections.ts";
import { testDatabase } from "../testkit/database.ts";
import { listen } from "../testkit/listening.ts";

/** The example operations, each on the first record, with the variables that it has by default where it has any. */

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
  "12-changes.graphql": ({ changes }) => {
    expect(changes).toMatchObject({
      __typename: "ReportChange",
      kind: "CREATED",
      report: { outlet: { name: "First Pool" } },
    });
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
  "16-latest-contacts.graphql": ({ contacts }) => {
    const [call] = nodesOf(contacts);
    expect(call).toMatchObject({
      title: CALL,
      participants: [{ office: { party: { name: "Russia" } } }, { office: { party: { name: "Belarus" } } }],
    });
    expect(nodesOf(contacts).map(({ title }) => title)).toEqual([CALL, EXCHANGE, TRIP]);
  },
  "17-evidence.graphql": ({ contact }) => {
    expect(contact.title).toBe(CALL);
    const claims = contact.evidence.flatMap((known: { claims: unknown[] }) => known.claims);
    expect(claims).toContainEqual(expect.objectContaining({ field: "KIND", value: "CALL" }));
  },
  "18-relationship.graphql": ({ relationship: { parties, lastContact, agreements, timeline } }) => {
    expect(parties.map(({ key }: { key: string }) => key)).toEqual(["RU", "BY"]);
    expect(lastContact.title).toBe(CALL);
    expect(nodesOf(agreements)).toHaveLength(2);
    expect(timeline).toHaveLength(100);
  },
  "19-filter-with-text.graphql": ({ contacts }) => {
    expect(nodesOf(contacts).map(({ title }) => title)).toEqual([CALL, EXCHANGE]);
  },
  "20-contacts-by-id.graphql": ({ nodes }) => {
    expect(nodes).toMatchObject([
      { __typename: "Call", title: CALL, parties: [{ key: "RU" }, { key: "BY" }] },
    ]);
  },
  "21-walk.graphql": ({ contacts }) => {
    expect(nodesOf(contacts)).toHaveLength(3);
    expect(contacts.pageInfo.hasNextPage).toBe(false);
  },
  "22-network.graphql": ({ network: { totalParties, parties, pairs } }) => {
    expect(totalParties).toBe(2);
    expect(parties).toMatchObject([{ contacts: 2 }, { contacts: 2 }]);
    expect(pairs).toHaveLength(1);
    expect(pairs[0].contacts).toBe(2);
    expect(new Set(pairs[0].parties.map(({ key }: { key: string }) => key))).toEqual(new Set(["RU", "BY"]));
  },
};

const database = await testDatabase();
await loadFirstRecord(database);
const ask = testQuery(database);

/** Of those that ask for a thing by its id, which is another in every record. */
const [{ id: callId }] = nodesOf((await ask("{ calls { edges { node { id } } } }")).calls);
const VARIABLES: Record<string, Record<string, unknown>> = {
  "17-evidence.graphql": { id: callId },
  "20-contacts-by-id.graphql": { ids: [callId] },
};

test("every example operation has an answer here", () => {
  expect(Object.keys(ANSWERS)).toEqual(files.sort());
  expect(files).toHaveLength(21);
});

for (const file of files) {
  test(`${file} fits the schema, and answers on the first record`, async () => {
    expect(validate(schema, parse(sourceOf(file)))).toEqual([]);

    const isSubscription = getOperationAST(parse(sourceOf(file)))?.operation === "subscription";
    const data = await (isSubscription ? firstTold(sourceOf(file)) : ask(sourceOf(file), VARIABLES[file]));

    expect(ANSWERS[file]).toBeDefined();
    ANSWERS[file]?.(data);
  });
}

/** The data of what a subscription tells first, from the beginning of the log on. */
async function firstTold(query: string): Promise<Data> {
  const { follower, subscribe, hear } = await listen(database);
  const after = writeChangeCursor(follower.log, follower.log.prunedTo);
  const { frames } = await subscribe({ query, variables: { after } });
  await hear();
  return frames[0]?.result.data;
}

function slugOf({ slug }: { slug: string }): string {
  return slug;
}
