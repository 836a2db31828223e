/** A report of a list, as far as the drawing of its citations goes. */
export interface Cited {
  readonly id: string;
  readonly cites: readonly { readonly id: string }[];
}

export interface CitationDrawing {
  /** By the place in the list: the report repeats others of the list. */
  readonly repeats: readonly boolean[];
  /** From the place of one that cites to that of one that is cited, and how far to the side it is drawn (1 is nearest). */
  readonly arcs: readonly { readonly from: number; readonly to: number; readonly depth: number }[];
}

/** Which reports of a list cite which, as arcs beside it: the longer, the farther out. */
export function citationDrawing(reports: readonly Cited[]): CitationDrawing {
  const places = new Map(reports.map(({ id }, place) => [id, place]));
  const arcs = reports.flatMap(({ cites }, from) =>
    cites.flatMap(({ id }) => {
      const to = places.get(id);
      return to === undefined || to === from ? [] : [{ from, to, depth: Math.abs(from - to) }];
    }),
  );
  const citing = new Set(arcs.map(({ from }) => from));
  return { repeats: reports.map((_, place) => citing.has(place)), arcs };
}
