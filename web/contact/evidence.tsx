import type { EvidencePartsFragment } from "../api/operations.ts";
import { Claims } from "../parts/claims.tsx";
import { Verdict } from "../parts/verdict.tsx";
import { fieldLabel, type Names, valueText } from "./values.ts";

/** Each value with how sure it is, and the claims behind it on demand. */
export function EvidenceLedger({
  evidence,
  names,
}: {
  evidence: readonly EvidencePartsFragment[];
  names: Names;
}) {
  return (
    <dl class="ledger">
      {evidence.map(({ field, value, verdict, claims, independentOutlets }, index) => (
        <div class="ledger-row" key={`${field} ${value}`}>
          <dt>
            {evidence[index - 1]?.field === field ? (
              <span class="visually-hidden">{fieldLabel(field)}</span>
            ) : (
              fieldLabel(field)
            )}
          </dt>
          <dd>
            <details>
              <summary>
                <span class="value">
                  {value === null ? <i class="withheld">not told</i> : valueText(field, value, names)}
                </span>
                <Verdict verdict={verdict} />
                <span class="claim-count">
                  {claims.length} {claims.length === 1 ? "claim" : "claims"}
                  <span class="visually-hidden">, {independentOutlets} independent</span>
                </span>
              </summary>
              <Claims claims={claims} shown={(claimed) => valueText(field, claimed, names)} />
            </details>
          </dd>
        </div>
      ))}
    </dl>
  );
}
