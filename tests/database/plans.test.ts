import { readdirSync, readFileSync } from "node:fs";
import pg from "pg";
// @ts-expect-error It has no types: how the driver writes a value.
import pgUtils from "pg/lib/utils.js";
import pino from "pino";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { filledDatabase } from "../../bench/read/record/database.ts";
import { askedReadout, FILES } from "../../bench/read/servers/asked.ts";
import { drawer, type OperationName } from "../../bench/read/variables.ts";
import { ANONYMOUS } from "../../src/access/rules.ts";
import { type Database, openPostgres } from "../../src/database/database.ts";
import { createGraphQL, type GraphQL } from "../../src/server/graphql.ts";

// How PostgreSQL finds what operations ask for, on a synthetic record: `PLANS_CONTACTS=1000000` for one of a million.
const { TEST_DATABASE_URL: server = "", PLANS_CONTACTS = "10000" } = process.env;

/** A node of a plan, as EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) tells it. */
interface PlanNode {
  readonly "Node Type": string;
  readonly "Actual Rows": number;
  readonly "Actual Loops": number;
  readonly "Relation Name"?: string;
  readonly "Sort Space Type"?: string;
  readonly "Shared Hit Blocks": number;
  readonly "Shared Read Blocks": number;
  readonly "Temp Written Blocks": number;
  readonly Plans?: readonly PlanNode[];
}

interface Statement {
  readonly text: string;
  readonly values: readonly unknown[];
}

const folder = new URL("../../schema/operations/", import.meta.url);
const examples = readdirSync(folder)
  .filter((name) => name.endsWith(".graphql"))
  // Those that ask for what there is no example of are among the drawn ones; the network counts all contacts of a time.
  .filter(
    (name) =>
      !/^subscription|: (\[ID!\]|ID)!|^query Network/m.test(readFileSync(new URL(name, folder), "utf8")),
  );
const drawn = Object.keys(FILES) as OperationName[];
const times = [0, 1, 7] as const;

