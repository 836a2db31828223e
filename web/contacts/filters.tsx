import type { ContactFilter, ContactKind } from "../api/operations.ts";
import { go, parameter, withParameters } from "../place/place.ts";

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

/** The period that the address asks for; what is no day counts as not given. */
export function periodAsked(): { from: string | null; to: string | null } {
  return { from: dayAsked("from"), to: dayAsked("to") };
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

/** From and to, as days. */
export function PeriodFilter() {
  const { from, to } = periodAsked();
  const set = (name: "from" | "to") => (event: { currentTarget: HTMLInputElement }) => {
    const { value, validity } = event.currentTarget;
    if (!validity.badInput) go(withParameters({ [name]: value }), { replace: true, stay: true });
  };
  return (
    <fieldset class="period">
      <legend class="visually-hidden">Period</legend>
      <label>
        From <input type="date" value={from ?? ""} max={to ?? undefined} onChange={set("from")} />
      </label>
      <label>
        to <input type="date" value={to ?? ""} min={from ?? undefined} onChange={set("to")} />
      </label>
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
