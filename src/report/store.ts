import { hash } from "node:crypto";
import { createAgreements, deriveAgreements } from "../agreement/write.ts";
import { createContacts, deriveContacts } from "../contact/write.ts";
import type { Statements } from "../database/database.ts";
import { insertRows } from "../database/rows.ts";
import { together } from "../database/together.ts";
import { newWrite, storeWrites, type WriteAction } from "../history/write.ts";
import { idOf } from "../identity/identity.ts";
import { writeSearchEntries } from "../search/write.ts";
import { dateColumns } from "../time/columns.ts";
import { storeDescriptions } from "./describe.ts";
import type { Filing } from "./filing.ts";
import type { Plan } from "./plan.ts";

/** A plan, and the write that it is recorded as. */
export type SignedPlan = Plan & {
  readonly actor: string;
  readonly action: WriteAction;
  readonly reason: string | null;
  readonly recordedAt: string;
  /** How many claims its report has already, where that is in the record; null for a new report. */
  readonly addedTo: number | null;
  /** Of the filing. */
  readonly digest: string;
};

/**
 * Stores what the filings bring, and all that follows from it; where they are apart, what was between two of them is
 * kept as well.
 */
export async function storePlans(
  statements: Statements,
  plans: readonly SignedPlan[],
  areApart: boolean,
): Promise<void> {
  const [first] = plans;
  if (first === undefined) return;
  await storeDescriptions(
    statements,
    plans.map(({ filing }) => filing.describes),
  );
  await storeOutlets(statements, plans);
  const filed = plans.filter(({ addedTo }) => addedTo === null);
  await together(
    () => storeReports(statements, filed),
    () =>
      createContacts(
        statements,
        plans.flatMap((plan) => plan.newContacts),
        first.recordedAt,
      ),
    () =>
      createAgreements(
        statements,
        plans.flatMap((plan) => plan.newAgreements),
        first.recordedAt,
      ),
  );
  const writes = plans.map(({ recordedAt, actor, action, reason, reportId }) =>
    newWrite({ at: recordedAt, actor, action, reason, reportId }),
  );
  const beside = [
    () => storeWrites(statements, writes),
    () => storeContactKeys(statements, plans),
    () => storeCitations(statements, plans),
    () => storeReportSearch(statements, filed),
    () => storeReviews(statements, filed),
  ];
  // Nobody sees what was between the filings of one user's batch.
  for (const part of areApart ? withoutCommonSubjects(plans) : [plans]) {
    // What else there is to write goes with the first claims.
    await together(...beside.splice(0), () => storeClaims(statements, part));
    const reports = new Set(part.map(({ reportId }) => reportId));
    const own = writes.filter(({ reportId }) => reportId !== null && reports.has(reportId));
    await deriveAgreements(statements, [...new Set(part.flatMap((plan) => plan.agreements))], own);
    await deriveContacts(statements, [...new Set(part.flatMap((plan) => plan.contacts))], own);
  }
}

async function storeContactKeys(statements: Statements, plans: readonly Plan[]): Promise<void> {
  const keys = plans.flatMap((plan) => plan.contactKeys);
  await insertRows(
    statements,
    "contact_key",
    keys.map(({ key, contactId }) => ({ key, contact_id: contactId })),
    "ignore",
  );
}

/** Parts of the plans, in each of which no two are on one contact or agreement; those on one stay in their order. */
function withoutCommonSubjects(plans: readonly SignedPlan[]): SignedPlan[][] {
  const parts: SignedPlan[][] = [];
  const next = new Map<string, number>();
  for (const plan of plans) {
    const subjects = [...plan.contacts, ...plan.agreements];
    const place = Math.max(0, ...subjects.map((subject) => next.get(subject) ?? 0));
    for (const subject of subjects) next.set(subject, place + 1);
    const part = parts[place] ?? [];
    parts[place] = [...part, plan];
  }
  return parts;
}

