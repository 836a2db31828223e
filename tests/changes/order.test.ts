import { setTimeout as delay } from "node:timers/promises";
import pg from "pg";
import { beforeAll, describe, expect, test } from "vitest";
import { Follower } from "../../src/changes/follower.ts";
import { wakeUps } from "../../src/changes/wakeUps.ts";
import { mergeContacts, undoMerge } from "../../src/contact/merge.ts";
import type { Database } from "../../src/database/database.ts";
import { idOf } from "../../src/identity/identity.ts";
import { retractReport } from "../../src/report/retract.ts";
import { filing, outlet, says, took } from "../report/made.ts";
import { testDatabase } from "../testkit/database.ts";
import { mustFile } from "../testkit/filings.ts";
import { lastSeq } from "../testkit/loggedChanges.ts";
import { Dice } from "../testkit/madeContacts.ts";
import { withDatabase } from "../testkit/template.ts";

const server = process.env.TEST_DATABASE_URL ?? "";
const name = "writers that overlap, sleep and are taken back";

describe.skipIf(server === "")(
  server === "" ? `${name}, skipped: the embedded database has one connection` : name,
  () => {
    let database: Database;
    let url: string;
    beforeAll(async () => {
      database = await testDatabase();
      const [row] = await database.prisma.$queryRaw<{ name: string }[]>`SELECT current_database() AS name`;
      url = withDatabase(server, row?.name ?? "");
      await mustFile(
        database,
        ...CONTACTS.map((key) =>
          filing([
            took({ keys: [key] }),
            says("PARTICIPANTS", { party: "RU" }),
            says("PARTICIPANTS", { party: "BY" }),
          ]),
        ),
      );
    });

    test("never let a reader find a change before what it has seen, nor wait for one another for good", async () => {
      const start = await lastSeq(database);
      const writing = Promise.all([
        ...Array.from({ length: WRITERS }, (_, writer) => write(url, writer)),
        fileAndRetract(database),
      ]).then((committed) => committed.flat());
      const polled = await pollWhile(writing, url, start);
      const committed = await writing;

      const log = await logAfter(url, start);
      expect(polled).toEqual(log);
      expect(log.flatMap(({ marker }) => marker ?? [])).toHaveLength(committed.length);
      expect(new Set(log.map(({ marker }) => marker))).toEqual(new Set([...committed, null]));
      const times = log.map(({ at }) => at);
      expect(times).toEqual(times.toSorted());
      const inOrder = log
        .map(({ transaction }) => transaction)
        .filter((one, index, all) => one !== all[index - 1]);
      expect(new Set(inOrder).size, "a transaction's changes stand together").toBe(inOrder.length);
    });

    test.each(["search_entry", "contact_version", "merge"])(
      "and the service do not wait for one another for good where they begin with what is not logged: %s",
      async (table) => {
        const [from, into] = [idOf("contact", "order:0"), idOf("contact", "order:1")];
        const merge = await mergeContacts(database, { from, into, reason: "the same", actor: "desk" });
        const client = new pg.Client({ connectionString: url });
        await client.connect();
        await client.query("BEGIN");
        const [column] = (await client.query(`SELECT * FROM ${table} LIMIT 0`)).fields;
        await client.query(`UPDATE ${table} SET ${column?.name} = ${column?.name}`);

        const [undone] = await Promise.allSettled([
          undoMerge(database, { id: merge, reason: "not the same", actor: "desk" }),
          somebodyWaits(client)
            .then(() => client.query("UPDATE contact SET title = title || '.'"))
            .finally(() => client.query("COMMIT"))
            .finally(() => client.end()),
        ]);

        expect(undone).toEqual({ status: "fulfilled", value: { from, into } });
      },
    );

    test("are all told of by a follower, once and in order", async () => {
      const failures: unknown[] = [];
      const follower = await Follower.start(database.prisma, (error) => failures.push(error));
      const start = follower.log.last;
      const wakers = wakeUps(database, follower, {
        redisUrl: null,
        warn: (problem) => failures.push(problem),
      });
      const told: number[] = [];
      const afters: [number, number][] = [];
      follower.listen({
        changed: (changes, after) => {
          afters.push([after, told.at(-1) ?? start]);
          told.push(...changes.map(({ seq }) => seq));
        },
        lost: () => failures.push("lost"),
      });

      await Promise.all(Array.from({ length: WRITERS }, (_, writer) => write(url, WRITERS + writer)));
      await follower.wake();

      expect(told).toEqual((await logAfter(url, start)).map(({ seq }) => seq));
      expect(afters.length).toBeGreaterThan(1);
      for (const [after, last] of afters) expect(after).toBe(last);
      expect(failures).toEqual([]);
      await wakers.close();
      await follower.stop();
    });
  },
);

