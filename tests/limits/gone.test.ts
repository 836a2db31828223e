import { once } from "node:events";
import { connect } from "node:net";
import pg from "pg";
import { expect, it } from "vitest";
import { WebSocket } from "ws";
import { post, sendRaw } from "../testkit/attack.ts";
import { serve } from "../testkit/process.ts";
import { type Cluster, cluster, describeFaults } from "../testkit/services.ts";

const QUERY = "{ contacts(first: 1) { totalCount } }";
/** Each request is to come to the database. */
const NO_CACHE = { CACHE_BYTES: "0" };

/** Statements that wait for the lock. */
async function waiting(database: Cluster): Promise<number> {
  const rows = await database.query(
    "SELECT pid FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '%contact%' AND pid <> pg_backend_pid()",
  );
  return rows.length;
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 20));
}

/** Leaves when the statement waits for the lock, and waits until it has ended. */
async function askAndLeave(url: string, database: Cluster): Promise<void> {
  const { hostname, port } = new URL(url);
  const client = connect(Number(port), hostname);
  await once(client, "connect");
  client.write(post(JSON.stringify({ query: QUERY }), { Connection: "keep-alive" }));
  await until(async () => (await waiting(database)) === 1);
  client.destroy();
  await until(async () => (await waiting(database)) === 0);
}

describeFaults("a statement on PostgreSQL", [], () => {
  it("ends when the client goes away, over HTTP and over a WebSocket, and the server answers others", async () => {
    await using database = await cluster();
    await using server = await serve({ DATABASE_URL: database.url(), DATABASE_TIME: "600", ...NO_CACHE });
    await server.data(QUERY);
    const locker = new pg.Client({ connectionString: database.url() });
    await locker.connect();
    try {
      await locker.query("BEGIN; LOCK TABLE contact IN ACCESS EXCLUSIVE MODE");

      await askAndLeave(server.url, database);

      const socket = new WebSocket(`${server.url.replace("http", "ws")}/graphql`, "graphql-transport-ws");
      await once(socket, "open");
      socket.send('{"type":"connection_init"}');
      await once(socket, "message");
      socket.send(JSON.stringify({ id: "1", type: "subscribe", payload: { query: QUERY } }));
      await until(async () => (await waiting(database)) === 1);
      socket.terminate();
      await until(async () => (await waiting(database)) === 0);
    } finally {
      await locker.end();
    }
    expect((await server.data(QUERY)).contacts.totalCount).toBe(3);
    expect(server.stderr).toBe("");
  });

  it("that is cancelled leaves its connection to the next one", async () => {
    await using database = await cluster();
    await using server = await serve({ DATABASE_URL: database.url(), DATABASE_TIME: "600", ...NO_CACHE });
    await server.data(QUERY);
    const processes = async () => {
      const rows = await database.query(
        "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND backend_type = 'client backend' AND pid <> pg_backend_pid()",
      );
      return rows.map(({ pid }) => pid as number).sort((a, b) => a - b);
    };
    const before = await processes();
    for (let time = 0; time < 5; time++) {
      const locker = new pg.Client({ connectionString: database.url() });
      await locker.connect();
      try {
        await locker.query("BEGIN; LOCK TABLE contact IN ACCESS EXCLUSIVE MODE");
        await askAndLeave(server.url, database);
      } finally {
        await locker.end();
      }
      expect((await server.data(QUERY)).contacts.totalCount).toBe(3);
    }
    expect(await processes()).toEqual(before);
  });

  it("ends when its request has taken the database's time that it may, and the answer says so", async () => {
    await using database = await cluster();
    await using server = await serve({ DATABASE_URL: database.url(), DATABASE_TIME: "1", ...NO_CACHE });
    await server.data(QUERY);
    const locker = new pg.Client({ connectionString: database.url() });
    await locker.connect();
    try {
      await locker.query("BEGIN; LOCK TABLE contact IN ACCESS EXCLUSIVE MODE");
      const answer = await sendRaw(server.url, [post(JSON.stringify({ query: QUERY }))]);
      expect(answer).toMatch(/more than 1 s of the database's time.*TOO_COSTLY/);
      expect(await waiting(database)).toBe(0);
    } finally {
      await locker.end();
    }
    expect((await server.data(QUERY)).contacts.totalCount).toBe(3);
  });

  it.each([
    ["contact_report", "{ contacts(first: 3) { edges { node { title reports { totalCount } } } } }"],
    ["contact", "{ contacts(first: 3) { edges { node { title } } } }"],
  ])(
    "on %s is not ended for who waits for the same, when another that began it goes away",
    async (table, query) => {
      await using database = await cluster();
      await using server = await serve({ DATABASE_URL: database.url(), DATABASE_TIME: "600" });
      const locker = new pg.Client({ connectionString: database.url() });
      await locker.connect();
      const { hostname, port } = new URL(server.url);
      const client = connect(Number(port), hostname);
      await once(client, "connect");
      try {
        await locker.query(`BEGIN; LOCK TABLE ${table} IN ACCESS EXCLUSIVE MODE`);
        client.write(post(JSON.stringify({ query }), { Connection: "keep-alive" }));
        await until(async () => (await waiting(database)) > 0);
        const other = server.data(query);
        await new Promise((resolve) => setTimeout(resolve, 300));
        client.destroy();
        await new Promise((resolve) => setTimeout(resolve, 300));
        await locker.query("COMMIT");
        expect((await other).contacts.edges).toHaveLength(3);
      } finally {
        client.destroy();
        await locker.end();
      }
    },
  );
});
