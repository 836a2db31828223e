import type { Database, Statements } from "../database/database.ts";
import { Conflict, DomainError, errorFrom, InvalidInput, NotFound, rejectionOf } from "../errors/errors.ts";
import { beginWriting } from "../history/write.ts";
import { readFiling } from "../report/filing.ts";
import type { Plan } from "../report/plan.ts";
import { retractReport } from "../report/retract.ts";
import { addClaims } from "../report/write.ts";
import { loadSuggestions, type Reviewed, type SuggestedClaim } from "./suggestions.ts";

/** An editor's answer to what is suggested for a report. */
export interface Acceptance {
  /** The uuid of the report. */
  readonly report: string;
  /** Ids of suggestions; null for all of them. */
  readonly suggestions: readonly string[] | null;
  /** The uuid of the contact that they are about; null for the one that fits, or a new one. */
  readonly contact: string | null;
  readonly actor: string;
}

/**
 * Suggestions become claims of their report, in the way of a filing, and the report waits no more. Those that were
 * accepted before stay as they are: gives whether there were others. Throws NotFound, Conflict for a report that was
 * dismissed or retracted, Ambiguous where several contacts fit, and InvalidInput.
 */
export async function acceptSuggestions(
  database: Pick<Database, "prisma">,
  acceptance: Acceptance,
): Promise<{ isNew: boolean }> {
  return database.prisma.$transaction(async (statements) => {
    const recordedAt = await beginWriting(statements);
    const reviewed = await loadReviewed(statements, acceptance.report);
    const chosen = choose(reviewed, acceptance.suggestions);
    const fresh = chosen.filter(({ suggestion }) => !suggestion.isAccepted);
    if (fresh.length === 0) return { isNew: false };
    const suggestions = fresh.map(({ suggestion }) => suggestion);
    const filing = filingOf(reviewed, suggestions, acceptance.contact);
    const at = recordedAt(0);
    const plan = await addClaims(statements, acceptance.report, filing, {
      actor: acceptance.actor,
      recordedAt: at,
    }).catch((error: unknown) => {
      throw error instanceof DomainError ? ofSuggestion(error, fresh) : error;
    });
    await statements.$executeRaw`
      UPDATE review SET reviewed_at = coalesce(reviewed_at, ${at}::timestamptz),
        accepted = accepted || ${suggestions.map(({ id }) => id)}::text[],
        subjects = subjects || ${JSON.stringify(subjectsOf(plan, suggestions))}::jsonb
      WHERE report_id = ${acceptance.report}::uuid`;
    return { isNew: true };
  });
}

/** A report that says nothing of contacts or agreements waits no more: it is retracted. Throws NotFound and Conflict. */
export async function dismissReport(
  database: Pick<Database, "prisma">,
  { report, reason, actor }: { report: string; reason: string; actor: string },
): Promise<void> {
  await retractReport(database, {
    id: report,
    reason,
    actor,
    check: async (statements) => {
      await loadReviewed(statements, report);
      const row = await statements.review.findUnique({ where: { reportId: report } });
      if (row?.reviewedAt == null) return;
      throw new Conflict("The report was reviewed, and has claims: they can be retracted", {
        path: ["report"],
        expected: "a report that waits",
        got: report,
      });
    },
  });
}

async function loadReviewed(statements: Statements, report: string): Promise<Reviewed> {
  const [reviewed] = await loadSuggestions(statements, [report]);
  if (reviewed === undefined) {
    throw new NotFound("There is no such report that waits, or waited, for its claims", {
      path: ["report"],
      expected: "the id of a report that was filed without claims",
      got: report,
    });
  }
  if (!reviewed.isRetracted) return reviewed;
  throw new Conflict("The report was dismissed or retracted", {
    path: ["report"],
    expected: "a report that counts",
    got: report,
  });
}

interface Chosen {
  readonly suggestion: SuggestedClaim;
  /** Its place among the ids that were given. */
  readonly place: number;
}

