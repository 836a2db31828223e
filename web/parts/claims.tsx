import type { EvidencePartsFragment, Stance } from "../api/operations.ts";
import { addressOf } from "../place/addresses.ts";

const SAYS: Record<Stance, string> = {
  STATES: "states",
  CONFIRMS: "confirms",
  HEDGES: "hedges",
  DENIES: "denies",
  WITHHOLDS: "withholds specifics",
  INFERRED: "editor infers",
};

/** The claims behind a value: who says what, in which words. */
export function Claims({
  claims,
  shown,
}: {
  claims: EvidencePartsFragment["claims"];
  shown: (value: string) => string;
}) {
  return (
    <ul class="claims">
      {claims.map(({ id, stance, value, quote, report }) => (
        <li key={id}>
          <a href={addressOf.outlet(report.outlet.slug)}>{report.outlet.name}</a>{" "}
          <span class="stance">{SAYS[stance]}</span>
          {value !== null && value !== "true" && <span class="claimed"> {shown(value)}</span>}
          {quote !== null && (stance === "INFERRED" ? <p class="reason">{quote}</p> : <q>{quote}</q>)}
          {stance !== "INFERRED" && (
            <>
              {" "}
              <a class="source" href={addressOf.report(report.id)}>
                in its report
              </a>
            </>
          )}
        </li>
      ))}
    </ul>
  );
}
