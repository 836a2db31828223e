import { signal } from "@preact/signals";

/** Counts how often the lists that are shown should be asked for again, since the record has changed. */
export const refreshes = signal(0);

const MOST_OFTEN_MS = 1500;
let due: ReturnType<typeof setTimeout> | undefined;

/** Soon, and once for all changes until then: an import makes thousands. */
export function refreshSoon(wait = MOST_OFTEN_MS): void {
  if (due !== undefined) return;
  due = setTimeout(() => {
    due = undefined;
    refreshes.value++;
  }, wait);
}
