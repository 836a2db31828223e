import { isDeepStrictEqual } from "node:util";
import pino from "pino";
import { afterAll, expect, test } from "vitest";
import { createAuthenticate } from "../../src/access/caller.ts";
import { createKey } from "../../src/access/keys.ts";
import { readConfig } from "../../src/config/config.ts";
import type { FilingInput } from "../../src/report/filing.ts";
import { createGraphQL } from "../../src/server/graphql.ts";
import { openLive } from "../../src/server/live.ts";
import type { Query } from "../testkit/client.ts";
import { testDatabase } from "../testkit/database.ts";
import { mustFile } from "../testkit/filings.ts";
import { type Known, randomWrite, seeded } from "../testkit/madeHistory.ts";

const database = await testDatabase();
const { key } = await createKey(database.prisma, { name: "editor", role: "EDITOR", expiresAt: null });
const log = pino({ level: "silent" });

/** A server without a socket; with a cache where it has bytes for it. */
async function instance(cacheBytes: number) {
  const config = readConfig({ CACHE_BYTES: String(cacheBytes), SUBSCRIBER_BUFFER: "100" });
  const live = await openLive(database, config, log);
  afterAll(() => live.close());
  const graphql = createGraphQL(database, log, createAuthenticate(database.prisma, null), live, {
    planFrom: 1,
  });
  const query: Query = async (source, variables) => {
    const response = await graphql.yoga.fetch("http://readout.test/graphql", {
      method: "POST",
      headers: {
        "Content-Type": "application/json",
        Accept: "application/json",
        Authorization: `Bearer ${key}`,
      },
      body: JSON.stringify({ query: source, variables }),
    });
    return { ...(await response.json()), status: response.status, statements: [] };
  };
  return { live, query };
}

/** Together they read by every loader. */
const READS = [
  `{ contacts(first: 100) { edges { node {
      id title kind date { edtf } parties { key ... on State { name } } topics { label }
      participants { role person { name names { name } tenures { office { slug } } } office { title party { key } } party { key } }
      agreements { slug title acts { kind by { name } contact { id } } parties { key } establishes { slug name members { code } } }
      reports(first: 3) { totalCount edges { node { title outlet { name speaksFor { slug } country { code } } speaker { name } } } }
  } } } }`,
  `{ contacts(first: 100, orderBy: REPORTS_DESC) { edges { node {
      id previous { id title } next { id title } daysSincePrevious
      evidence { field value verdict independentOutlets claims { stance value retractedAt report { id cites { id } } subject { __typename } } }
  } } } }`,
  `{ reports(first: 100) { edges { node {
      id title cites { id } citedBy { id } claims { value retractedAt } contacts { id title } agreements { slug title }
  } } } }`,
  `{ agreements(first: 50) { edges { node {
      slug title kind purpose evidence { field value verdict } reports(first: 5) { totalCount edges { node { id } } }
  } } } }`,
  `{ people(first: 50) { edges { node { slug name contacts(first: 20) { totalCount edges { node { id title } } } } } }
     outlets(first: 50) { edges { node { slug name reports(first: 2) { totalCount edges { node { title } } } } } } }`,
];

const direct = [
  "UPDATE person SET name = name || '!' WHERE slug = 'p1'",
  "UPDATE topic SET label = label || '!' WHERE slug = 't1'",
  "UPDATE outlet SET name = name || '!' WHERE slug = 'o2'",
  "UPDATE party SET name = name || '!' WHERE key = 'BY'",
];

test("what is kept is never told from what is read anew, after any write", { timeout: 600_000 }, async () => {
  const [a, b, none] = await Promise.all([instance(50_000_000), instance(200_000), instance(0)]);
  const random = seeded(7);
  const known: Known = { reports: [], merges: [], agreements: [] };
  const writer = {
    database,
    query: a.query,
    file: async (input: FilingInput) => {
      const [filed] = await mustFile(database, input);
      await a.live.wrote();
      return filed?.reportId ?? "";
    },
  };
  let kept = 0;
  const delays: number[] = [];

  for (let step = 0; step < 60; step++) {
    // Reads that are under way while it is written must leave nothing behind.
    const reads = [a, b].map(({ query }) => readAll(query));
    if (random() < 0.15) {
      const sql = direct[step % direct.length] ?? "";
      await database.prisma.$executeRawUnsafe(sql);
      await a.live.wrote();
    } else {
      await randomWrite(writer, random, step, known);
    }
    const fresh = await readAll(none.query);
    expect(await readAll(a.query), `at once where it was written, step ${step}`).toEqual(fresh);
    delays.push(await untilTold(b.query, fresh, `on the other instance, step ${step}`));
    await Promise.all(reads);
    expect(await readAll(a.query), `once all reads have ended, step ${step}`).toEqual(fresh);
    kept = Math.max(kept, a.live.cache?.bytes ?? 0);
  }
  delays.sort((one, other) => one - other);
  const [median = 0, most = 0] = [delays[delays.length >> 1], delays.at(-1)];
  process.stdout.write(
    `The other instance told what was written after ${median.toFixed(0)} ms (median), ${most.toFixed(0)} ms at most, with what it took to ask it.\n`,
  );
  expect(known.merges.length, "there were merges").toBeGreaterThan(0);
  expect(kept, "something was kept").toBeGreaterThan(10_000);
});

test("a second read of what did not change sends no statement for it", async () => {
  const { live, query } = await instance(50_000_000);
  await live.pruned; // Beside all else.
  const statements: string[] = [];
  database.onStatement((sql) => statements.push(sql));
  await query(READS[0] ?? "", {});
  const first = statements.splice(0).length;
  await query(READS[0] ?? "", {});
  const again = statements.splice(0).filter((sql) => !/api_key|change|pg_notify/.test(sql));
  expect(first).toBeGreaterThan(8);
  expect(again).toEqual([]);
});

test("many who ask for the same at once are served by one load", async () => {
  const { query } = await instance(50_000_000);
  const statements: string[] = [];
  database.onStatement((sql) => statements.push(sql));
  await Promise.all(
    Array.from({ length: 20 }, () =>
      query("{ contacts(first: 5) { edges { node { topics { label } } } } }", {}),
    ),
  );
  expect(statements.filter((sql) => /contact_topic/.test(sql)).length).toBeLessThanOrEqual(2);
});

/** Asks until the answers are these; how long that took, in milliseconds. Only the log tells the instance of the change. */
async function untilTold(query: Query, expected: unknown, where: string): Promise<number> {
  const began = performance.now();
  for (let attempts = 1; ; attempts++) {
    const answers = await readAll(query);
    if (isDeepStrictEqual(answers, expected)) return performance.now() - began;
    if (attempts === MOST_ATTEMPTS) expect(answers, where).toEqual(expected);
  }
}

const MOST_ATTEMPTS = 200;

async function readAll(query: Query): Promise<unknown[]> {
  const answers: unknown[] = [];
  for (const source of READS) {
    const { data, errors } = await query(source, {});
    if (errors !== undefined) throw new Error(JSON.stringify(errors, null, 2));
    answers.push(data);
  }
  return answers;
}
