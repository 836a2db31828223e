import { type Field, readParticipant } from "../claim/notation.ts";
import { independentReports, type Source } from "../evidence/independence.ts";
import { evidenceOf, type LiveClaim, supportingReports, valuesShown } from "../evidence/rules.ts";
import { type AgreementKind, agreementKinds, type ParticipantValue } from "../report/filing.ts";
import { datesCompatible, parseFuzzyDate } from "../time/date.ts";

/** An agreement as its live claims show it; people, parties and organizations by their keys. */
export interface AgreementState {
  readonly title: string;
  readonly kind: AgreementKind;
  readonly establishes: string | null;
  readonly purpose: string | null;
  /** EDTF, of its acts. */
  readonly date: string | null;
  readonly acts: readonly { kind: "SIGNED" | "ENDORSED"; by: readonly ParticipantValue[] }[];
  readonly parties: readonly string[];
  readonly reports: readonly string[];
  readonly independentOutlets: number;
  readonly disputed: boolean;
}

/**
 * What the live claims on an agreement, in the order in which they were recorded, make of it. Its parties are
 * those that a claim names, and those for whom somebody signed or endorsed it. `untitled` stands in for a title that
 * nobody gives: the slug, or what it was called while it had claims.
 */
export function deriveAgreement(
  untitled: string,
  claims: readonly LiveClaim[],
  sources: ReadonlyMap<string, Source>,
): AgreementState {
  const evidence = evidenceOf("agreement", claims, sources);
  const one = (field: Field) => evidence.find((known) => known.field === field)?.value ?? null;
  const signatories = valuesShown(evidence, "SIGNATORIES").map(readParticipant);
  const endorsers = valuesShown(evidence, "ENDORSERS").map(readParticipant);
  const acts = [
    { kind: "SIGNED" as const, by: signatories },
    { kind: "ENDORSED" as const, by: endorsers },
  ];
  const actors = [...signatories, ...endorsers].flatMap(({ party }) => (party === undefined ? [] : [party]));
  return {
    title: one("TITLE") ?? untitled,
    kind: agreementKinds.find((known) => known === one("KIND")) ?? "OTHER",
    establishes: one("ESTABLISHES"),
    purpose: one("PURPOSE"),
    date: one("DATE"),
    acts: acts.filter(({ by }) => by.length > 0),
    parties: [...new Set([...valuesShown(evidence, "PARTIES"), ...actors])],
    reports: [
      ...new Set(claims.filter(({ stance }) => stance !== "INFERRED").map(({ reportId }) => reportId)),
    ],
    independentOutlets: independentReports(supportingReports(claims), sources),
    disputed: evidence.some(({ verdict }) => verdict === "DISPUTED"),
  };
}

/** A contact that a claim links to an agreement; the date is EDTF. */
export interface ContactLink {
  readonly id: string;
  readonly date: string | null;
}

/**
 * The id of the contact at which an act was done: of those that a claim links to the agreement, the earliest whose
 * date can be the act's; null where there is none.
 */
export function contactOfAct(actDate: string | null, contacts: readonly ContactLink[]): string | null {
  const fits = (date: string | null) =>
    actDate === null || date === null || datesCompatible(parseFuzzyDate(actDate), parseFuzzyDate(date));
  return contacts.find(({ date }) => fits(date))?.id ?? null;
}
