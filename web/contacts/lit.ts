import { signal } from "@preact/signals";

/** The contact that is pointed at, in a list or in a drawing; null for none. */
export const lit = signal<string | null>(null);

/** Lights the contact of the row that the event is in. */
export function lightRow({ target }: Event): void {
  const row = target instanceof Element ? target.closest("[data-contact]") : null;
  lit.value = row?.getAttribute("data-contact") ?? null;
}
