import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import fc from "fast-check";
import { parse } from "graphql";
import pino from "pino";
import { describe, expect, it } from "vitest";
import { filledDatabase } from "../../bench/read/record/database.ts";
import { schema } from "../../schema/index.ts";
import type { Caller } from "../../src/access/rules.ts";
import { readConfig } from "../../src/config/config.ts";
import { openPostgres, type PrismaClient } from "../../src/database/database.ts";
import { belongingTo, Work } from "../../src/database/work.ts";
import { measured } from "../../src/limits/limits.ts";
import { Turns } from "../../src/limits/turns.ts";
import { createGraphQL } from "../../src/server/graphql.ts";
import { type Literals, randomField, randomOf } from "../testkit/randomQuery.ts";

const { TEST_DATABASE_URL: server = "", WORST_CASE_CONTACTS = "1000", WORST_CASE_RUNS = "40" } = process.env;
const config = readConfig({});
/** Who may read everything. */
const CALLER: Caller = { role: "EDITOR", name: "desk" };
const LIMITS = config.limits[CALLER.role];

/** The widest that each argument can be asked for. */
const literals = (id: string): Literals => ({
  first: ["1", "20", "200"],
  last: ["200"],
  text: ['"c"', '"ca"', '"pres"', '"agreement on"'],
  asOf: ['"2030-01-01T00:00:00Z"'],
  between: ['["RU", "US"]', '["US", "GB"]'],
  by: ["MONTH", "DECADE"],
  during: ["{}", '{from: "1900-01-01", match: CERTAIN}'],
  before: ['"9999-12-31"'],
  on: ['"2024-03-16"'],
  id: [JSON.stringify(id)],
  ids: [`[${Array(200).fill(JSON.stringify(id)).join(", ")}]`],
  slug: ['"president-of-russia"'],
  code: ['"RU"', '"US"'],
  inOffice: ['"president-of-russia"'],
  ContactFilter: [
    "{}",
    '{text: "c"}',
    '{parties: {noneOf: ["RU"]}}',
    "{minIndependentOutlets: 9}",
    '{not: {text: "c"}}',
    '{or: [{text: "c"}, {text: "s"}, {parties: {anyOf: ["RU", "US"]}}]}',
    '{during: {from: "1900-01-01", match: CERTAIN}, disputed: true}',
  ],
  ReportFilter: ["{}", '{text: "c"}', '{parties: {anyOf: ["RU", "US"]}}'],
  AgreementFilter: ["{}", '{text: "a"}', '{parties: {anyOf: ["RU", "US"]}}'],
  PersonFilter: ["{}", '{text: "a"}', '{parties: ["RU"]}'],
  OutletFilter: ["{}", '{text: "a"}'],
  verdicts: ["[CONFIRMED]"],
});

/** As many of these fields as are admitted together. */
function fullest(field: string): { source: string; cost: number } | null {
  let found: { source: string; cost: number } | null = null;
  for (let count = 1; count <= LIMITS.rootFields; count++) {
    const source = `{ ${Array.from({ length: count }, (_, index) => `a${index}: ${field}`).join(" ")} }`;
    try {
      const document = parse(source, { maxTokens: config.maxTokens });
      found = { source, cost: measured(schema, document, null)?.admit({}, LIMITS).requested ?? 0 };
    } catch {
      return found; // One more is refused.
    }
  }
  return found;
}

/** Resolves when no other statement runs on the database. */
async function untilQuiet(prisma: PrismaClient): Promise<void> {
  for (;;) {
    const [row] = await prisma.$queryRaw<{ active: number }[]>`
      SELECT count(*)::int AS active FROM pg_stat_activity
      WHERE datname = current_database() AND state = 'active' AND pid <> pg_backend_pid()`;
    if (row?.active === 0) return;
  }
}

describe.skipIf(server === "")(
  server === "" ? "the dearest queries (skipped: TEST_DATABASE_URL is not set)" : "the dearest queries",
  () => {
    it("end within the database's time that they may take or are stopped, and hold no more than 64 MB", {
      timeout: 3_600_000,
    }, async () => {
      const filled = await filledDatabase(server, Number(WORST_CASE_CONTACTS), () => {});
      const database = await openPostgres(filled.url, { migrate: false });
      setFlagsFromString("--expose-gc");
      const collect = runInNewContext("gc") as () => void;
      const graphql = createGraphQL(database, pino({ level: "silent" }), async () => CALLER, null, {
        bounds: { ...config, turns: new Turns(config.concurrency) },
      });
      /** Executes as a request does; what it took. */
      const run = async (source: string) => {
        collect();
        const before = process.memoryUsage().heapUsed;
        const { parse, validate, contextFactory, execute } = graphql.yoga.getEnveloped({
          admitted: { caller: CALLER, client: "" },
          params: { query: source },
        });
        const document = parse(source);
        const errors = validate(schema, document);
        if (errors.length > 0) throw errors[0];
        const work = new Work(new AbortController().signal, config.databaseTimeMs);
        const contextValue = await contextFactory();
        const result = await belongingTo(work, () => execute({ schema, document, contextValue }));
        work.end();
        const text = JSON.stringify(result);
        collect();
        const held = process.memoryUsage().heapUsed - before + 2 * text.length;
        expect(contextValue).not.toBeNull(); // Held until here, with all that it has loaded.
        return {
          ms: work.spentMs,
          bytes: held,
          isStopped: work.signal.aborted,
          errors: "errors" in result ? (result.errors ?? []) : [],
        };
      };
      const worst = { ms: 0, slowest: "", bytes: 0, largest: "", queries: 0, stopped: [] as string[] };
      try {
        const contact = await database.prisma.contact.findFirst({ where: { shown: true } });
        const id = Buffer.from(`Contact:${contact?.id}`).toString("base64url");
        await fc.assert(
          fc.asyncProperty(fc.integer(), fc.integer({ min: 2, max: 9 }), async (seed, deepest) => {
            const fields = Array.from({ length: 30 }, (_, index) =>
              fullest(randomField(randomOf(seed + index), literals(id), deepest)),
            ).filter((found) => found !== null);
            const dearest = fields.toSorted((a, b) => b.cost - a.cost)[0];
            if (dearest === undefined) return;
            const { ms, bytes, isStopped, errors } = await run(dearest.source);
            worst.queries++;
            // What takes more is stopped, and nothing of it goes on.
            if (isStopped) await untilQuiet(database.prisma);
            else expect(ms).toBeLessThanOrEqual(config.databaseTimeMs);
            if (isStopped) worst.stopped.push(`${Math.round(ms)} ms: ${dearest.source}`);
            for (const { extensions } of errors) {
              expect(["TOO_COSTLY", "INVALID_INPUT"]).toContain(extensions.code);
            }
            if (ms > worst.ms) Object.assign(worst, { ms, slowest: dearest.source });
            if (bytes > worst.bytes) Object.assign(worst, { bytes, largest: dearest.source });
          }),
          { numRuns: Number(WORST_CASE_RUNS), seed: 7, endOnFailure: true },
        );
      } finally {
        await database.close();
        if (filled.isNew) await filled.drop();
      }
      if (process.env.WORST_CASE_TELL !== undefined) {
        process.stderr.write(`${JSON.stringify(worst, null, 2)}\n`);
      }
      expect(worst.queries).toBeGreaterThan(0);
      expect(worst.bytes).toBeLessThan(64 * 2 ** 20);
    });
  },
);
