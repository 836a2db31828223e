import { connect, createServer, type Socket } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import pg from "pg";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { fileReport, filingOf, makeRecord } from "../testkit/load.ts";
import { editorKey, mixedWrites, wrongAfter } from "../testkit/mixedWrites.ts";
import { run, serve } from "../testkit/process.ts";
import { type Cluster, cluster, describeFaults, FAST } from "../testkit/services.ts";

vi.setConfig({ testTimeout: 240_000 }); // Several processes each, on machines that do other things too.

/** Each request is to come to the database. */
const ENVIRONMENT = { CACHE_BYTES: "0", RATE_LIMIT: "none", LOG_LEVEL: "error" };
const CONTACTS = "{ contacts(first: 3) { edges { node { title } } } }";
const UNAVAILABLE = { extensions: { code: "UNAVAILABLE" } };

describeFaults("PostgreSQL", [], () => {
  let postgres: Cluster;
  let DATABASE_URL: string;
  let key: string;
  beforeAll(async () => {
    postgres = await cluster();
    DATABASE_URL = postgres.url();
    await makeRecord(DATABASE_URL);
    key = await editorKey({ DATABASE_URL });
  });
  afterAll(() => postgres?.[Symbol.asyncDispose]());

  it("has all that was acknowledged, and nothing by half, after a server was killed under a load of writes", async () => {
    const loads = [];
    for (const [round, writes] of [40, 100].entries()) {
      await using server = await serve({ DATABASE_URL, ...ENVIRONMENT });
      const load = mixedWrites(server.url, key, `Killed ${round}`, 2000 * round);
      await load.reached(writes);
      server.kill("SIGKILL");
      await load.stop();
      expect(load.acknowledged).toBeGreaterThanOrEqual(writes);
      loads.push(load);
    }
    await using after = await serve({ DATABASE_URL, ...ENVIRONMENT });
    for (const load of loads) expect(await wrongAfter(after.url, key, load)).toEqual([]);
    const rebuilt = await run(["rebuild", "--json"], { DATABASE_URL });
    expect(JSON.parse(rebuilt.stdout)).toMatchObject({ changed: 0 });
    const acknowledged = loads.reduce((sum, load) => sum + load.acknowledged, 0);
    process.stdout.write(
      `Killed ${loads.length} times on PostgreSQL: ${acknowledged} writes acknowledged, all there.\n`,
    );
  });

  it("that is stopped, has no connection to spare, or takes no writes, is told in a sentence, and used again after", async () => {
    await using server = await serve({ DATABASE_URL, ...ENVIRONMENT });
    let number = 9000;
    const file = () => fileReport(server.url, key, filingOf(number++));
    const expectUsable = async () => {
      expect((await server.data(CONTACTS)).contacts.edges).toHaveLength(3);
      expect((await file()).data.fileReport).toMatchObject({ isNew: true });
    };
    const expectUnusable = async (why: RegExp) => {
      for (const answer of [await (await server.ask(CONTACTS)).json(), await file()]) {
        expect(answer).toMatchObject({ errors: [{ message: expect.stringMatching(why), ...UNAVAILABLE }] });
      }
      expect((await fetch(`${server.url}/health/ready`)).status).toBe(503);
      expect((await fetch(`${server.url}/health/live`)).status).toBe(200);
    };
    await expectUsable();

    await postgres.stop(FAST);
    await expectUnusable(/^The database cannot be reached, or the connection to it broke: /);
    await postgres.start();
    await untilReady(server.url);
    await expectUsable();

    const others = await takeAllConnections(postgres);
    await expectUnusable(/^The database has no connection, or no memory, to spare just now: /);
    for (const other of others) await other.end();
    await untilReady(server.url);
    await expectUsable();

    const readOnly = "ALTER DATABASE postgres SET default_transaction_read_only = on";
    const writable = "BEGIN READ WRITE; ALTER DATABASE postgres RESET default_transaction_read_only; COMMIT";
    for (const [sql, isWritable] of [
      [readOnly, false],
      [writable, true],
    ] as const) {
      await postgres.query(sql);
      await endConnections(postgres);
      await untilReady(server.url);
      if (isWritable) await expectUsable();
      else {
        expect((await server.data(CONTACTS)).contacts.edges).toHaveLength(3);
        expect(await file()).toMatchObject({
          errors: [{ message: expect.stringMatching(/takes no writes/), ...UNAVAILABLE }],
        });
      }
    }
    expect(server.stderr).not.toMatch(/unexpected error|Unhandled/);
  });

  it("that is slow, or says nothing any more, holds up a request no longer than it may, and no other for good", async () => {
    await using line = await slowLine(postgres.port);
    const slow = DATABASE_URL.replace(String(postgres.port), String(line.port));
    await using server = await serve({ DATABASE_URL: slow, DATABASE_TIME: "1", ...ENVIRONMENT });
    line.delayMs = 50;
    expect((await server.data(CONTACTS)).contacts.edges).toHaveLength(3);
    expect((await fileReport(server.url, key, filingOf(9900))).data.fileReport).toMatchObject({
      isNew: true,
    });

    line.delayMs = Number.POSITIVE_INFINITY;
    const answer = await (await server.ask(CONTACTS)).json();
    expect(answer).toMatchObject({ errors: [{ extensions: { code: "TOO_COSTLY" } }] });
    line.delayMs = 0;
    line.cut();
    await untilReady(server.url);
    expect((await server.data(CONTACTS)).contacts.edges).toHaveLength(3);
    expect((await fileReport(server.url, key, filingOf(9901))).data.fileReport).toMatchObject({
      isNew: true,
    });
  });

  it("ends statements itself where a server that is to end them is stopped", async () => {
    await using server = await serve({ DATABASE_URL, DATABASE_TIME: "1", ...ENVIRONMENT });
    await server.data(CONTACTS);
    const locker = new pg.Client({ connectionString: DATABASE_URL });
    await locker.connect();
    try {
      await locker.query("BEGIN; LOCK TABLE contact IN ACCESS EXCLUSIVE MODE");
      const answer = server.ask(CONTACTS).then((response) => response.json());
      while ((await waiting(postgres)) === 0) await delay(10);
      server.kill("SIGSTOP");
      while ((await waiting(postgres)) > 0) await delay(50);
      server.kill("SIGCONT");
      expect(await answer).toMatchObject({ errors: [{ extensions: { code: "TOO_COSTLY" } }] });
    } finally {
      await locker.end();
    }
    await expect(server.data(CONTACTS)).resolves.toBeDefined();
  });
});

