import { type Database, Prisma, type Statements } from "../database/database.ts";
import {
  DomainError,
  InvalidInput,
  NotFound,
  type Rejection,
  rejectionOf,
  Unavailable,
} from "../errors/errors.ts";
import { beginWriting, type WriteAction } from "../history/write.ts";
import { idOf } from "../identity/identity.ts";
import type { Filing } from "./filing.ts";
import { type Known, loadKnown } from "./known.ts";
import { mustFollow, type Plan, planFiling, refuseChanged } from "./plan.ts";
import { digestOf, type SignedPlan, storePlans } from "./store.ts";

/** What became of a filing. */
export type FilingResult =
  /** `isMerge`: something that it has claims on was in the record before. */
  | {
      outcome: "created";
      reportId: string;
      contacts: readonly string[];
      agreements: readonly string[];
      isMerge: boolean;
    }
  /** The same content was filed before under the same idempotency key. */
  | { outcome: "unchanged"; reportId: string }
  | { outcome: "rejected"; reason: Rejection };

export interface FilingOptions {
  /** Only work out what would become of the filings, and store nothing. */
  readonly dryRun?: boolean;
  /** Who files; "readout" where it is not given. */
  readonly actor?: string;
  /** What the history calls it; FILED where it is not given. */
  readonly action?: WriteAction;
  readonly reason?: string;
  /** Looks at the record before anything is stored, when no other writer can come between; what it throws rejects all. */
  readonly check?: (statements: Statements) => Promise<void>;
}

/** A filing, and who files it: the name of a key, or of a part of Readout. */
export interface Submission {
  readonly filing: Filing;
  readonly actor: string;
}

/**
 * Files reports, in their order, in one transaction; the only way into the record. A filing that cannot be taken is
 * rejected alone, with its reason, and leaves no trace. Results are in the order of the filings.
 */
export async function fileReports(
  database: Pick<Database, "prisma">,
  filings: readonly Filing[],
  { actor = "readout", ...options }: FilingOptions = {},
): Promise<FilingResult[]> {
  const submissions = filings.map((filing) => ({ filing, actor }));
  return fileTogether(database, submissions, { ...options, areApart: false });
}

/**
 * The same for filings of several users, who know nothing of one another: what comes of each is a version of its own,
 * as if it had been filed in a transaction of its own.
 */
export async function fileSubmissions(
  database: Pick<Database, "prisma">,
  submissions: readonly Submission[],
): Promise<FilingResult[]> {
  return fileTogether(database, submissions, { areApart: true });
}

type Options = Omit<FilingOptions, "actor"> & {
  /** Is what was between two of the filings kept? */
  readonly areApart: boolean;
};

async function fileTogether(
  database: Pick<Database, "prisma">,
  submissions: readonly Submission[],
  options: Options,
): Promise<FilingResult[]> {
  try {
    return await database.prisma.$transaction((statements) => fileAll(statements, submissions, options));
  } catch (error) {
    const reason = constraintReason(error);
    if (reason === null) throw error;
    // A rule of the database was broken by one of them, and all were undone: find it, and file the others.
    if (submissions.length === 1) return [{ outcome: "rejected", reason: rejectionOf(reason) }];
    const middle = Math.ceil(submissions.length / 2);
    return [
      ...(await fileTogether(database, submissions.slice(0, middle), options)),
      ...(await fileTogether(database, submissions.slice(middle), options)),
    ];
  }
}

async function fileAll(
  statements: Statements,
  submissions: readonly Submission[],
  { dryRun = false, action = "FILED", reason, check, areApart }: Options,
): Promise<FilingResult[]> {
  const recordedAt = await beginWriting(statements, submissions.length);
  await check?.(statements);
  const results: FilingResult[] = [];
  let rest = submissions;
  while (rest.length > 0) {
    const known = await loadKnown(
      statements,
      rest.map(({ filing }) => filing),
    );
    const plans: SignedPlan[] = [];
    let done = 0;
    for (const { filing, actor } of rest) {
      // Where nothing is stored, what the filings before bring is all that is known of them.
      if (!dryRun && mustFollow(filing, plans, known)) break;
      done++;
      const { result, plan } = await planOne(statements, filing, known, plans);
      if (plan !== null) {
        plans.push({
          ...plan,
          actor,
          action,
          reason: reason ?? null,
          recordedAt: recordedAt(results.length),
          addedTo: null,
        });
      }
      results.push(result);
    }
    if (!dryRun) await storePlans(statements, plans, areApart);
    rest = rest.slice(done);
  }
  return results;
}

