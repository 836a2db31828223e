import { partyWatch, type Watch } from "../changes/watch.ts";
import { isGiven, listOf } from "../database/conditions.ts";
import { idOf } from "../identity/identity.ts";
import type { PartyFilter } from "../party/filter.ts";

/** Reports of these outlets on contacts and agreements of these parties: filed, changed by a retraction, retracted. */
export function reportWatch(
  outlets: readonly string[] | null | undefined,
  parties: PartyFilter | null | undefined,
): Watch {
  const watch = partyWatch("REPORT", parties);
  if (!isGiven(outlets)) return watch;
  const outletIds = listOf(outlets, ["outlets"]).map((slug) => idOf("outlet", slug));
  return {
    ...watch,
    match: async (statements, changes) => {
      const ofParties = await watch.match(statements, changes);
      const rows = await statements.$queryRaw<{ id: string }[]>`
        SELECT id FROM report
        WHERE id = ANY(${ofParties.map(({ id }) => id)}::uuid[]) AND outlet_id = ANY(${outletIds}::uuid[])`;
      const matching = new Set(rows.map(({ id }) => id));
      return ofParties.filter(({ id }) => matching.has(id));
    },
  };
}
