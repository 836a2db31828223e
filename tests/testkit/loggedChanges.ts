import type { Database } from "../../src/database/database.ts";

/** A row of the change log, in the names that tests give to things. */
export interface LoggedChange {
  /** "CONTACT made:1", "PARTY RU", "REPORT desk:1", "PERSON ann"; a key by its name. */
  readonly thing: string;
  readonly kind: "CREATED" | "UPDATED" | "RETRACTED" | null;
  /** "0→1"; null for what has no versions. */
  readonly versions: string | null;
  /** Keys, in their order. */
  readonly parties: readonly string[];
  /** "person ann", in their order. */
  readonly evict: readonly string[];
}

/** What the log says of each thing since a place, a list for each transaction; the things in their order. */
export async function changesSince({ prisma }: Database, seq: number): Promise<LoggedChange[][]> {
  const rows = await prisma.$queryRaw<(LoggedChange & { transaction: number })[]>`
    WITH named(id, name) AS (
      SELECT contact_id, min(key) FROM contact_key GROUP BY 1
      UNION ALL SELECT id, slug FROM agreement UNION ALL SELECT id, coalesce(key, title) FROM report
      UNION ALL SELECT id, key FROM party UNION ALL SELECT id, slug FROM person UNION ALL SELECT id, slug FROM office
      UNION ALL SELECT id, slug FROM outlet UNION ALL SELECT id, slug FROM topic UNION ALL SELECT id, name FROM api_key
    )
    SELECT transaction::float8, entity || ' ' || coalesce(name, 'gone') AS thing, kind::text,
      before || '→' || after AS versions,
      to_jsonb(ARRAY(SELECT key FROM party WHERE id = ANY(parties))) AS parties,
      to_jsonb(ARRAY(SELECT split_part(tag, ':', 1) || ' ' || coalesce(name, 'gone')
        FROM unnest(evict) AS tag LEFT JOIN named ON id = split_part(tag, ':', 2)::uuid)) AS evict
    FROM change LEFT JOIN named ON id = entity_id WHERE seq > ${seq}::bigint ORDER BY seq`;
  const transactions = Map.groupBy(rows, ({ transaction }) => transaction);
  return [...transactions.values()].map((ofOne) =>
    ofOne
      .map(({ thing, kind, versions, parties, evict }) => ({
        ...{ thing, kind, versions },
        parties: parties.toSorted(),
        evict: evict.toSorted(),
      }))
      .toSorted((a, b) => (a.thing < b.thing ? -1 : 1)),
  );
}

/** The place of the last change. */
export async function lastSeq({ prisma }: Database): Promise<number> {
  const [row] = await prisma.$queryRaw<
    { seq: number }[]
  >`SELECT coalesce(max(seq), 0)::float8 AS seq FROM change`;
  return row?.seq ?? 0;
}
