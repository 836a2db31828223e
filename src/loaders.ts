import { agreementLoaders } from "./agreement/loaders.ts";
import { Reads } from "./cache/reads.ts";
import { claimLoaders } from "./claim/loaders.ts";
import { contactLoaders } from "./contact/loaders.ts";
import type { Statements } from "./database/database.ts";
import { HistoryLoader } from "./history/loaders.ts";
import { outletLoaders } from "./outlet/loaders.ts";
import { PageLoader } from "./paging/loader.ts";
import { partyLoaders } from "./party/loaders.ts";
import { personLoaders } from "./person/loaders.ts";
import { relationshipLoaders } from "./relationship/loaders.ts";
import { reportLoaders } from "./report/loaders.ts";
import { topicLoaders } from "./topic/loaders.ts";

/**
 * What one request loads with: each thing once, and all of a kind that is wanted at a time in one statement; or from a
 * cache that outlives the request.
 */
export function createLoaders(statements: Statements, reads = new Reads()) {
  const pages = new PageLoader(statements, reads);
  return {
    agreement: agreementLoaders(statements, reads),
    claim: claimLoaders(statements, reads),
    contact: contactLoaders(statements, reads),
    history: new HistoryLoader(statements, reads),
    outlet: outletLoaders(statements, reads),
    pages,
    party: partyLoaders(statements, reads),
    person: personLoaders(statements, reads),
    relationship: relationshipLoaders(statements, pages),
    report: reportLoaders(statements, reads),
    topic: topicLoaders(statements, reads),
  };
}

export type Loaders = ReturnType<typeof createLoaders>;
