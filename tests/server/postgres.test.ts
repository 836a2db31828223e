import pg from "pg";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { migrationNames } from "../../src/database/engine.ts";
import { fixtures } from "../testkit/collection.ts";
import { UNFINISHED_MIGRATION } from "../testkit/dump.ts";
import { run, serve, startServer } from "../testkit/process.ts";
import { withDatabase } from "../testkit/template.ts";

vi.setConfig({ testTimeout: 180_000 }); // Several processes each, on machines that do other things too.

const url = process.env.TEST_DATABASE_URL ?? "";
const COUNT = "{ contacts { totalCount } }";

describe.skipIf(url === "")(
  `on PostgreSQL${url === "" ? ", skipped: TEST_DATABASE_URL is not set" : ""}`,
  () => {
    const server = new pg.Client({ connectionString: url });
    beforeAll(() => server.connect());
    afterAll(() => server.end());

    it("makes an empty database ready, also where two start on it at the same moment, and both serve it", async () => {
      await using database = await emptyDatabase(server);
      const { DATABASE_URL } = database;
      const [a, b] = await Promise.all([serve({ DATABASE_URL }), serve({ DATABASE_URL })]);
      await using _a = a;
      await using _b = b;
      const count = (await a.data(COUNT)).contacts.totalCount;
      expect(count).toBeGreaterThan(0);
      const imported = await run(["import", "historian", "--json", fixtures("visits")], { DATABASE_URL });
      expect(JSON.parse(imported.stdout)).toMatchObject({ rows: 2, created: 2 });
      expect((await b.data(COUNT)).contacts.totalCount).toBe(count + 2);
      for (const one of [a, b]) {
        one.kill("SIGTERM");
        expect(await one.ended).toMatchObject({ code: 0, stderr: "" });
      }
      await using second = await serve({ DATABASE_URL });
      expect(second.stdout).not.toContain("first record");
      expect((await second.data(COUNT)).contacts.totalCount).toBe(count + 2);
    });

    it("refuses a database with the tables of another program, and leaves it as it is", async () => {
      await using database = await emptyDatabase(server);
      await database.query("CREATE TABLE letters (text text)");
      await using start = startServer({ DATABASE_URL: database.DATABASE_URL });
      expect(await start.ended).toMatchObject({
        code: 1,
        stdout: "",
        stderr: expect.stringMatching(
          /^The PostgreSQL database at .+ holds tables that are not Readout's: [^\n]+\.\n$/,
        ),
      });
      expect(await database.query("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")).toEqual([
        { tablename: "letters" },
      ]);
    });

    it("begins a migration again that a killed process had begun, and refuses a database of a newer version", async () => {
      await using database = await emptyDatabase(server);
      const { DATABASE_URL } = database;
      await database.query(UNFINISHED_MIGRATION);
      expect(await run(["migrate"], { DATABASE_URL })).toMatchObject({ code: 0, stderr: "" });
      await database.query(
        "INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at) VALUES ('1', 'x', '29991231000000_future', now())",
      );
      await using start = startServer({ DATABASE_URL, MIGRATE_ON_START: "true" });
      expect(await start.ended).toMatchObject({
        code: 1,
        stdout: "",
        stderr: expect.stringMatching(
          /^The PostgreSQL database at [^\n]+ was written by a newer version of Readout [^\n]+\.\n$/,
        ),
      });
      expect(await database.query("SELECT count(*)::int FROM _prisma_migrations")).toEqual([
        { count: migrationNames().length + 1 },
      ]);
    });

    it.each([
      [
        "a database that is not there",
        (it: URL) => Object.assign(it, { pathname: "/no_such_database" }).href,
        /database "no_such_database" does not exist/,
      ],
      [
        "a role that is not there",
        (it: URL) => Object.assign(it, { username: "no_such_role" }).href,
        /role "no_such_role"/,
      ],
    ])("refuses %s in one sentence", async (_, change, reason) => {
      await using start = startServer({ DATABASE_URL: change(new URL(url)) });
      const { code, stdout, stderr } = await start.ended;
      expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
      expect(stderr).toMatch(/^The PostgreSQL database at [^\n]+ cannot be used: [^\n]+\.\n$/);
      expect(stderr).toMatch(reason);
    });

    it("goes on after the database ended its connections, and masks what fails meanwhile", async () => {
      await using database = await emptyDatabase(server);
      await using running = await serve({ DATABASE_URL: database.DATABASE_URL });
      await database.query("ALTER TABLE outlet RENAME TO elsewhere");
      const answer = await (await running.ask("{ outlets(first: 1) { totalCount } }")).text();
      const id = /The log has it as ([\da-f-]{36})/.exec(answer)?.[1] ?? "none";
      expect(answer).not.toMatch(/relation|outlet"|SELECT|prisma|\.ts/);
      await expect.poll(() => running.stderr).toContain(id); // What it writes may arrive after its answer.
      await database.query("ALTER TABLE elsewhere RENAME TO outlet");
      await server.query(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1 AND pid <> pg_backend_pid()",
        [database.name],
      );
      await new Promise((resolve) => setTimeout(resolve, 200)); // Until the server has noticed.
      expect((await running.data("{ outlets(first: 1) { totalCount } }")).outlets.totalCount).toBeGreaterThan(
        0,
      );
    });
  },
);

let databases = 0;

async function emptyDatabase(server: pg.Client) {
  const name = `readout_process_${process.pid}_${++databases}`;
  await server.query(`CREATE DATABASE ${name}`);
  const DATABASE_URL = withDatabase(url, name);
  return {
    name,
    DATABASE_URL,
    async query(sql: string): Promise<unknown[]> {
      const client = new pg.Client({ connectionString: DATABASE_URL });
      client.on("error", () => {});
      await client.connect();
      const { rows } = await client.query(sql);
      await client.end();
      return rows;
    },
    [Symbol.asyncDispose]: async () => {
      await server.query(`DROP DATABASE ${name} WITH (FORCE)`);
    },
  };
}
