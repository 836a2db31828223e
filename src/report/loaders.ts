import type { Report } from "../../prisma/client/client.ts";
import type { Reads } from "../cache/reads.ts";
import { idsOf, tag, tags } from "../cache/tags.ts";
import { ROW } from "../changes/aspects.ts";
import { manyByParent, oneById } from "../database/batch.ts";
import type { Statements } from "../database/database.ts";
import { type Columns, rowsById, time } from "../database/json.ts";

interface Link {
  parent: string;
  id: string;
}

/** A report as it is read: what it was filed under is for who files, and where it stands in time for who looks for it. */
export type ReportRow = Omit<Report, "key" | "digest" | "publishedEarliest" | "publishedLatest" | "sortDay">;

export const REPORT: Columns<ReportRow> = {
  id: "id",
  outletId: "outlet_id",
  title: "title",
  kind: "kind",
  publishedEdtf: "published_edtf",
  url: "url",
  language: "language",
  speakerId: "speaker_id",
  recordedAt: time("recorded_at"),
  retractedAt: time("retracted_at"),
};

export function reportLoaders(statements: Statements, reads: Reads) {
  const linked = (
    name: string,
    entity: "REPORT" | "CONTACT" | "AGREEMENT",
    fetch: (ids: string[]) => Promise<Link[]>,
  ) =>
    manyByParent((link: Link) => link.parent, fetch, {
      reads,
      name,
      // Their order depends on what is linked.
      on: (links, id) => [tag("REPORT", id), ...tags(entity, idsOf(links))],
    });
  return {
    byId: oneById<ReportRow>((ids) => rowsById(statements, "report", REPORT, ids), {
      reads,
      name: "report",
      on: (_, id) => [tag("REPORT", id, ROW)],
    }),
    /** Ids of the reports that a report cites, the earliest first. */
    cites: linked(
      "reports that report cites",
      "REPORT",
      (ids) => statements.$queryRaw`
        SELECT c.citing_id AS parent, c.cited_id AS id FROM citation c JOIN report r ON r.id = c.cited_id
        WHERE c.citing_id = ANY(${ids}::uuid[]) ORDER BY r.sort_day, r.recorded_at, r.id`,
    ),
    /** Ids of the reports that cite a report, the earliest first. */
    citedBy: linked(
      "reports that cite report",
      "REPORT",
      (ids) => statements.$queryRaw`
        SELECT c.cited_id AS parent, c.citing_id AS id FROM citation c JOIN report r ON r.id = c.citing_id
        WHERE c.cited_id = ANY(${ids}::uuid[]) ORDER BY r.sort_day, r.recorded_at, r.id`,
    ),
    /** Ids of the contacts that a report has live claims on. */
    contacts: linked(
      "contacts of report",
      "CONTACT",
      (ids) => statements.$queryRaw`
        SELECT l.report_id AS parent, l.contact_id AS id FROM contact_report l JOIN contact c ON c.id = l.contact_id
        WHERE l.report_id = ANY(${ids}::uuid[]) ORDER BY c.sort_day DESC, c.id DESC`,
    ),
    /** Ids of the agreements that a report has live claims on. */
    agreements: linked(
      "agreements of report",
      "AGREEMENT",
      (ids) => statements.$queryRaw`
        SELECT l.report_id AS parent, l.agreement_id AS id
        FROM agreement_report l JOIN agreement a ON a.id = l.agreement_id
        WHERE l.report_id = ANY(${ids}::uuid[]) ORDER BY a.sort_day DESC, a.id DESC`,
    ),
  };
}
