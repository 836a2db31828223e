import { parseFuzzyDate, sortDay } from "./date.ts";

/** A fuzzy date as the tables hold it: the expression, its bounds as ISO days, its place in the order. */
export interface DateColumns {
  readonly edtf: string | null;
  readonly earliest: string | null;
  readonly latest: string | null;
  readonly sortDay: number;
}

/** The columns for an EDTF expression; null for what is not dated. */
export function dateColumns(edtf: string | null | undefined): DateColumns {
  const date = edtf === null || edtf === undefined ? null : parseFuzzyDate(edtf);
  return {
    edtf: date?.edtf ?? null,
    earliest: date?.earliest ?? null,
    latest: date?.latest ?? null,
    sortDay: sortDay(date),
  };
}
