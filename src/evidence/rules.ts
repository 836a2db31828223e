import { type Field, readParticipant, type SubjectKind } from "../claim/notation.ts";
import { idOf } from "../identity/identity.ts";
import type { ParticipantValue, Stance } from "../report/filing.ts";
import { type FieldRule, fieldRule } from "./fields.ts";
import { independentReports, type Source } from "./independence.ts";

/** A claim that is not retracted. */
export interface LiveClaim {
  readonly id: string;
  readonly reportId: string;
  readonly field: Field;
  /** As stored; null for WITHHOLDS. */
  readonly value: string | null;
  readonly stance: Stance;
}

export type Verdict = "CORROBORATED" | "SINGLE_SOURCE" | "DISPUTED" | "DENIED" | "INFERRED";

/** What is known of one field, or of one value of a field that holds several, and who says so. */
export interface Evidence {
  readonly field: Field;
  /** The value shown; null where nobody gives one, or all that is said is a denial. */
  readonly value: string | null;
  readonly verdict: Verdict;
  /** Outlets that state, confirm or hedge it and are independent of one another. */
  readonly independentOutlets: number;
  /** For, against, and withholding, in the order in which they were recorded. */
  readonly claims: readonly LiveClaim[];
}

/**
 * The evidence for every field that a live claim is about; one for each value where values add up (participants,
 * topics, agreements). `claims` are those of one contact or agreement, in the order in which they were recorded.
 *
 * Which value is shown: the one that the most independent outlets support, where a claim supports every value that
 * its own can hold together with; of those the narrowest; of those the earliest recorded. Hedged claims choose only
 * where nothing is stated or confirmed, and those that a machine has read only where nobody else gives a value. An
 * editor's inference is shown only where no report gives one, where it narrows the one they give, or where it is another
 * than only machines give.
 */
export function evidenceOf(
  subject: SubjectKind,
  claims: readonly LiveClaim[],
  sources: ReadonlyMap<string, Source>,
): Evidence[] {
  const byField = Map.groupBy(claims, (claim) => claim.field);
  return [...byField].flatMap(([field, ofField]) => {
    const rule = fieldRule(subject, field);
    if (rule !== "values add up") return [weigh(field, rule, ofField, sources)];
    const withheld = ofField.filter((claim) => claim.value === null);
    const groups = groupValues(field, ofField);
    if (groups.length === 0) return [weigh(field, SAME_VALUE, withheld, sources)];
    const withWithheld = (group: readonly LiveClaim[]) =>
      withheld.length === 0 ? group : [...group, ...withheld].sort(inOrderOf(ofField));
    return groups.map((group) => weigh(field, SAME_VALUE, withWithheld(group), sources));
  });
}

/** The values shown of a field that holds several. */
export function valuesShown(evidence: readonly Evidence[], field: Field): string[] {
  return evidence.flatMap((known) => (known.field === field && known.value !== null ? [known.value] : []));
}

/** Ids of the reports that say the thing happened: with a claim that states, confirms or hedges something of it. */
export function supportingReports(claims: readonly LiveClaim[]): string[] {
  return [...new Set(claims.filter(supports).map((claim) => claim.reportId))];
}

/** Claims that say so, even if "reportedly". */
function supports({ stance }: LiveClaim): boolean {
  return stance === "STATES" || stance === "CONFIRMS" || stance === "HEDGES";
}

function isFirm({ stance }: LiveClaim): boolean {
  return stance === "STATES" || stance === "CONFIRMS";
}

