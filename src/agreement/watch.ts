import { partyWatch, type Watch } from "../changes/watch.ts";
import type { PartyFilter } from "../party/filter.ts";

/** Changes of agreements between these parties, or that were between them before. */
export function agreementWatch(parties: PartyFilter | null | undefined): Watch {
  return partyWatch("AGREEMENT", parties);
}