describe.skipIf(server === "")(
  server === "" ? "plans (skipped: TEST_DATABASE_URL is not set)" : "plans",
  { timeout: 3_600_000 },
  () => {
    let filled: Awaited<ReturnType<typeof filledDatabase>>;
    let database: Database;
    let client: pg.Client;
    let graphql: GraphQL;
    /** Rows of each table, about. */
    let sizes: ReadonlyMap<string, number>;
    const sent: Statement[] = [];
    const query = pg.Client.prototype.query;

    beforeAll(async () => {
      filled = await filledDatabase(server, Number(PLANS_CONTACTS), () => {});
      database = await openPostgres(filled.url, { migrate: false });
      client = new pg.Client({ connectionString: filled.url, options: OPTIONS });
      await client.connect();
      const { rows } = await client.query("SELECT relname AS name, reltuples AS rows FROM pg_class");
      sizes = new Map(rows.map(({ name, rows }) => [name, rows]));
      graphql = createGraphQL(database, pino({ level: "silent" }), async () => ANONYMOUS, null, {
        planFrom: 1,
      });
      pg.Client.prototype.query = function (this: pg.Client, ...args: unknown[]) {
        const [given] = args as [Partial<Statement>];
        if (this !== client && Array.isArray(given?.values)) sent.push(given as Statement);
        return Reflect.apply(query, this, args);
      } as typeof query;
    }, 3_600_000);

    afterAll(async () => {
      pg.Client.prototype.query = query;
      await client?.end();
      await database?.close();
      if (filled?.isNew && PLANS_CONTACTS === "10000") await filled.drop();
    });

    /** The plans of all statements of a request. */
    async function plansOf(body: string): Promise<{ statement: Statement; plan: PlanNode }[]> {
      sent.length = 0;
      const response = await graphql.yoga.fetch("http://readout.test/graphql", {
        method: "POST",
        headers: { "Content-Type": "application/json", Accept: "application/json" },
        body,
      });
      const { errors } = (await response.json()) as { errors?: unknown };
      expect(errors).toBeUndefined();
      const plans = [];
      for (const statement of sent.splice(0)) {
        plans.push({ statement, plan: await explain(statement) });
      }
      return plans;
    }

    /** As PostgreSQL plans the statement once it was prepared, and executed so often that it may keep one plan for all. */
    async function explain({ text, values }: Statement): Promise<PlanNode> {
      await client.query(`PREPARE asked AS ${text}`);
      const literals = values.map((value) => {
        const prepared: unknown = pgUtils.prepareValue(value);
        return prepared === null ? "NULL" : client.escapeLiteral(String(prepared));
      });
      const execute = `EXECUTE asked${literals.length === 0 ? "" : `(${literals.join(", ")})`}`;
      try {
        for (let time = 0; time < 5; time++) await client.query(execute);
        const { rows } = await client.query(`EXPLAIN (ANALYZE, BUFFERS, TIMING OFF, FORMAT JSON) ${execute}`);
        return rows[0]["QUERY PLAN"][0].Plan;
      } finally {
        await client.query("DEALLOCATE asked");
      }
    }

    function* nodesOf(node: PlanNode): Generator<PlanNode> {
      yield node;
      for (const child of node.Plans ?? []) yield* nodesOf(child);
    }

    function expectIndexed(plans: Awaited<ReturnType<typeof plansOf>>): void {
      expect(plans.length, "statements").toBeGreaterThan(0);
      for (const { statement, plan } of plans) {
        for (const node of nodesOf(plan)) {
          const rows = sizes.get(node["Relation Name"] ?? "") ?? 0;
          // Of a count of a large part of a table, no index would spare anything.
          const isSearch = node["Actual Rows"] * node["Actual Loops"] < rows / 10;
          const isWhole = node["Node Type"] === "Seq Scan" && rows >= LARGE && isSearch;
          expect(isWhole, `reads all ${rows} rows of ${node["Relation Name"]}: ${statement.text}`).toBe(
            false,
          );
          expect(node["Sort Space Type"], `a sort that spills: ${statement.text}`).not.toBe("Disk");
          expect(node["Temp Written Blocks"], `written to a temporary file: ${statement.text}`).toBe(0);
        }
      }
    }

    it.each(drawn)("%s, with variables as they come", async (operation) => {
      const asked = askedReadout();
      for (const draw of Object.values(await drawer(filled.url))) {
        for (const time of times) {
          expectIndexed(await plansOf(asked.request(operation, draw[operation](time) as never).body));
        }
      }
    });

    it.each(examples)("%s, with its defaults", async (name) => {
      expectIndexed(await plansOf(JSON.stringify({ query: readFileSync(new URL(name, folder), "utf8") })));
    });

    it.each(["walk", "latest"] as const)(
      "%s reads no more for a page far behind than for the first",
      async (operation) => {
        const asked = askedReadout();
        const { rows } = await client.query<{ id: string; sortDay: number }>(
          `SELECT id, sort_day AS "sortDay" FROM contact ORDER BY sort_day DESC, id DESC OFFSET $1 LIMIT 1`,
          [Math.floor(0.9 * Number(PLANS_CONTACTS))],
        );
        const blocks = async (after: { id: string; sortDay: number } | null) => {
          const plans = await plansOf(asked.request(operation, { after }).body);
          return plans.reduce(
            (sum, { plan }) => sum + plan["Shared Hit Blocks"] + plan["Shared Read Blocks"],
            0,
          );
        };
        const [first, behind] = [await blocks(null), await blocks(rows[0] ?? null)];
        expect(behind, `blocks, where the first page takes ${first}`).toBeLessThan(2 * first);
      },
    );
  },
);

/** As the product connects (`src/database/connections.ts`); and as on a disk without moving parts. */
const OPTIONS = "-c jit=off -c work_mem=16MB -c random_page_cost=1.1";
/** Rows from which on a table is not to be read as a whole. */
const LARGE = 5000;