async function planOne(
  statements: Statements,
  filing: Filing,
  known: Known,
  before: readonly Plan[],
): Promise<{ result: FilingResult; plan: (Plan & { digest: string }) | null }> {
  try {
    const digest = digestOf(filing);
    const existing =
      filing.idempotencyKey === undefined ? undefined : known.reports.get(filing.idempotencyKey);
    if (existing !== undefined) {
      refuseChanged(filing, existing, digest);
      return { plan: null, result: { outcome: "unchanged", reportId: existing.id } };
    }
    const draft = planFiling(filing, known);
    const plan = {
      ...draft,
      digest,
      cites: [...draft.cites, ...(await latestReports(statements, draft, before))],
    };
    plan.commit();
    if (filing.idempotencyKey !== undefined) {
      known.reports.set(filing.idempotencyKey, { id: plan.reportId, digest });
    }
    const { reportId, contacts, agreements } = plan;
    const isMerge =
      contacts.some((id) => !plan.newContacts.includes(id)) ||
      agreements.some((slug) => !plan.newAgreements.includes(slug));
    return { plan, result: { outcome: "created", reportId, contacts, agreements, isMerge } };
  } catch (error) {
    if (error instanceof DomainError)
      return { plan: null, result: { outcome: "rejected", reason: rejectionOf(error) } };
    throw error;
  }
}

/**
 * Adds claims to a report that is in the record, in the caller's transaction, once it began to write: `filing` has the
 * claims, and the report's own outlet and title. Gives what they came to. Throws a DomainError.
 */
export async function addClaims(
  statements: Statements,
  reportId: string,
  filing: Filing,
  { actor, recordedAt }: { actor: string; recordedAt: string },
): Promise<Plan> {
  const known = await loadKnown(statements, [filing]);
  const plan = planFiling(filing, known, reportId);
  const addedTo = await statements.claim.count({ where: { reportId } });
  const signature = { actor, action: "FILED" as const, reason: null, recordedAt, addedTo, digest: "" };
  await storePlans(statements, [{ ...plan, ...signature }], false);
  return plan;
}

/** Of each outlet that the plan cites, the latest report on one of its subjects. */
async function latestReports(statements: Statements, plan: Plan, before: readonly Plan[]): Promise<string[]> {
  const reports: string[] = [];
  for (const [index, citation] of plan.filing.cites.entries()) {
    if (!("outlet" in citation)) continue;
    const report =
      before.findLast((other) => other.filing.outlet.slug === citation.outlet && shareSubject(plan, other))
        ?.reportId ?? (await latestReport(statements, plan, citation.outlet));
    if (report === undefined) {
      throw new NotFound(`The outlet "${citation.outlet}" has no report on what this filing is about`, {
        path: ["cites", index, "outlet"],
        expected: "an outlet with a report on one of the filing's contacts or agreements",
        got: citation.outlet,
      });
    }
    reports.push(report);
  }
  return reports;
}

function shareSubject(a: Plan, b: Plan): boolean {
  return (
    a.contacts.some((id) => b.contacts.includes(id)) ||
    a.agreements.some((slug) => b.agreements.includes(slug))
  );
}

async function latestReport(statements: Statements, plan: Plan, outlet: string): Promise<string | undefined> {
  const agreements = plan.agreements.map((slug) => idOf("agreement", slug));
  const [report] = await statements.$queryRaw<{ id: string }[]>`
    SELECT r.id FROM report r
    WHERE r.outlet_id = ${idOf("outlet", outlet)}::uuid AND r.id <> ${plan.reportId}::uuid AND EXISTS (
      SELECT FROM claim c WHERE c.report_id = r.id AND c.retracted_at IS NULL
        AND (c.contact_id = ANY(${[...plan.contacts]}::uuid[]) OR c.agreement_id = ANY(${agreements}::uuid[])))
    ORDER BY r.sort_day DESC, r.recorded_at DESC LIMIT 1`;
  return report?.id;
}

/** What is wrong where an error is one of the database's own rules or a filing's, found while storing; else null. */
function constraintReason(error: unknown): DomainError | null {
  if (error instanceof Unavailable) return null; // Nothing is wrong with the filings.
  if (error instanceof DomainError) return error;
  if (!(error instanceof Prisma.PrismaClientKnownRequestError)) return null;
  const text = error.message;
  if (/citation_without_circle|would be cited by it in the end/.test(text)) {
    return new InvalidInput("The citations would form a circle", {
      path: ["cites"],
      expected: "reports that do not lead back to this one",
    });
  }
  const isRule =
    error.code === "P2002" || error.code === "P2003" || error.code === "P2004" || /`23\d{3}`/.test(text);
  if (!isRule) return null;
  return new InvalidInput("The filing breaks a rule of the database", {
    got: /constraint "([a-z_]+)"/.exec(text)?.[1] ?? error.code,
  });
}
