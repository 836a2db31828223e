import type { ContactQuery } from "../api/operations.ts";
import { formatMoment, words } from "../parts/format.ts";
import { go, withParameters } from "../place/place.ts";

type History = NonNullable<ContactQuery["contact"]>["history"];

/** A slider through what was known when: one step for each time at which what is known has changed, and one for now. */
export function AsOf({ history, asOf }: { history: History; asOf: string | null }) {
  const times = timesOf(history);
  if (times.length < 2 && asOf === null) return null;
  const place = asOf === null ? times.length : times.filter((time) => time <= asOf).length - 1;
  const show = (step: number) => {
    const time = times[step];
    go(withParameters({ asOf: step >= times.length - 1 ? null : time }), { replace: true, stay: true });
  };
  const last = times.length - 1;
  const at = Math.min(place, last);
  const told = asOf === null ? "now" : `at ${formatMoment(asOf)}`;
  const entry = history.find((one) => momentAfter(one.at) === times[at]);
  return (
    <div class={asOf === null ? "as-of" : "as-of is-past"}>
      <label for="as-of">
        As it was known <strong>{told}</strong>
        {entry !== undefined && (
          <span>
            {" "}
            · {words(entry.action)}
            {entry.report !== null && ` by ${entry.report.outlet.name}`}
            {entry.reason !== null && `: ${entry.reason}`}
          </span>
        )}
      </label>
      <input
        id="as-of"
        type="range"
        min={0}
        max={Math.max(last, 0)}
        step={1}
        value={Math.max(at, 0)}
        aria-valuetext={told}
        onInput={(event) => show(Number(event.currentTarget.value))}
      />
      {asOf !== null && (
        <button
          type="button"
          class="plain"
          onClick={() => go(withParameters({ asOf: null }), { replace: true, stay: true })}
        >
          Show what is known now
        </button>
      )}
    </div>
  );
}

/** The times of the writes, the earliest first, each once. */
function timesOf(history: History): string[] {
  return [...new Set(history.map(({ at }) => momentAfter(at)))].sort();
}

/** Times are stored finer than they are told: what was written in a millisecond is known after it. */
function momentAfter(at: string): string {
  return new Date(Date.parse(at) + 1).toISOString();
}
