import type { Database } from "../../src/database/database.ts";
import { type FilingInput, filingSchema } from "../../src/report/filing.ts";
import { type FilingResult, fileReports } from "../../src/report/write.ts";

/** Files reports as an importer does. */
export function file(database: Database, ...filings: FilingInput[]): Promise<FilingResult[]> {
  return fileReports(
    database,
    filings.map((filing) => filingSchema.parse(filing)),
  );
}

/** The same, for filings that must be taken. */
export async function mustFile(
  database: Database,
  ...filings: FilingInput[]
): Promise<Exclude<FilingResult, { outcome: "rejected" }>[]> {
  const results = await file(database, ...filings);
  return results.map((result) => {
    if (result.outcome === "rejected") throw new Error(JSON.stringify(result.reason, null, 2));
    return result;
  });
}
