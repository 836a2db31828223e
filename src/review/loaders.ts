import type { Reads } from "../cache/reads.ts";
import { manyByParent } from "../database/batch.ts";
import type { Statements } from "../database/database.ts";
import { loadSuggestions, type SuggestedClaim } from "./suggestions.ts";

export function reviewLoaders(statements: Statements, reads: Reads) {
  return {
    /** Suggestions for a report, in the order of its words. Made anew each time: they follow from all leaders who are known. */
    suggestions: manyByParent(
      ({ report }: SuggestedClaim & { report: string }) => report,
      async (ids) =>
        (await loadSuggestions(statements, ids)).flatMap(({ reportId, suggestions }) =>
          suggestions.map((one) => ({ ...one, report: reportId })),
        ),
      { reads, name: "suggestions of report", on: () => null },
    ),
  };
}
