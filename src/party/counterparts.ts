import type { Loaded } from "../cache/loaded.ts";
import type { Reads } from "../cache/reads.ts";
import { OF_CONTACT } from "../changes/aspects.ts";
import { contactsDependency } from "../contact/dependency.ts";
import { Batch } from "../database/batch.ts";
import { type Interval, within } from "../database/conditions.ts";
import { Prisma, type Statements } from "../database/database.ts";

/** A party with which another had contact, and how often. */
export interface Counterpart {
  readonly partyId: string;
  readonly contacts: number;
}

/**
 * Loads with whom parties had most contacts in an interval, the most first, at most `first` each; one statement for
 * all parties that ask with the same arguments.
 */
export class CounterpartLoader {
  readonly #statements: Statements;
  readonly #reads: Reads;
  readonly #loaders = new Map<string, Batch<Counterpart[]>>();

  constructor(statements: Statements, reads: Reads) {
    this.#statements = statements;
    this.#reads = reads;
  }

  load(partyId: string, during: Interval, first: number): Loaded<Counterpart[]> {
    const key = JSON.stringify([during, first]);
    const loader =
      this.#loaders.get(key) ??
      new Batch((ids) => this.#fetch(ids, during, first), {
        reads: this.#reads,
        name: "counterparts of party",
        sort: () => key,
        on: (_, id) => [contactsDependency({ during }, { parties: [id] }, OF_CONTACT.parties)],
      });
    this.#loaders.set(key, loader);
    return loader.load(partyId);
  }

  async #fetch(partyIds: readonly string[], during: Interval, first: number): Promise<Counterpart[][]> {
    const rows = await this.#statements.$queryRaw<(Counterpart & { parent: string })[]>`
      SELECT parent.id AS parent, found."partyId", found.contacts
      FROM unnest(${[...partyIds]}::uuid[]) AS parent(id) CROSS JOIN LATERAL (
        SELECT other.party_id AS "partyId", count(*)::int AS contacts
        FROM contact_party own
        JOIN contact_party other ON other.contact_id = own.contact_id AND other.party_id <> own.party_id
        JOIN contact c ON c.id = own.contact_id
        WHERE own.party_id = parent.id AND ${isDuring(during)}
        GROUP BY other.party_id ORDER BY contacts DESC, other.party_id LIMIT ${first}) AS found`;
    const byParent = Map.groupBy(rows, (row) => row.parent);
    return partyIds.map((id) => byParent.get(id) ?? []);
  }
}

function isDuring(during: Interval): Prisma.Sql {
  const isBounded = during.from != null || during.to != null;
  const columns = {
    edtf: Prisma.sql`c.date_edtf`,
    earliest: Prisma.sql`c.date_earliest`,
    latest: Prisma.sql`c.date_latest`,
  };
  return isBounded ? within(during, columns, ["during"]) : Prisma.sql`TRUE`;
}
