import { scaleUtc } from "d3-scale";
import type { RefObject } from "preact";
import { lit } from "../contacts/lit.ts";
import { count, formatNumber, formatPeriod, formatTick } from "../parts/format.ts";
import { useWidth } from "../parts/width.ts";
import { addressOf } from "../place/addresses.ts";
import { go } from "../place/place.ts";
import {
  type By,
  endOf,
  LANE_LABELS,
  LANES,
  type Lane,
  laneCount,
  type Mark,
  type Points,
  rowsOf,
} from "./drawing.ts";

const LANE = 34;
const AXIS = 26;
const POINT = 4.5;
const BETWEEN_ROWS = 10;
/** How far the rows of a lane are from its line. */
const ROWS = [0, BETWEEN_ROWS, -BETWEEN_ROWS];
const DAY = 86_400_000;
export const RIGHT = 26;

/** A timeline: a lane for each kind; a mark for each contact, or the number by period where there are too many. */
export function Timeline({
  from,
  to,
  marks,
  points,
  by,
  lanes,
  drawing,
  label,
}: {
  from: number;
  to: number;
  /** Null where there are too many to draw each. */
  marks: readonly Mark[] | null;
  points: Points;
  by: By;
  lanes: readonly Lane[];
  drawing: RefObject<SVGSVGElement | null>;
  label: string;
}) {
  const { element, width } = useWidth<HTMLDivElement>();
  const isNarrow = width < 560;
  const left = isNarrow ? 8 : 92;
  const x = scaleUtc([from, to], [left + 8, Math.max(width - RIGHT, left + 9)]);
  const bounded = (time: number) => x(Math.min(Math.max(time, from), to));
  const rows = rowsOf(marks ?? [], (mark) => {
    const [start, end] = [bounded(mark.from), bounded(mark.to)];
    const half = Math.max((end - start) / 2, POINT);
    return [(start + end) / 2 - half, (start + end) / 2 + half];
  });
  // A label lies beside its lane where there is room, else above it.
  const above = isNarrow ? 12 : 0;
  const lane = LANE + above + ([...rows.values()].some((row) => row > 0) ? BETWEEN_ROWS : 0);
  const height = lanes.length * lane + AXIS;
  const base = (index: number) => index * lane + above + (lane - above) / 2;
  // Marks lie on the line of their lane, and bars stand on it.
  const floor = marks === null ? LANE / 2 - 3 : 0;
  // Nothing is known by the hour.
  const ticks = x.ticks(isNarrow ? 4 : 8).filter((tick) => tick.getTime() % DAY === 0);
  const most = Math.max(1, ...points.flatMap((point) => lanes.map((one) => laneCount(point, one))));
  return (
    <div ref={element} class="timeline">
      {width > 0 && (
        <svg
          ref={drawing}
          width={width}
          height={height}
          viewBox={`0 0 ${width} ${height}`}
          role="img"
          aria-label={label}
        >
          {ticks.map((tick) => (
            <g key={tick.getTime()}>
              <line class="grid" x1={x(tick)} x2={x(tick)} y1={0} y2={height - AXIS + 4} />
              <text class="tick" x={x(tick)} y={height - 7} text-anchor="middle">
                {formatTick(tick.getTime())}
              </text>
            </g>
          ))}
          {lanes.map((one, index) => (
            <g key={one}>
              <line class="lane" x1={left} x2={width} y1={base(index) + floor} y2={base(index) + floor} />
              <text
                class="lane-label"
                x={isNarrow ? left : left - 12}
                y={isNarrow ? index * lane + 14 : base(index) + 4}
                text-anchor={isNarrow ? "start" : "end"}
              >
                {LANE_LABELS[one]}
              </text>
              {marks === null &&
                points.map((point) => {
                  const value = laneCount(point, one);
                  if (value === 0) return null;
                  const start = Math.max(x(Date.parse(point.start)), left + 8);
                  const end = Math.min(x(endOf(point.start, by)), width - RIGHT);
                  const size = Math.max(2, (value / most) * (LANE - 8));
                  return (
                    <rect
                      key={point.start}
                      class={one === "AGREEMENT" ? "bar of-agreements" : "bar"}
                      x={start}
                      width={Math.max(end - start - (end - start > 4 ? 1 : 0), 1)}
                      y={base(index) + floor - size}
                      height={size}
                    >
                      <title>{`${LANE_LABELS[one]}, ${formatPeriod(point.start, by)}: ${formatNumber(value)}`}</title>
                    </rect>
                  );
                })}
            </g>
          ))}
          {marks?.map((mark) => (
            <MarkDrawing
              key={`${mark.lane} ${mark.id} ${mark.from}`}
              mark={mark}
              x={bounded}
              y={base(lanes.indexOf(mark.lane)) + (ROWS[rows.get(mark) ?? 0] ?? 0)}
              isLit={lit.value === mark.id}
            />
          ))}
        </svg>
      )}
      <p class="key" aria-hidden="true">
        {marks === null ? (
          <span>
            Numbers by {by.toLowerCase()}, up to {count(most, "contact")}; a shorter period shows each one.
          </span>
        ) : (
          <>
            <span>
              <svg width="14" height="12">
                <circle class="mark" cx="7" cy="6" r={POINT} />
              </svg>
              day known
            </span>
            <span>
              <svg width="30" height="12">
                <rect class="mark range" x="1" y="2" width="28" height="8" rx="4" />
              </svg>
              a range, as far as known
            </span>
            <span>
              <svg width="14" height="12">
                <circle class="mark inferred" cx="7" cy="6" r={POINT} />
              </svg>
              inferred in part
            </span>
          </>
        )}
      </p>
    </div>
  );
}

