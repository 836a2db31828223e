import { useState } from "preact/hooks";
import type { ContactFilter, ContactKind } from "../api/operations.ts";
import { languages } from "../parts/format.ts";
import { go, parameter, withParameters } from "../place/place.ts";
import { dayFormat } from "./days.ts";

const KINDS: readonly { readonly kind: ContactKind; readonly label: string }[] = [
  { kind: "CALL", label: "Calls" },
  { kind: "SUMMIT", label: "Summits" },
  { kind: "VISIT", label: "Visits" },
  { kind: "ENCOUNTER", label: "Encounters" },
  { kind: "EXCHANGE", label: "Exchanges" },
];

/** The kinds that the address asks for; empty for all. */
export function kindsAsked(): ContactKind[] {
  return listAsked("kinds").filter((name): name is ContactKind => KINDS.some(({ kind }) => kind === name));
}

export function listAsked(name: string): string[] {
  return (parameter(name) ?? "").split(",").filter((part) => part !== "");
}

/** The period that the address asks for; what is no day, or ends before it begins, counts as not given. */
export function periodAsked(): { from: string | null; to: string | null } {
  const [from, to] = [dayAsked("from"), dayAsked("to")];
  return { from, to: from !== null && to !== null && to < from ? null : to };
}

function dayAsked(name: string): string | null {
  const text = parameter(name);
  return text !== null && /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text)) ? text : null;
}

/** The filter that kinds and a period give; null for none. */
export function filterOf(
  kinds: readonly ContactKind[],
  { from, to }: { from: string | null; to: string | null },
): ContactFilter | null {
  const filter: { kinds?: ContactKind[]; during?: { from: string | null; to: string | null } } = {};
  if (kinds.length > 0) filter.kinds = [...kinds];
  if (from !== null || to !== null) filter.during = { from, to };
  return Object.keys(filter).length === 0 ? null : filter;
}

/** Toggles for kinds; none chosen means all. */
export function KindFilter() {
  const chosen = kindsAsked();
  const toggle = (kind: ContactKind) => {
    const next = chosen.includes(kind) ? chosen.filter((one) => one !== kind) : [...chosen, kind];
    go(withParameters({ kinds: next.join(",") }), { replace: true, stay: true });
  };
  return (
    <fieldset class="kinds">
      <legend class="visually-hidden">Kinds</legend>
      {KINDS.map(({ kind, label }) => (
        <label key={kind}>
          <input type="checkbox" checked={chosen.includes(kind)} onChange={() => toggle(kind)} />
          <span>{label}</span>
        </label>
      ))}
    </fieldset>
  );
}

const days = dayFormat(languages);
const UNDERSTOOD = `A day, a month or a year: ${days.write("2024-03-16")}, 2024-03, 2024`;

/** From and to, as days of the reader's language. */
export function PeriodFilter() {
  const { from, to } = periodAsked();
  return (
    <fieldset class="period">
      <legend class="visually-hidden">Period</legend>
      <DayField name="from" label="From" day={from} isFit={(day) => to === null || day <= to} />
      <DayField name="to" label="to" day={to} isFit={(day) => from === null || day >= from} />
      {(from !== null || to !== null) && (
        <button
          type="button"
          class="plain"
          onClick={() => go(withParameters({ from: null, to: null }), { stay: true })}
        >
          All of the time
        </button>
      )}
    </fieldset>
  );
}

/** Not the browser's own field: that one speaks the browser's language, and takes neither a year nor a month alone. */
function DayField({
  name,
  label,
  day,
  isFit,
}: {
  name: "from" | "to";
  label: string;
  day: string | null;
  /** Whether a day goes with the other end of the period, which is given up otherwise. */
  isFit: (day: string) => boolean;
}) {
  const [wrong, setWrong] = useState<string | null>(null);
  const take = ({ value }: HTMLInputElement) => {
    const read = value.trim() === "" ? "" : days.read(value, name === "from" ? "first" : "last");
    setWrong(read === null ? value : null);
    if (read === null) return;
    const both = read === "" || isFit(read) ? {} : { from: null, to: null };
    go(withParameters({ ...both, [name]: read }), { replace: true, stay: true });
  };
  return (
    <>
      <label>
        {label}{" "}
        <input
          type="text"
          value={wrong ?? (day === null ? "" : days.write(day))}
          placeholder="any day"
          title={UNDERSTOOD}
          autocomplete="off"
          spellcheck={false}
          aria-invalid={wrong !== null}
          aria-describedby={wrong === null ? undefined : `${name}-wrong`}
          onChange={(event) => take(event.currentTarget)}
          onKeyDown={(event) => {
            if (event.key === "Enter") take(event.currentTarget);
          }}
        />
      </label>
      {wrong !== null && (
        <p class="wrong" id={`${name}-wrong`} role="alert">
          {UNDERSTOOD}
        </p>
      )}
    </>
  );
}