async function storeOutlets(statements: Statements, plans: readonly Plan[]): Promise<void> {
  const outlets = plans.filter((plan) => plan.isNewOutlet).map((plan) => plan.filing.outlet);
  await insertRows(
    statements,
    "outlet",
    outlets.map(({ slug, name, kind, country, url }) => ({
      id: idOf("outlet", slug),
      slug,
      name: name ?? slug,
      kind: kind ?? "WEBSITE",
      country_id: country === undefined ? null : idOf("party", country),
      url: url ?? null,
    })),
  );
  await insertRows(
    statements,
    "outlet_voice",
    outlets.flatMap(({ slug, speaksFor = [] }) =>
      [...new Set(speaksFor)].map((office) => ({
        outlet_id: idOf("outlet", slug),
        office_id: idOf("office", office),
      })),
    ),
  );
  await writeSearchEntries(
    statements,
    outlets.map(({ slug, name = slug }) => ({
      kind: "OUTLET",
      id: idOf("outlet", slug),
      title: name,
      body: "",
    })),
  );
}

async function storeReports(statements: Statements, plans: readonly SignedPlan[]): Promise<void> {
  await insertRows(
    statements,
    "report",
    plans.map(({ reportId, filing, recordedAt, digest }) => {
      const { title, kind, publishedOn, url, language, speaker } = filing.report;
      const { edtf, earliest, latest, sortDay } = dateColumns(publishedOn);
      return {
        id: reportId,
        outlet_id: idOf("outlet", filing.outlet.slug),
        title,
        kind,
        published_edtf: edtf,
        published_earliest: earliest,
        published_latest: latest,
        sort_day: sortDay,
        url: url ?? null,
        language: language ?? null,
        speaker_id: speaker === undefined ? null : idOf("person", speaker),
        key: filing.idempotencyKey ?? null,
        digest,
        recorded_at: recordedAt,
      };
    }),
  );
}

async function storeReportSearch(statements: Statements, plans: readonly Plan[]): Promise<void> {
  await writeSearchEntries(
    statements,
    plans.map(({ reportId, filing }) => ({
      kind: "REPORT",
      id: reportId,
      title: filing.report.title,
      body: "",
    })),
  );
}

async function storeReviews(statements: Statements, plans: readonly Plan[]): Promise<void> {
  await insertRows(
    statements,
    "review",
    plans
      .filter(({ filing }) => filing.claims.length === 0)
      .map(({ reportId, filing }) => ({
        report_id: reportId,
        text: filing.report.text ?? null,
        accepted: [],
      })),
  );
}

async function storeCitations(statements: Statements, plans: readonly Plan[]): Promise<void> {
  const rows = plans.flatMap(({ reportId, cites }) =>
    cites.map((cited) => ({ citing_id: reportId, cited_id: cited })),
  );
  await insertRows(statements, "citation", rows, "ignore");
}

async function storeClaims(statements: Statements, plans: readonly SignedPlan[]): Promise<void> {
  await insertRows(
    statements,
    "claim",
    plans.flatMap(({ reportId, claims, recordedAt, addedTo }) =>
      claims.map(({ contactId, agreement, field, value, stance, quote }, place) => ({
        id: idOf("claim", `${reportId} ${(addedTo ?? 0) + place}`),
        report_id: reportId,
        position: (addedTo ?? 0) + place,
        contact_id: contactId,
        agreement_id: agreement === null ? null : idOf("agreement", agreement),
        field,
        value,
        stance,
        quote,
        recorded_at: recordedAt,
      })),
    ),
  );
}

/** Equal for equal filings, whatever the order of their keys. */
export function digestOf(filing: Filing): string {
  return hash("sha256", JSON.stringify(sorted(filing)));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  // Without a prototype, so that "__proto__" is a key like others.
  const members: Record<string, unknown> = { __proto__: null };
  for (const key of Object.keys(value).sort()) {
    const member = (value as Record<string, unknown>)[key];
    if (member !== undefined) members[key] = sorted(member);
  }
  return members;
}
