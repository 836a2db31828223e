import { readdirSync, readFileSync } from "node:fs";
import type pg from "pg";
import type { Database } from "../../../src/database/database.ts";
import { idOf } from "../../../src/identity/identity.ts";
import { slugFor } from "../../../src/search/words.ts";
import { keep, storeReference } from "./reference.ts";
import { topics } from "./world.ts";

const STEPS = new URL("./steps/", import.meta.url);

/**
 * Fills an empty database with a synthetic record of so many contacts, straight into its tables: what the product
 * would have written had each contact's reports been filed together. The same number is the same record.
 * The connection may pass over triggers: the change log begins empty, after it.
 */
export async function fill(
  database: Database,
  client: pg.Client,
  contacts: number,
  tell: (line: string) => void,
): Promise<void> {
  const run = async (what: string | null, sql: string) => {
    const began = performance.now();
    await client.query(sql);
    if (what !== null) tell(`  ${what}, ${((performance.now() - began) / 1000).toFixed(1)} s`);
  };
  await client.query("CREATE SCHEMA fill");
  await client.query(
    "SET work_mem = '256MB'; SET maintenance_work_mem = '512MB'; SET session_replication_role = replica; SET jit = off",
  );
  await client.query("SELECT set_config('fill.contacts', $1, false)", [String(contacts)]);
  tell("  parties, people, topics, outlets");
  await storeReference(database, client);
  const [drawn, reported, ...stored] = steps();
  await run("contacts", drawn ?? "");
  await run("reports", reported ?? "");
  await nameByKeys(client, contacts);
  const indexes = await dropIndexes(client);
  for (const { name, sql } of stored.flatMap(statementsOf)) await run(name, sql);
  for (const { name, sql } of indexes) await run(name, sql);
  await client.query("DROP SCHEMA fill CASCADE; TRUNCATE change");
  await run("vacuum and analyze", "VACUUM (ANALYZE)");
}

function steps(): string[] {
  return readdirSync(STEPS)
    .sort()
    .map((name) => readFileSync(new URL(name, STEPS), "utf8"));
}

/** Each statement by itself, so that one can see how far it is; named where it fills a table. */
function statementsOf(sql: string): { name: string | null; sql: string }[] {
  return sql
    .split(/;\n/)
    .filter((statement) => statement.trim() !== "")
    .map((statement) => ({ name: /^INSERT INTO (\S+)/m.exec(statement)?.[1] ?? null, sql: statement }));
}

/** Ids that the product makes of keys: those of sets of parties, and of agreements. */
async function nameByKeys(client: pg.Client, contacts: number): Promise<void> {
  const { rows } = await client.query<{ key: string }>("SELECT DISTINCT party_set_key AS key FROM fill.told");
  await keep(
    client,
    "party_set",
    "key text PRIMARY KEY, id uuid",
    rows.map(({ key }) => ({ key, id: idOf("parties", key) })),
  );
  const labels = topics().map(({ label }) => label);
  const agreements = Array.from({ length: Math.floor(contacts / 50) }, (_, index) => {
    const label = labels[(index * 7) % labels.length];
    const title = `Agreement ${index + 1} on ${label}`;
    const slug = slugFor(title);
    return {
      number: index + 1,
      id: idOf("agreement", slug),
      slug,
      title,
      kind: KINDS[index % KINDS.length],
      purpose: index % 2 === 0 ? `to settle ${label}` : null,
    };
  });
  await keep(
    client,
    "agreement",
    "number int PRIMARY KEY, id uuid, slug text, title text, kind agreement_kind, purpose text",
    agreements,
  );
}

const KINDS = ["TREATY", "PLAN", "DECLARATION", "MEMORANDUM"];

/** Indexes that nothing depends on are made again when the rows are there, which is faster; gives how. */
async function dropIndexes(client: pg.Client): Promise<{ name: string; sql: string }[]> {
  const { rows } = await client.query<{ name: string; sql: string }>(
    `
    SELECT indexrelid::regclass::text AS name, pg_get_indexdef(indexrelid) AS sql FROM pg_index
    WHERE indrelid IN (SELECT oid FROM pg_class WHERE relnamespace = 'public'::regnamespace)
      AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid)
      AND indrelid::regclass::text IN (SELECT unnest($1::text[]))
    ORDER BY 1`,
    [LARGE],
  );
  for (const { name } of rows) await client.query(`DROP INDEX ${name}`);
  await client.query("ALTER TABLE claim DROP CONSTRAINT claim_pkey");
  return [
    ...rows,
    { name: "claim_pkey", sql: "ALTER TABLE claim ADD CONSTRAINT claim_pkey PRIMARY KEY (id)" },
  ];
}

const LARGE =
  "contact participation contact_party contact_topic contact_report report write claim contact_version search_entry".split(
    " ",
  );
