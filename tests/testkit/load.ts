import { setTimeout as delay } from "node:timers/promises";
import pg from "pg";
import { createKey } from "../../src/access/keys.ts";
import { openPostgres } from "../../src/database/database.ts";
import { loadFirstRecord } from "../../src/firstRecord/load.ts";
import { fileContacts, makeContacts } from "./madeContacts.ts";
import type { Cluster } from "./services.ts";
import { CHANGES } from "./subscribers.ts";

/** A record to change: the first one, and some hundreds of made-up contacts. Gives a key with which reports can be filed. */
export async function makeRecord(url: string): Promise<string> {
  const database = await openPostgres(url, { migrate: true });
  try {
    await loadFirstRecord(database);
    await fileContacts(database, makeContacts(200));
    const { key } = await createKey(database.prisma, { name: "desk", role: "CONTRIBUTOR", expiresAt: null });
    return key;
  } finally {
    await database.close();
  }
}

/** Changes under way. */
export interface Load {
  /** Resolves when so many have been written. */
  reached(changes: number): Promise<void>;
  /** Resolves when all have been. */
  readonly finished: Promise<void>;
}

/**
 * Writes `CHANGES` changes straight into the tables, as psql would, by several writers at a time: transactions of one
 * to some tens of changes, some of which take their time. What fails is tried again on another connection.
 */
export function load({ url }: Pick<Cluster, "url">): Load {
  let written = 0;
  let waiting: { changes: number; resolve(): void }[] = [];
  const count = (changes: number) => {
    written += changes;
    for (const { resolve } of waiting.filter(({ changes }) => changes <= written)) resolve();
    waiting = waiting.filter(({ changes }) => changes > written);
  };
  const started = Date.now();
  const write = async (writer: number) => {
    let client: pg.Client | null = null;
    for (let turn = 0; written < CHANGES; turn++) {
      // At a pace, so that what is done to the services meanwhile is done under load.
      const ahead = (written / PER_SECOND) * 1000 - (Date.now() - started);
      if (ahead > 0) await delay(ahead);
      try {
        client ??= await connect(url());
        count(await change(client, writer, turn));
      } catch {
        await client?.end().catch(() => {}); // It is broken.
        client = null;
        await delay(100);
      }
    }
    await client?.end();
  };
  const finished = Promise.all([0, 1, 2].map(write)).then(() => {});
  return {
    reached: (changes) =>
      new Promise<void>((resolve) => {
        waiting.push({ changes, resolve });
        count(0);
      }),
    finished,
  };
}

const PER_SECOND = 400;
const SIZES = [1, 1, 2, 5, 1, 40];

async function connect(connectionString: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: 5000 });
  client.on("error", () => {}); // The statement tells.
  await client.connect();
  return client;
}

/** One transaction; how many changes it logged. */
async function change(client: pg.Client, writer: number, turn: number): Promise<number> {
  const size = SIZES[(turn + writer) % SIZES.length] ?? 1;
  await client.query("BEGIN");
  const contacts = await client.query(
    `UPDATE contact SET place = $1 WHERE id IN (SELECT id FROM contact WHERE kind IN ('VISIT', 'SUMMIT', 'ENCOUNTER') ORDER BY random() LIMIT $2)`,
    [`Hall ${writer}.${turn}`, size],
  );
  if (turn % 10 === 0) await client.query("SELECT pg_sleep(0.02)");
  const reports = await client.query(
    "UPDATE report SET title = $1 WHERE id IN (SELECT id FROM report ORDER BY random() LIMIT $2)",
    [`Dispatch ${writer}.${turn}`, Math.ceil(size / 2)],
  );
  await client.query(turn % 17 === 16 ? "ROLLBACK" : "COMMIT");
  return turn % 17 === 16 ? 0 : (contacts.rowCount ?? 0) + (reports.rowCount ?? 0);
}

const FILE = `mutation ($input: FileReportInput!) { fileReport(input: $input) { __typename
  ... on FileReportSuccess { isNew contacts { id } } ... on WriteError { code message } } }`;

/** Files a report through an instance; the answer. */
export async function fileReport(
  url: string,
  key: string,
  filing: object,
  // biome-ignore lint/suspicious/noExplicitAny: tests read answers of any shape
): Promise<any> {
  const response = await fetch(`${url}/graphql`, {
    method: "POST",
    headers: { "Content-Type": "application/json", Authorization: `Bearer ${key}` },
    body: JSON.stringify({ query: FILE, variables: { input: filing } }),
  });
  return response.json();
}

/** A report on a call of its own: two changes. */
export function filingOf(number: number, title = `Report ${number}`): object {
  const date = new Date(Date.UTC(1950, 0, 1 + number)).toISOString().slice(0, 10);
  return {
    idempotencyKey: `fault:${title}`,
    outlet: { slug: "a-daily", name: "A Daily", kind: "NEWSPAPER" },
    report: { title, kind: "ARTICLE", publishedOn: date },
    claims: [
      {
        subject: { newContact: { ref: "call", kind: "CALL", parties: ["FR", "BY"], date } },
        field: "OCCURRENCE",
        value: true,
        stance: "STATES",
      },
    ],
  };
}

/**
 * Lets a writer come as far as its claims, when it has logged changes already, and no further: `isThere` resolves when it
 * has come there. It may go on when `meanwhile` is over.
 */
export async function inMidTransaction(
  { url, query }: Pick<Cluster, "url" | "query">,
  meanwhile: (isThere: () => Promise<void>) => Promise<void>,
): Promise<void> {
  const gate = await connect(url());
  await gate.query("BEGIN");
  await gate.query("LOCK TABLE claim IN EXCLUSIVE MODE");
  const waiting = `SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '%INSERT INTO "claim"%'`;
  try {
    await meanwhile(async () => {
      while ((await query(waiting)).length === 0) await delay(20);
    });
  } finally {
    await gate.query("ROLLBACK");
    await gate.end();
  }
}
