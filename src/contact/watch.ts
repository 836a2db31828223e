import type { Watch } from "../changes/watch.ts";
import { isGiven } from "../database/conditions.ts";
import { neededParties } from "../party/filter.ts";
import { type ContactFilter, contactCondition } from "./filter.ts";
import { VERSIONS } from "./lists.ts";

/** Changes of contacts for which the filter holds, or held before. Throws InvalidInput, with the path in the filter. */
export function contactWatch(filter: ContactFilter | null | undefined): Watch {
  const condition = contactCondition(filter, VERSIONS);
  return {
    entities: ["CONTACT"],
    kinds: null,
    neededParties: isGiven(filter) ? neededBy(filter) : null,
    match: async (statements, changes) => {
      if (!isGiven(filter)) return changes;
      const asked = changes.map(({ seq, id, before, after }) => ({ seq, id, before, after }));
      const rows = await statements.$queryRaw<{ seq: number }[]>`
        SELECT DISTINCT asked.seq::float8 AS seq
        FROM jsonb_to_recordset(${JSON.stringify(asked)}::jsonb) AS asked(seq bigint, id uuid, before int, after int)
        JOIN contact_version c ON c.contact_id = asked.id AND c.version IN (asked.before, asked.after)
        WHERE c.shown AND ${condition}`;
      const matching = new Set(rows.map(({ seq }) => seq));
      return changes.filter(({ seq }) => matching.has(seq));
    },
  };
}

/** Parties of which whatever the filter holds for has at least one; null where it asks for none. */
function neededBy({ parties, and, or }: ContactFilter): readonly string[] | null {
  const all = [neededParties(parties), ...(and ?? []).map(neededBy)].filter((needed) => needed !== null);
  const [smallest] = all.sort((a, b) => a.length - b.length);
  if (smallest !== undefined) return smallest;
  const any = (or ?? []).map(neededBy);
  return any.length === 0 || any.includes(null) ? null : [...new Set(any.flatMap((needed) => needed ?? []))];
}
