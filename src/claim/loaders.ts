import type { Claim } from "../../prisma/client/client.ts";
import { manyByParent, oneById } from "../database/batch.ts";
import type { Statements } from "../database/database.ts";

export function claimLoaders(statements: Statements) {
  return {
    byId: oneById<Claim>((ids) => statements.claim.findMany({ where: { id: { in: ids } } })),
    /** The claims of a report, retracted ones too, in the order of the report. */
    ofReport: manyByParent(
      (claim: Claim) => claim.reportId,
      (ids) => statements.claim.findMany({ where: { reportId: { in: ids } }, orderBy: { position: "asc" } }),
    ),
  };
}
