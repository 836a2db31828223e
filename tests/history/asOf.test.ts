import { expect, test } from "vitest";
import { createKey } from "../../src/access/keys.ts";
import { storeReferenceStates } from "../../src/party/states.ts";
import type { FilingInput } from "../../src/report/filing.ts";
import { testClient } from "../testkit/client.ts";
import { testDatabase } from "../testkit/database.ts";
import { mustFile } from "../testkit/filings.ts";
import { type Known, randomWrite, seeded } from "../testkit/madeHistory.ts";

const database = await testDatabase();
await storeReferenceStates(database);
const { key } = await createKey(database.prisma, { name: "editor", role: "EDITOR", expiresAt: null });
const query = testClient(database, key);

const SNAPSHOT = `
  fragment Known on Contact {
    id kind title independentOutlets disputed
    date { edtf } duration { iso8601 approximate }
    parties { key } participants { person { slug } party { key } office { slug } role }
    topics { slug } agreements { ...Agreed }
    previous { id } next { id } daysSincePrevious
    reports(first: 200) { totalCount edges { node { id } } }
    evidence { field value verdict independentOutlets claims { id } }
  }
  fragment Agreed on Agreement {
    id slug version title kind purpose independentOutlets disputed
    establishes { slug } parties { key } acts { kind by { slug } date { edtf } contact { id title } }
    reports(first: 200) { totalCount edges { node { id } } }
    evidence { field value verdict independentOutlets claims { id } }
  }`;
const LISTS = `
  ${SNAPSHOT}
  query Known($asOf: DateTime) {
    all: contacts(first: 200, asOf: $asOf) { totalCount edges { node { ...Known } } }
    filtered: contacts(first: 200, asOf: $asOf, orderBy: REPORTS_DESC, filter: {
      or: [{ parties: { allOf: ["RU", "BY"] }, minIndependentOutlets: 2 }, { text: "alpha" }, { disputed: true },
           { topics: ["t1"], kinds: [CALL, EXCHANGE] }, { outlets: ["o2"], not: { people: ["p1"] } }]
    }) { edges { node { id } } }
  }`;
const ONE = `${SNAPSHOT} query One($id: ID!, $asOf: DateTime) { contact(id: $id, asOf: $asOf) { ...Known } }`;

test("answers as the service would have answered at that time, through any history of writes", {
  timeout: 240_000,
}, async () => {
  const random = seeded(20240316);
  const moments: { at: string; lists: Lists; ones: { id: string; answer: unknown }[] }[] = [];
  const known: Known = { reports: [], merges: [], agreements: [] };
  let hidden = 0;

  for (let step = 0; step < 36; step++) {
    await randomWrite({ database, query, file }, random, step, known);
    const lists = (await ask(LISTS, {})) as Lists;
    const ids = lists.all.edges.map(({ node }) => node.id);
    const ones = [];
    for (const id of ids.slice(0, 2)) ones.push({ id, answer: await ask(ONE, { id }) });
    moments.push({ at: await now(), lists, ones });
    hidden += await database.prisma.contactAgreement.count({ where: { agreement: { shown: false } } });
    await new Promise((done) => setTimeout(done, 2));
  }

  for (const [step, { at, lists, ones }] of moments.entries()) {
    expect(await ask(LISTS, { asOf: at }), `after step ${step}, as of ${at}`).toEqual(lists);
    for (const { id, answer } of ones)
      expect(await ask(ONE, { id, asOf: at }), `step ${step}`).toEqual(answer);
  }
  expect(known.merges.length, "the history has merges").toBeGreaterThan(0);
  expect(
    new Set(moments.map(({ lists }) => JSON.stringify(lists))).size,
    "most writes change something",
  ).toBeGreaterThan(20);
  const shown = moments.flatMap(({ lists }) => lists.all.edges.flatMap(({ node }) => node.agreements));
  const titles = Map.groupBy(new Set(shown.map(({ slug, title }) => `${slug}: ${title}`)), (known) =>
    known.slice(0, 2),
  );
  expect([...titles.values()].filter(({ length }) => length > 1).length, "titles change").toBeGreaterThan(0);
  expect(hidden, "contacts name agreements of which no claim counts").toBeGreaterThan(0);
});

interface Lists {
  all: { edges: { node: { id: string; agreements: { slug: string; title: string }[] } }[] };
}

test("knows nothing of a time before the first report", async () => {
  const data = (await ask('{ contacts(asOf: "2000-01-01T00:00:00Z") { totalCount } }', {})) as unknown;
  expect(data).toEqual({ contacts: { totalCount: 0 } });
});

async function file(input: FilingInput): Promise<string> {
  const [filed] = await mustFile(database, input);
  return filed?.reportId ?? "";
}

async function ask(source: string, variables: Record<string, unknown>): Promise<unknown> {
  const { data, errors } = await query(source, variables);
  if (errors !== undefined) throw new Error(JSON.stringify(errors, null, 2));
  return data;
}

async function now(): Promise<string> {
  const [row] = await database.prisma.$queryRaw<{ now: Date }[]>`SELECT clock_timestamp() AS now`;
  return row?.now.toISOString() ?? "";
}