function weigh(
  field: Field,
  rule: FieldRule,
  claims: readonly LiveClaim[],
  sources: ReadonlyMap<string, Source>,
): Evidence {
  const count = (some: readonly LiveClaim[]) =>
    independentReports(
      some.map((claim) => claim.reportId),
      sources,
    );
  const said = claims.filter(supports);
  const firm = said.filter(isFirm);
  const byPeople = said.filter(({ reportId }) => sources.get(reportId)?.isMachineRead !== true);
  const inferences = ofPeople(
    claims.filter((claim) => claim.stance === "INFERRED"),
    sources,
  );
  const denials = claims.filter((claim) => claim.stance === "DENIES");

  const reported = choose(rule, [firm, byPeople].find(({ length }) => length > 0) ?? said, count);
  const inferred = choose(rule, inferences, count);
  const isInferred =
    inferred !== null &&
    (reported === null ||
      (rule.compatible(reported, inferred)
        ? rule.narrower(inferred, reported) < 0
        : byPeople.length === 0 && inferences.some((claim) => isOfPeople(claim, sources))));
  const value = isInferred ? inferred : reported;

  const holdsWith = (claim: LiveClaim) =>
    value !== null && claim.value !== null && rule.compatible(claim.value, value);
  const isDisputed = disagree(rule, said) || (value !== null && denials.some(holdsWith));
  const verdict = (): Verdict => {
    if (isDisputed) return "DISPUTED";
    if (value === null && denials.length > 0) return "DENIED";
    if (isInferred) return "INFERRED";
    return count(firm.filter(holdsWith)) >= 2 ? "CORROBORATED" : "SINGLE_SOURCE";
  };
  return {
    field,
    value,
    verdict: verdict(),
    independentOutlets: count(said.filter(holdsWith)),
    claims,
  };
}

/** What the keys of reports begin with whose claims a machine has read from the news. */
export const MACHINE_READ = "gdelt:";

/** The outlet of readings that a rule makes: what somebody has read counts before them. */
export const RULES_OUTLET = "readout-rules";

function ofPeople(
  inferences: readonly LiveClaim[],
  sources: ReadonlyMap<string, Source>,
): readonly LiveClaim[] {
  const own = inferences.filter((claim) => isOfPeople(claim, sources));
  return own.length > 0 ? own : inferences;
}

function isOfPeople({ reportId }: LiveClaim, sources: ReadonlyMap<string, Source>): boolean {
  return sources.get(reportId)?.outlet !== idOf("outlet", RULES_OUTLET);
}

function choose(
  rule: FieldRule,
  claims: readonly LiveClaim[],
  count: (claims: readonly LiveClaim[]) => number,
): string | null {
  let best: { value: string; support: number } | null = null;
  for (const value of new Set(claims.map((claim) => claim.value))) {
    if (value === null) continue;
    const support = count(
      claims.filter((claim) => claim.value !== null && rule.compatible(claim.value, value)),
    );
    const better =
      best === null ||
      support > best.support ||
      // Of values that cannot both hold, the shorter stretch of time is not the better known.
      (support === best.support &&
        rule.compatible(value, best.value) &&
        rule.narrower(value, best.value) < 0);
    if (better) best = { value, support };
  }
  return best?.value ?? null;
}

function disagree(rule: FieldRule, claims: readonly LiveClaim[]): boolean {
  const values = [...new Set(claims.map((claim) => claim.value))].filter((value) => value !== null);
  return values.some((value, index) =>
    values.slice(index + 1).some((other) => !rule.compatible(value, other)),
  );
}

/** Within a group of claims on one of several values, who says who a participant is, and a fuller account, is the narrower. */
const SAME_VALUE: FieldRule = {
  compatible: () => true,
  narrower: (a, b) => Number(saysWho(b)) - Number(saysWho(a)) || b.length - a.length,
};

/** Does it say who a person is that reports name otherwise? */
function saysWho(value: string): boolean {
  return value.startsWith("{") && value.includes('"knownAs":');
}

/** Claims that give a value, by what the value is about: for participants the person, whatever the role. */
function groupValues(field: Field, claims: readonly LiveClaim[]): LiveClaim[][] {
  const given = claims.filter((claim) => claim.value !== null);
  const isParticipant = field === "PARTICIPANTS" || field === "SIGNATORIES" || field === "ENDORSERS";
  const groups = Map.groupBy(given, ({ value }) =>
    isParticipant ? participantKey(readParticipant(value ?? "")) : (value ?? ""),
  );
  return [...groups.values()];
}

function participantKey({ person, party, office, knownAs }: ParticipantValue): string {
  return knownAs ?? person ?? JSON.stringify([party, office]);
}

function inOrderOf(claims: readonly LiveClaim[]): (a: LiveClaim, b: LiveClaim) => number {
  const places = new Map(claims.map((claim, place) => [claim, place]));
  return (a, b) => (places.get(a) ?? 0) - (places.get(b) ?? 0);
}
