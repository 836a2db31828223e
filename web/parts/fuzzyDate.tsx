import type { DatePartsFragment } from "../api/operations.ts";
import { formatFuzzy, noteOf } from "./format.ts";

/** A date as well as it is known: in the reader's language, with what is inferred or unknown of it beside. */
export function FuzzyDate({
  date,
  length = "long",
}: {
  date: DatePartsFragment | null;
  length?: "long" | "short";
}) {
  if (date === null) return <span class="date undated">undated</span>;
  const note = noteOf(date);
  const isDay = date.precision === "DAY" && date.earliest !== null && date.earliest === date.latest;
  return (
    <span class="date" title={`${date.text} · EDTF ${date.edtf}`}>
      {isDay ? (
        <time dateTime={date.earliest ?? ""}>{formatFuzzy(date, length)}</time>
      ) : (
        formatFuzzy(date, length)
      )}
      {note !== null && (
        <span class="date-note">
          <span class="date-separator"> · </span>
          {note}
        </span>
      )}
    </span>
  );
}
