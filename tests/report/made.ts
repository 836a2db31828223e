import type { Database } from "../../src/database/database.ts";
import type { FilingInput } from "../../src/report/filing.ts";

type Claim = FilingInput["claims"][number];

/** A filing with claims for tests; its outlet is new to the record or known. */
export function filing(claims: Claim[], more: Partial<Omit<FilingInput, "claims">> = {}): FilingInput {
  return {
    outlet: { slug: "wire", name: "Wire", kind: "NEWS_AGENCY" },
    report: { title: "A report", kind: "ARTICLE" },
    ...more,
    claims,
  };
}

/** An outlet of that slug. */
export function outlet(slug: string): FilingInput["outlet"] {
  return { slug, name: `The ${slug}`, kind: "NEWSPAPER" };
}

/** A claim that a contact which is described took place. */
export function took(
  description: Omit<Extract<Claim["subject"], { newContact: unknown }>["newContact"], "ref"> & {
    ref?: string;
  },
): Claim {
  return {
    subject: { newContact: { ref: "contact", ...description } },
    field: "OCCURRENCE",
    value: true,
    stance: "STATES",
  };
}

/** A claim on the contact of `took`. */
export function says(field: Claim["field"], value: unknown, stance: Claim["stance"] = "STATES"): Claim {
  return { subject: { ref: "contact" }, field, value, stance };
}

/** Takes everything out of the record but the states; faster than to truncate, which makes new files. */
export async function emptyRecord({ prisma }: Database): Promise<void> {
  await prisma.$executeRaw`
    DO $$ DECLARE name text; BEGIN
      SET LOCAL session_replication_role = replica; -- Foreign keys need not be looked at: all rows go.
      FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = current_schema()
        AND tablename NOT IN ('party', 'search_entry', '_prisma_migrations')
      LOOP EXECUTE format('DELETE FROM %I', name); END LOOP;
      DELETE FROM party WHERE kind = 'ORGANIZATION';
      DELETE FROM search_entry WHERE kind <> 'STATE';
    END $$`;
}