const WRITERS = 8;
const TRANSACTIONS = 20;
const CONTACTS = ["order:0", "order:1", "order:2", "order:3"];

/** Writes on a connection of its own; the topics of the transactions that were committed, one each. */
async function write(url: string, writer: number): Promise<string[]> {
  const dice = new Dice(writer + 1);
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const committed: string[] = [];
  for (let round = 0; round < TRANSACTIONS; round++) {
    const marker = `marker-${writer}-${round}`;
    const touch = () =>
      client.query("UPDATE contact SET title = $1 WHERE id = $2", [
        marker,
        idOf("contact", dice.pick(CONTACTS)),
      ]);
    const mark = () => client.query("INSERT INTO topic VALUES ($1, $2, $2)", [idOf("topic", marker), marker]);
    const statements = dice.chance(0.5) ? [touch, mark, touch] : [mark, touch, touch];
    await client.query("BEGIN");
    for (const statement of statements.slice(0, dice.chance(0.3) ? 2 : 3)) {
      await statement();
      await delay(dice.upTo(4));
    }
    const isTakenBack = dice.chance(0.3);
    await client.query(isTakenBack ? "ROLLBACK" : "COMMIT");
    if (!isTakenBack) committed.push(marker);
    await delay(dice.upTo(4));
  }
  await client.end();
  return committed;
}

/** The service's own writes on the same contacts. */
async function fileAndRetract(database: Database): Promise<string[]> {
  const committed: string[] = [];
  for (let round = 0; round < TRANSACTIONS; round++) {
    const topic = `filed-${round}`;
    const [filed] = await mustFile(
      database,
      filing([took({ keys: CONTACTS.slice(round % 4, (round % 4) + 1) }), says("TOPICS", topic)], {
        outlet: outlet("other"),
        describes: { topics: [{ slug: topic, label: topic }] },
      }),
    );
    committed.push(topic);
    await retractReport(database, { id: filed?.reportId ?? "", reason: "wrong", actor: "desk" });
  }
  return committed;
}

/** Resolves once a connection to the database waits for what another has. */
async function somebodyWaits(client: pg.Client): Promise<void> {
  for (;;) {
    const { rowCount } = await client.query(
      "SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'",
    );
    if (rowCount !== 0) return;
    await delay(5);
  }
}

interface Row {
  readonly seq: number;
  readonly transaction: number;
  readonly at: string;
  /** The slug of the topic that the change made. */
  readonly marker: string | null;
}

/** What a reader finds that goes on from the last change that it has seen, again and again, until after the writing. */
async function pollWhile(writing: Promise<unknown>, url: string, start: number): Promise<Row[]> {
  let isOver = false;
  writing.then(
    () => {
      isOver = true;
    },
    () => {
      isOver = true;
    },
  );
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const seen: Row[] = [];
  for (let isLast = false; !isLast; ) {
    isLast = isOver;
    seen.push(...(await rowsAfter(client, seen.at(-1)?.seq ?? start)));
  }
  await client.end();
  return seen;
}

async function logAfter(url: string, seq: number): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const rows = await rowsAfter(client, seq);
  await client.end();
  return rows;
}

async function rowsAfter(client: pg.Client, seq: number): Promise<Row[]> {
  const { rows } = await client.query<Row>(
    `SELECT seq::float8, transaction::float8, to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US') AS at, slug AS marker
     FROM change LEFT JOIN topic ON id = entity_id AND kind = 'CREATED' WHERE seq > $1 ORDER BY seq`,
    [seq],
  );
  return rows;
}
