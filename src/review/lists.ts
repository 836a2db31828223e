import { allOf } from "../database/conditions.ts";
import { Prisma } from "../database/database.ts";
import type { List } from "../paging/keyset.ts";
import { type ReportFilter, reportList } from "../report/lists.ts";

/** Reports that wait for an editor, the latest published first. */
export function unreviewedList(filter: ReportFilter | null | undefined): List {
  const { where, ...list } = reportList(filter);
  const isWaiting = Prisma.sql`r.retracted_at IS NULL
    AND r.id IN (SELECT q.report_id FROM review q WHERE q.reviewed_at IS NULL)`;
  return { ...list, where: allOf([isWaiting, where]) };
}
