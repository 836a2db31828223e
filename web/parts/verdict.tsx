import type { Verdict as VerdictName } from "../api/operations.ts";

const SAID: Record<VerdictName, { word: string; meaning: string }> = {
  CORROBORATED: { word: "corroborated", meaning: "Two or more independent outlets say so." },
  SINGLE_SOURCE: {
    word: "single source",
    meaning: "One outlet says so, or several that repeat one another.",
  },
  DISPUTED: { word: "disputed", meaning: "Reports disagree." },
  DENIED: { word: "denied", meaning: "It is denied, and nobody says otherwise." },
  INFERRED: { word: "inferred", meaning: "An editor's reading, which no report states." },
};

/** How sure a value is: a sign that differs by shape, and the word for it. */
export function Verdict({ verdict }: { verdict: VerdictName }) {
  const { word, meaning } = SAID[verdict];
  return (
    <span class={`verdict verdict-${verdict.toLowerCase()}`} title={meaning}>
      <Sign verdict={verdict} /> {word}
    </span>
  );
}

function Sign({ verdict, isAlone = false }: { verdict: VerdictName; isAlone?: boolean }) {
  const isPair = verdict === "CORROBORATED" || verdict === "DISPUTED";
  // In a column, single dots stand under the second of two.
  const [left, width] = isAlone ? (isPair ? [1, 18] : [10, 9]) : [0, 20];
  return (
    <svg class="sign" viewBox={`${left} 0 ${width} 12`} width={width} height="12" aria-hidden="true">
      {verdict === "CORROBORATED" && (
        <>
          <circle cx="5" cy="6" r="3.5" fill="currentColor" />
          <circle cx="14" cy="6" r="3.5" fill="currentColor" />
        </>
      )}
      {verdict === "SINGLE_SOURCE" && <circle cx="14" cy="6" r="3.5" fill="currentColor" />}
      {verdict === "INFERRED" && (
        <circle
          cx="14"
          cy="6"
          r="3.5"
          fill="none"
          stroke="currentColor"
          stroke-width="1.4"
          stroke-dasharray="2 1.6"
        />
      )}
      {verdict === "DISPUTED" && (
        <>
          <circle cx="5" cy="6" r="3.3" fill="currentColor" />
          <circle cx="14" cy="6" r="3.3" fill="none" stroke="currentColor" stroke-width="1.4" />
        </>
      )}
      {verdict === "DENIED" && (
        <path d="M10.5 2.5l7 7m0-7l-7 7" stroke="currentColor" stroke-width="1.6" fill="none" />
      )}
    </svg>
  );
}

/** How many independent outlets say that something was, and whether reports disagree about it. */
export function Standing({
  independentOutlets,
  disputed,
}: {
  independentOutlets: number;
  disputed: boolean;
}) {
  const text =
    independentOutlets > 1
      ? `${independentOutlets} independent outlets`
      : independentOutlets === 1
        ? "one source"
        : "hedged only";
  return (
    <span class="standing">
      <Sign
        isAlone
        verdict={
          independentOutlets > 1 ? "CORROBORATED" : independentOutlets === 1 ? "SINGLE_SOURCE" : "INFERRED"
        }
      />{" "}
      {text}
      {disputed && (
        <span class="verdict-disputed">
          {" "}
          · <Sign verdict="DISPUTED" isAlone /> disputed
        </span>
      )}
    </span>
  );
}
