import type { Source } from "../../src/evidence/independence.ts";

/** A report for tests: its outlet is called like it, where nothing else is said. */
export function source(id: string, more: Partial<Omit<Source, "id">> = {}): Source {
  return { id, outlet: `outlet of ${id}`, speaksFor: [], cites: [], isMachineRead: false, ...more };
}

export function byId(...sources: readonly Source[]): Map<string, Source> {
  return new Map(sources.map((one) => [one.id, one]));
}
