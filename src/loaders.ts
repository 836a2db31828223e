import { agreementLoaders } from "./agreement/loaders.ts";
import type { CoherentCache } from "./cache/cache.ts";
import { claimLoaders } from "./claim/loaders.ts";
import { contactLoaders } from "./contact/loaders.ts";
import type { Statements } from "./database/database.ts";
import { HistoryLoader } from "./history/loaders.ts";
import { outletLoaders } from "./outlet/loaders.ts";
import { PageLoader } from "./paging/loader.ts";
import { partyLoaders } from "./party/loaders.ts";
import { personLoaders } from "./person/loaders.ts";
import { reportLoaders } from "./report/loaders.ts";
import { topicLoaders } from "./topic/loaders.ts";

/**
 * What one request loads with: each thing once, and all of a kind that is wanted at a time in one statement; or from a
 * cache that outlives the request.
 */
export function createLoaders(statements: Statements, cache: CoherentCache | null = null) {
  return {
    agreement: agreementLoaders(statements, cache),
    claim: claimLoaders(statements, cache),
    contact: contactLoaders(statements, cache),
    history: new HistoryLoader(statements),
    outlet: outletLoaders(statements, cache),
    pages: new PageLoader(statements, cache),
    party: partyLoaders(statements, cache),
    person: personLoaders(statements, cache),
    report: reportLoaders(statements, cache),
    topic: topicLoaders(statements, cache),
  };
}

export type Loaders = ReturnType<typeof createLoaders>;
