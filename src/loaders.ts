import { agreementLoaders } from "./agreement/loaders.ts";
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

/** What one request loads with: each thing once, and all of a kind that is wanted at a time in one statement. */
export function createLoaders(statements: Statements) {
  return {
    agreement: agreementLoaders(statements),
    claim: claimLoaders(statements),
    contact: contactLoaders(statements),
    history: new HistoryLoader(statements),
    outlet: outletLoaders(statements),
    pages: new PageLoader(statements),
    party: partyLoaders(statements),
    person: personLoaders(statements),
    report: reportLoaders(statements),
    topic: topicLoaders(statements),
  };
}

export type Loaders = ReturnType<typeof createLoaders>;
