import { InvalidInput } from "../errors/errors.ts";
import { type Period, periodOf, startOf } from "../time/period.ts";

export interface Counts {
  readonly contacts: number;
  readonly calls: number;
  readonly summits: number;
  readonly visits: number;
  readonly agreements: number;
  readonly reports: number;
}

/** A period, by its first day (ISO), and what happened in it. */
export interface TimelinePoint extends Counts {
  readonly start: string;
}

/**
 * Every period from the first to the last, with zeros where nothing happened. The interval's bounds, where it has
 * them, and the outermost points are the first and last: a date that is only possibly inside may lie before or after
 * the interval. Throws InvalidInput for more than 3,000 periods.
 */
export function fillPeriods(
  points: readonly TimelinePoint[],
  by: Period,
  bounds: { from?: string | null; to?: string | null },
): TimelinePoint[] {
  const given = [bounds.from, bounds.to].filter((day) => day !== undefined && day !== null);
  const periods = [...given, ...points.map(({ start }) => start)].map((day) => periodOf(day, by));
  if (periods.length === 0) return [];
  const [begin, end] = [Math.min(...periods), Math.max(...periods)];
  if (end - begin >= MOST_PERIODS) {
    throw new InvalidInput(`The timeline would have ${end - begin + 1} points`, {
      path: ["during"],
      expected: `an interval of at most ${MOST_PERIODS} periods, or longer periods`,
      got: bounds,
    });
  }
  const known = new Map(points.map((point) => [periodOf(point.start, by), point]));
  return Array.from({ length: end - begin + 1 }, (_, index) => {
    const start = startOf(begin + index, by);
    return { ...NOTHING, ...known.get(begin + index), start };
  });
}

const MOST_PERIODS = 3000;
const NOTHING: Counts = { contacts: 0, calls: 0, summits: 0, visits: 0, agreements: 0, reports: 0 };