function choose({ suggestions }: Reviewed, ids: readonly string[] | null): Chosen[] {
  const all = suggestions.map((suggestion, place) => ({ suggestion, place }));
  if ((ids ?? suggestions).length === 0) {
    throw new InvalidInput("There is nothing to accept", {
      path: ["suggestions"],
      expected: "the keys of suggestions; a report without any is dismissed, or filed with claims",
      got: ids,
    });
  }
  if (ids === null) return all;
  return [...new Set(ids)].map((id) => {
    const suggestion = suggestions.find((one) => one.id === id);
    if (suggestion !== undefined) return { suggestion, place: ids.indexOf(id) };
    throw new NotFound("The report has no such suggestion", {
      path: ["suggestions", ids.indexOf(id)],
      expected: "the key of one of its suggestions, as it has them now",
      got: id,
    });
  });
}

/** The suggestions as a filing of their report, each thing described by what is accepted of it. */
function filingOf(reviewed: Reviewed, suggestions: readonly SuggestedClaim[], contact: string | null) {
  const contacts = new Set(suggestions.filter(isOnContact).map(({ subject }) => subject.ref));
  if (contact !== null && contacts.size > 1) {
    throw new InvalidInput("The suggestions are on several contacts", {
      path: ["contact"],
      expected: "a contact for suggestions on one",
      got: contact,
    });
  }
  const refs = new Map(
    [...new Set(suggestions.map(({ subject }) => subject.ref))].map((ref): [string, object] => {
      const own = suggestions.filter(({ subject }) => subject.ref === ref);
      const known = (contacts.has(ref) ? contact : null) ?? reviewed.subjects[ref];
      if (known !== undefined) return [ref, contacts.has(ref) ? { contact: known } : { agreement: known }];
      return [ref, contacts.has(ref) ? newContact(ref, own) : newAgreement(ref, own, reviewed)];
    }),
  );
  return readFiling({
    outlet: { slug: reviewed.outlet },
    report: { title: reviewed.title, kind: "READOUT" },
    claims: suggestions.map(({ subject, field, value, stance, words }) => ({
      subject: refs.get(subject.ref),
      field,
      value: field === "AGREEMENTS" ? (reviewed.subjects[String(value)] ?? value) : value,
      stance,
      quote: words,
    })),
  });
}

function isOnContact({ subject }: SuggestedClaim): boolean {
  return subject.kind === "contact";
}

function newContact(ref: string, own: readonly SuggestedClaim[]) {
  const value = (name: string) => own.find(({ field }) => field === name)?.value;
  const parties = partiesOf(own);
  const kind = value("KIND");
  if (parties.length < 2 || kind === undefined) {
    throw new InvalidInput("Without its kind and participants nobody knows which contact it is", {
      path: ["suggestions"],
      expected: "the suggestions of its kind and at least two participants among them, or `contact`",
    });
  }
  return { newContact: { ref, parties, kind, date: value("DATE") } };
}

/** The title is what it is named by, accepted as a claim or not. */
function newAgreement(ref: string, own: readonly SuggestedClaim[], { suggestions }: Reviewed) {
  const title = suggestions.find(({ subject, field }) => subject.ref === ref && field === "TITLE")?.value;
  const kind = own.find(({ field }) => field === "KIND")?.value;
  return { newAgreement: { ref, title, kind, parties: partiesOf(own) } };
}

function partiesOf(own: readonly SuggestedClaim[]): string[] {
  return [...new Set(own.flatMap(({ value }) => (value as { party?: string } | null)?.party ?? []))];
}

function subjectsOf({ claims }: Plan, suggestions: readonly SuggestedClaim[]): Record<string, string> {
  return Object.fromEntries(
    suggestions.map(({ subject }, place) => [
      subject.ref,
      claims[place]?.contactId ?? claims[place]?.agreement ?? "",
    ]),
  );
}

/** The error of a claim as one of the suggestion that it was. */
function ofSuggestion(error: DomainError, fresh: readonly Chosen[]): Error {
  const { path, ...reason } = rejectionOf(error);
  const [first, index] = path;
  if (first !== "claims" || typeof index !== "number") return error;
  return errorFrom({ ...reason, path: ["suggestions", fresh[index]?.place ?? index] });
}