/** Statements that wait for a lock. */
async function waiting(postgres: Cluster): Promise<number> {
  return (await postgres.query("SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock'")).length;
}

async function untilReady(url: string): Promise<void> {
  while ((await fetch(`${url}/health/ready`)).status !== 200) await delay(50);
}

async function endConnections(postgres: Cluster): Promise<void> {
  await postgres.query(
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()",
  );
}

/** Takes connections, also those of others, until there are no more. */
async function takeAllConnections(postgres: Cluster): Promise<pg.Client[]> {
  const taken: pg.Client[] = [];
  const take = async () => {
    const client = new pg.Client({ connectionString: postgres.url(), application_name: "taker" });
    client.on("error", () => {});
    await client.connect();
    taken.push(client);
  };
  await take();
  for (let refused = 0; refused < 5; ) {
    await take().catch(() => refused++);
    await taken[0]?.query(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE backend_type = 'client backend' AND application_name <> 'taker'",
    );
  }
  return taken;
}

interface SlowLine extends AsyncDisposable {
  readonly port: number;
  /** What comes from the server comes so much later; never, while it is infinite. */
  delayMs: number;
  /** Breaks all connections. */
  cut(): void;
}

/** A line to a port of this machine that can be made slow. */
async function slowLine(to: number): Promise<SlowLine> {
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const upstream = connect(to, "127.0.0.1");
    for (const [socket, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      sockets.add(socket);
      socket.on("error", () => {}).on("close", () => other.destroy());
    }
    client.pipe(upstream);
    upstream.on("data", (bytes) => {
      if (Number.isFinite(line.delayMs)) setTimeout(() => client.write(bytes), line.delayMs);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const cut = () => {
    for (const socket of sockets) socket.destroy();
    sockets.clear();
  };
  const line: SlowLine = {
    port: (server.address() as { port: number }).port,
    delayMs: 0,
    cut,
    [Symbol.asyncDispose]: async () => {
      cut();
      server.close();
    },
  };
  return line;
}
