import type { RelationshipMarksQuery } from "../api/operations.ts";

/** What a timeline draws, without drawing it. */

export type Points = NonNullable<RelationshipMarksQuery["relationship"]>["timeline"];
type Marked = NonNullable<RelationshipMarksQuery["relationship"]>["contacts"]["edges"][number]["node"];
type Agreed = NonNullable<RelationshipMarksQuery["relationship"]>["agreements"]["edges"][number]["node"];

export type Lane = "CALL" | "SUMMIT" | "VISIT" | "OTHER" | "AGREEMENT";
export const LANES: readonly Lane[] = ["CALL", "SUMMIT", "VISIT", "OTHER", "AGREEMENT"];
export const LANE_LABELS: Record<Lane, string> = {
  CALL: "Calls",
  SUMMIT: "Summits",
  VISIT: "Visits",
  OTHER: "Other",
  AGREEMENT: "Agreements",
};

/** A thing on a timeline: a point where its day is known, else the stretch that its date can mean. */
export interface Mark {
  readonly id: string;
  readonly lane: Lane;
  readonly title: string;
  readonly address: "contact" | "agreement";
  /** Unix time, ms; the end is that of the last day. Infinite where the date has no bound. */
  readonly from: number;
  readonly to: number;
  readonly isRange: boolean;
  readonly isInferred: boolean;
}

const DAY = 86_400_000;

/** The contacts that have a date, as marks. */
export function contactMarks(contacts: readonly Marked[]): Mark[] {
  return contacts.flatMap(({ id, kind, title, date }) =>
    date === null || (date.earliest === null && date.latest === null)
      ? []
      : [{ id, lane: laneOf(kind), title, address: "contact" as const, ...stretchOf(date) }],
  );
}

/** The acts of agreements that have a date, as marks of the agreement. */
export function agreementMarks(agreements: readonly Agreed[]): Mark[] {
  return agreements.flatMap(({ slug, title, acts }) =>
    acts.flatMap(({ date }) =>
      date === null || (date.earliest === null && date.latest === null)
        ? []
        : [
            {
              id: slug,
              lane: "AGREEMENT" as const,
              title,
              address: "agreement" as const,
              ...stretchOf(date),
            },
          ],
    ),
  );
}

/** The rows of a lane: on its line, below it, and above it. */
const ROWS = 3;

/**
 * In which row of its lane each mark is drawn, so that it covers no other; where a lane has more at one place than rows, in
 * the one that is free soonest. `extent` is where a mark begins and ends.
 */
export function rowsOf(
  marks: readonly Mark[],
  extent: (mark: Mark) => readonly [number, number],
): Map<Mark, number> {
  const ends = new Map<Lane, number[]>();
  const rows = new Map<Mark, number>();
  for (const mark of marks.toSorted((one, other) => extent(one)[0] - extent(other)[0])) {
    const [start, end] = extent(mark);
    const taken = ends.get(mark.lane) ?? Array(ROWS).fill(Number.NEGATIVE_INFINITY);
    ends.set(mark.lane, taken);
    const free = taken.findIndex((end) => end <= start);
    const row = free === -1 ? taken.indexOf(Math.min(...taken)) : free;
    taken[row] = Math.max(taken[row] ?? end, end);
    rows.set(mark, row);
  }
  return rows;
}

export function laneOf(kind: string): Lane {
  return kind === "CALL" || kind === "SUMMIT" || kind === "VISIT" ? kind : "OTHER";
}

function stretchOf({ earliest, latest, uncertain }: NonNullable<Marked["date"]>) {
  const from = earliest === null ? Number.NEGATIVE_INFINITY : Date.parse(earliest);
  const to = latest === null ? Number.POSITIVE_INFINITY : Date.parse(latest) + DAY;
  return { from, to, isRange: to - from > DAY, isInferred: uncertain };
}

/** How many of a lane a period has. */
export function laneCount(point: Points[number], lane: Lane): number {
  switch (lane) {
    case "CALL":
      return point.calls;
    case "SUMMIT":
      return point.summits;
    case "VISIT":
      return point.visits;
    case "OTHER":
      return point.contacts - point.calls - point.summits - point.visits;
    case "AGREEMENT":
      return point.agreements;
  }
}

export type By = "MONTH" | "YEAR" | "DECADE";

/** The first moment after a period. */
export function endOf(start: string, by: By): number {
  const [year = 0, month = 1] = start.split("-").map(Number);
  if (by === "MONTH") return Date.UTC(year, month);
  return Date.UTC(year + (by === "YEAR" ? 1 : 10), 0);
}

/** Periods of which a drawing can show each one. */
export function periodFor(from: number, to: number): By {
  const years = (to - from) / (365 * DAY);
  return years <= 8 ? "MONTH" : years <= 250 ? "YEAR" : "DECADE";
}

export const isoDay = (time: number) => new Date(time).toISOString().slice(0, 10);
