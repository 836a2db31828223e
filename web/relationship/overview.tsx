import { type BrushBehavior, brushX, type D3BrushEvent } from "d3-brush";
import { scaleLinear, scaleUtc } from "d3-scale";
import { select } from "d3-selection";
import { useEffect, useMemo, useRef } from "preact/hooks";
import { useWidth } from "../parts/width.ts";
import { type By, endOf, type Points } from "./drawing.ts";
import { RIGHT } from "./timeline.tsx";

const HEIGHT = 46;

/** All of the time there is, small, with the part that is shown: drawing across it shows another part. */
export function Overview({
  from,
  to,
  points,
  by,
  shown,
  onShow,
}: {
  from: number;
  to: number;
  points: Points;
  by: By;
  /** Null for all. */
  shown: readonly [number, number] | null;
  onShow: (shown: readonly [number, number] | null) => void;
}) {
  const { element, width } = useWidth<HTMLDivElement>();
  const layer = useRef<SVGGElement>(null);
  const brush = useRef<BrushBehavior<unknown> | null>(null);
  const isNarrow = width < 560;
  const left = isNarrow ? 16 : 100;
  const x = useMemo(() => scaleUtc([from, to], [left, Math.max(width - RIGHT, left + 1)]), [from, to, width]);
  // One contact alone does not fill it.
  const most = Math.max(4, ...points.map(({ contacts }) => contacts));
  const y = scaleLinear([0, most], [0, HEIGHT - 10]);
  const tell = useRef(onShow);
  tell.current = onShow;

  useEffect(() => {
    if (layer.current === null || width === 0) return;
    const behavior = brushX()
      .extent([
        [left, 2],
        [width - RIGHT, HEIGHT],
      ])
      .on("end", ({ sourceEvent, selection }: D3BrushEvent<unknown>) => {
        // What the page itself moved is not told.
        if (sourceEvent == null) return;
        if (selection === null) tell.current(null);
        else {
          const [start, end] = selection as [number, number];
          tell.current([x.invert(start).getTime(), x.invert(end).getTime()]);
        }
      });
    brush.current = behavior;
    select(layer.current).call(behavior as never);
  }, [x, width]);

  useEffect(() => {
    if (layer.current === null || brush.current === null) return;
    const selection = shown === null ? null : ([x(shown[0]), x(shown[1])] as [number, number]);
    select(layer.current).call(brush.current.move as never, selection as never);
  }, [x, shown?.[0], shown?.[1]]);

  return (
    <div ref={element} class="overview" aria-hidden="true">
      {width > 0 && (
        <svg width={width} height={HEIGHT + 2}>
          {points.map(({ start, contacts }) => {
            if (contacts === 0) return null;
            const [begin, end] = [x(Date.parse(start)), x(endOf(start, by))];
            const height = Math.max(1.5, y(contacts));
            return (
              <rect
                key={start}
                class="bar"
                x={begin}
                width={Math.max(end - begin - (end - begin > 4 ? 1 : 0), 1)}
                y={HEIGHT - height}
                height={height}
              />
            );
          })}
          <line class="lane" x1={left} x2={width - RIGHT} y1={HEIGHT + 0.5} y2={HEIGHT + 0.5} />
          {!isNarrow && (
            <text class="lane-label" x={left - 20} y={HEIGHT / 2 + 6} text-anchor="end">
              All
            </text>
          )}
          <g ref={layer} class="brush" />
        </svg>
      )}
    </div>
  );
}