function MarkDrawing({
  mark: { id, lane, title, address, from, to, isRange, isInferred },
  x,
  y,
  isLit,
}: {
  mark: Mark;
  x: (time: number) => number;
  y: number;
  isLit: boolean;
}) {
  const kind = `mark${isRange ? " range" : ""}${isInferred ? " inferred" : ""}${lane === "AGREEMENT" ? " of-agreements" : ""}${isLit ? " is-lit" : ""}`;
  const [start, end] = [x(from), x(to)];
  const center = (start + end) / 2;
  const handlers = {
    onMouseEnter: () => {
      lit.value = id;
    },
    onMouseLeave: () => {
      lit.value = null;
    },
    onClick: () => go(addressOf[address](id)),
  };
  if (isRange && end - start > 2 * POINT) {
    return (
      <rect
        class={kind}
        x={start}
        width={end - start}
        y={y - POINT}
        height={2 * POINT}
        rx={POINT}
        {...handlers}
      >
        <title>{title}</title>
      </rect>
    );
  }
  if (lane === "AGREEMENT") {
    return (
      <rect
        class={kind}
        x={center - 4}
        y={y - 4}
        width={8}
        height={8}
        transform={`rotate(45 ${center} ${y})`}
        {...handlers}
      >
        <title>{title}</title>
      </rect>
    );
  }
  return (
    <circle class={kind} cx={center} cy={y} r={isLit ? POINT + 2 : POINT} {...handlers}>
      <title>{title}</title>
    </circle>
  );
}

/** The same numbers as a table, for those who do not see the drawing, or want to read them. */
export function TimelineTable({ points, by }: { points: Points; by: By }) {
  const filled = points.filter(({ contacts, agreements }) => contacts + agreements > 0);
  return (
    <details class="table-behind">
      <summary>As a table</summary>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard */}
      <section class="scrolls" tabIndex={0} aria-label="The timeline as a table">
        <table>
          <thead>
            <tr>
              <th scope="col">{by === "MONTH" ? "Month" : by === "YEAR" ? "Year" : "Decade from"}</th>
              {LANES.map((lane) => (
                <th key={lane} scope="col">
                  {LANE_LABELS[lane]}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {filled.map((point) => (
              <tr key={point.start}>
                <th scope="row">{formatPeriod(point.start, by)}</th>
                {LANES.map((lane) => (
                  <td key={lane}>
                    {laneCount(point, lane) === 0 ? "·" : formatNumber(laneCount(point, lane))}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </details>
  );
}
