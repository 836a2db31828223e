import type { RefObject } from "preact";
import { useEffect, useState } from "preact/hooks";
import { count } from "../parts/format.ts";
import { useWidth } from "../parts/width.ts";
import { addressOf } from "../place/addresses.ts";
import { go } from "../place/place.ts";
import { type Layout, type Link, labelled, placeNodes, scaleTo } from "./layout.ts";

/** The network as a drawing; what it shows is in lists beside it, for those who do not see it. */
export function NetworkDrawing({
  layout,
  chosen,
  pointed,
  onPoint,
  onChoose,
  drawing,
}: {
  layout: Layout;
  chosen: string | null;
  pointed: string | null;
  onPoint: (key: string | null) => void;
  onChoose: (key: string) => void;
  drawing: RefObject<SVGSVGElement | null>;
}) {
  const { element, width } = useWidth<HTMLDivElement>();
  const height = Math.round(width < 560 ? width * 1.25 : Math.min(width * 0.82, 720));
  const [placed, setPlaced] = useState<Layout | null>(null);
  const shape = width === 0 ? 0 : Math.round((width / height) * 10) / 10;
  useEffect(() => {
    if (shape === 0) return;
    const stop = new AbortController();
    placeNodes(layout, shape, stop.signal).then(() => {
      if (!stop.signal.aborted) setPlaced(layout);
    });
    return () => stop.abort();
  }, [layout, shape]);

  const isPlaced = placed === layout;
  const focus = pointed ?? chosen;
  const touches = ({ source, target }: Link) => source.key === focus || target.key === focus;
  const near = new Set(
    layout.links.filter(touches).flatMap(({ source, target }) => [source.key, target.key]),
  );
  const most = Math.max(1, ...layout.links.map(({ contacts }) => contacts));
  const at = scaleTo(layout.nodes, Math.max(width, 100), Math.max(height, 100));
  const names = isPlaced
    ? labelled(layout.nodes, at, new Set(focus === null ? [] : [focus]))
    : new Set<string>();
  return (
    <div
      ref={element}
      class={`network${focus === null ? "" : " has-focus"}`}
      style={{ minHeight: `${height}px` }}
      aria-busy={!isPlaced}
    >
      {width > 0 && isPlaced && (
        <svg
          ref={drawing}
          width={width}
          height={height}
          viewBox={`0 0 ${width} ${height}`}
          role="img"
          aria-label={`Network of ${count(layout.nodes.length, "party", "parties")}. The lists beside it have the numbers.`}
        >
          {layout.links.map((link) => {
            const isNear = touches(link);
            if (!isNear && !link.isStrong) return null;
            const [x1, y1, x2, y2] = [
              at.x(link.source),
              at.y(link.source),
              at.x(link.target),
              at.y(link.target),
            ];
            const strength = Math.sqrt(link.contacts / most);
            return (
              <g
                key={`${link.source.key} ${link.target.key}`}
                onClick={() => go(addressOf.relationship([link.source.key, link.target.key]))}
              >
                <line
                  class={isNear ? "link is-near" : "link"}
                  x1={x1}
                  y1={y1}
                  x2={x2}
                  y2={y2}
                  stroke-width={0.6 + 4 * strength}
                />
                <line class="link-reach" x1={x1} y1={y1} x2={x2} y2={y2}>
                  <title>{`${link.source.name} and ${link.target.name}: ${count(link.contacts, "contact")}`}</title>
                </line>
              </g>
            );
          })}
          {layout.nodes.map((node) => (
            <circle
              key={node.key}
              class={`node${node.key === chosen ? " is-chosen" : ""}${near.has(node.key) ? " is-near" : ""}`}
              cx={at.x(node)}
              cy={at.y(node)}
              r={Math.max(node.radius * at.scale, 3.5)}
              onMouseEnter={() => onPoint(node.key)}
              onMouseLeave={() => onPoint(null)}
              onClick={() => onChoose(node.key)}
            >
              <title>{`${node.name}: ${count(node.contacts, "contact")}`}</title>
            </circle>
          ))}
          {layout.nodes.map(
            (node) =>
              names.has(node.key) && (
                <text
                  key={node.key}
                  class={`node-name${node.key === focus || near.has(node.key) ? " is-near" : ""}`}
                  x={at.x(node)}
                  y={at.y(node) + node.radius * at.scale + 13}
                  text-anchor="middle"
                >
                  {node.name}
                </text>
              ),
          )}
        </svg>
      )}
    </div>
  );
}
