import type { Claim } from "../../prisma/client/client.ts";
import type { Reads } from "../cache/reads.ts";
import { tag } from "../cache/tags.ts";
import { manyByParent, oneById } from "../database/batch.ts";
import type { Statements } from "../database/database.ts";
import { type Columns, rowsById, time } from "../database/json.ts";

export const CLAIM: Columns<Claim> = {
  id: "id",
  reportId: "report_id",
  position: "position",
  contactId: "contact_id",
  agreementId: "agreement_id",
  field: "field",
  value: "value",
  stance: "stance",
  quote: "quote",
  recordedAt: time("recorded_at"),
  retractedAt: time("retracted_at"),
};

export function claimLoaders(statements: Statements, reads: Reads) {
  return {
    byId: oneById<Claim>((ids) => rowsById(statements, "claim", CLAIM, ids), {
      reads,
      name: "claim",
      // The log tells of claims by their reports.
      on: (claim) => (claim === null ? null : [tag("REPORT", claim.reportId)]),
    }),
    /** The claims of a report, retracted ones too, in the order of the report. */
    ofReport: manyByParent(
      (claim: Claim) => claim.reportId,
      (ids) => statements.claim.findMany({ where: { reportId: { in: ids } }, orderBy: { position: "asc" } }),
      { reads, name: "claims of report", on: (_, id) => [tag("REPORT", id)] },
    ),
  };
}
