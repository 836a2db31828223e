import type { Database } from "../database/database.ts";
import { storeReferenceStates } from "../party/states.ts";
import { filingSchema } from "../report/filing.ts";
import { fileReports } from "../report/write.ts";
import { firstRecord } from "./filings.ts";

/** Files the first record where the database holds no report yet, and the states of ISO 3166 where it lacks them. True if it did file it. */
export async function loadFirstRecord(database: Database): Promise<boolean> {
  await storeReferenceStates(database);
  if ((await database.prisma.report.findFirst({ select: { id: true } })) !== null) return false;
  const results = await fileReports(
    database,
    firstRecord.map((filing) => filingSchema.parse(filing)),
  );
  for (const result of results) {
    if (result.outcome === "rejected")
      throw new Error(`The first record was refused: ${result.reason.message}`);
  }
  return true;
}
