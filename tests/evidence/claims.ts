import type { Field } from "../../src/claim/notation.ts";
import type { LiveClaim } from "../../src/evidence/rules.ts";
import type { Stance } from "../../src/report/filing.ts";

/** A claim of a report for tests; its id tells what it says. */
export function claim(report: string, stance: Stance, field: Field, value: string | null): LiveClaim {
  return { id: `${report} ${stance} ${field} ${value}`, reportId: report, field, value, stance };
}

/** The stored value of PARTICIPANTS, SIGNATORIES and ENDORSERS. */
export function participant(value: {
  person?: string;
  party?: string;
  office?: string;
  role?: string;
  knownAs?: string;
}): string {
  const { person, party, office, role, knownAs } = value;
  return JSON.stringify({ person, party, office, role, knownAs });
}
