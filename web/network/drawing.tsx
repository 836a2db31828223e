import { type ReadonlySignal, type Signal, useComputed, useSignal, useSignalEffect } from "@preact/signals";
import type { RefObject } from "preact";
import { useEffect, useMemo, useState } from "preact/hooks";
import { count } from "../parts/format.ts";
import { useWidth } from "../parts/width.ts";
import { addressOf } from "../place/addresses.ts";
import { go } from "../place/place.ts";
import { type Layout, type Link, labelled, type Node, type Placed, placeNodes, scaleTo } from "./layout.ts";

const FEW = 10;

interface Pointing {
  /** Whom the reader points at, here or in a list. */
  readonly pointed: Signal<string | null>;
  readonly onChoose: (key: string) => void;
}

/** The network as a drawing; what it shows is in lists beside it, for those who do not see it. */
export function NetworkDrawing({
  layout,
  chosen,
  pointed,
  onChoose,
  drawing,
}: Pointing & {
  layout: Layout;
  chosen: string | null;
  drawing: RefObject<SVGSVGElement | null>;
}) {
  const chosenNow = useSignal(chosen);
  chosenNow.value = chosen;
  const focus = useComputed(() => pointed.value ?? chosenNow.value);
  const named = useNextFrame(focus);
  const { element, width } = useWidth<HTMLDivElement>();
  const isNarrow = width < 560;
  const isSmall = layout.nodes.length < FEW;
  const height = Math.round(
    isNarrow ? width * (isSmall ? 0.8 : 1.25) : Math.min(width * 0.82, isSmall ? 420 : 840),
  );
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
  const at = useMemo(
    () => (isPlaced ? scaleTo(layout.nodes, Math.max(width, 100), Math.max(height, 100)) : null),
    [layout, isPlaced, width, height],
  );
  return (
    <div ref={element} class="network" style={{ minHeight: `${height}px` }} aria-busy={!isPlaced}>
      {width > 0 && at !== null && (
        <svg
          ref={drawing}
          width={width}
          height={height}
          viewBox={`0 0 ${width} ${height}`}
          role="img"
          aria-label={`Network of ${count(layout.nodes.length, "party", "parties")}. The lists beside it have the numbers.`}
        >
          <Links layout={layout} at={at} />
          <FocusedLinks layout={layout} at={at} focus={focus} />
          <Nodes layout={layout} at={at} pointed={pointed} onChoose={onChoose} />
          <FocusedNodes layout={layout} at={at} focus={focus} />
          <Names layout={layout} at={at} focus={named} />
        </svg>
      )}
    </div>
  );
}

/** A value, a frame later: for what takes longer, and need not be there at once. */
function useNextFrame<T>(signal: ReadonlySignal<T>): ReadonlySignal<T> {
  const later = useSignal(signal.peek());
  useSignalEffect(() => {
    const { value } = signal;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const frame = requestAnimationFrame(() => {
      timer = setTimeout(() => {
        later.value = value;
      });
    });
    return () => {
      cancelAnimationFrame(frame);
      clearTimeout(timer);
    };
  });
  return later;
}

interface Drawn {
  layout: Layout;
  at: Placed;
}

/** The lines that are drawn whoever is looked at: made once, since there may be hundreds. */
function Links({ layout, at }: Drawn) {
  return useMemo(() => {
    const most = mostOf(layout);
    return (
      <g class="everybody">
        {layout.links.map(
          (link) =>
            link.isStrong && <LinkDrawing key={keyOf(link)} link={link} at={at} most={most} kind="link" />,
        )}
      </g>
    );
  }, [layout, at]);
}

function Nodes({ layout, at, pointed, onChoose }: Drawn & Pointing) {
  // What choosing does is the same, whenever it was made.
  return useMemo(
    () => (
      <g class="everybody">
        {layout.nodes.map((node) => (
          <NodeDrawing key={node.key} node={node} at={at} kind="node" pointing={{ pointed, onChoose }} />
        ))}
      </g>
    ),
    [layout, at],
  );
}

/** Whom the reader points at, or chose. */
type Focus = ReadonlySignal<string | null>;

/** All lines of whoever is looked at; below the nodes, so that they do not come between them and the pointer. */
function FocusedLinks({ layout, at, focus }: Drawn & { focus: Focus }) {
  const most = mostOf(layout);
  return (
    <g class="focused">
      {linksOf(layout, focus.value).map((link) => (
        <LinkDrawing key={keyOf(link)} link={link} at={at} most={most} kind="link is-near" />
      ))}
    </g>
  );
}

/** Whoever is looked at and their counterparts, drawn over the nodes that they are. */
function FocusedNodes({ layout, at, focus }: Drawn & { focus: Focus }) {
  const near = nearOf(layout, focus.value);
  return (
    <g class="focused">
      {layout.nodes.map(
        (node) =>
          (near.has(node) || node.key === focus.value) && (
            <NodeDrawing
              key={node.key}
              node={node}
              at={at}
              kind={node.key === focus.value ? "node is-chosen" : "node is-near"}
            />
          ),
      )}
    </g>
  );
}

/** The names for which there is room: of whoever is looked at before others. */
function Names({ layout, at, focus }: Drawn & { focus: Focus }) {
  const near = nearOf(layout, focus.value);
  const rank = (node: Node) => (node.key === focus.value ? 0 : near.has(node) ? 1 : 2);
  const shown = labelled(
    layout.nodes.toSorted((one, other) => rank(one) - rank(other)),
    at,
  );
  return (
    <g>
      {layout.nodes.map(
        (node) =>
          shown.has(node.key) && (
            <text
              key={node.key}
              class={rank(node) < 2 ? "node-name is-near" : "node-name"}
              x={at.x(node)}
              y={at.y(node) + node.radius * at.scale + 13}
              text-anchor="middle"
            >
              {node.name}
            </text>
          ),
      )}
    </g>
  );
}

/** The counterparts of a party. */
function nearOf(layout: Layout, key: string | null): ReadonlySet<Node> {
  return new Set(linksOf(layout, key).map(({ source, target }) => (source.key === key ? target : source)));
}

const linksOf = ({ links }: Layout, key: string | null) =>
  links.filter(({ source, target }) => source.key === key || target.key === key);
const keyOf = ({ source, target }: Link) => `${source.key} ${target.key}`;
const mostOf = ({ links }: Layout) => Math.max(1, ...links.map(({ contacts }) => contacts));

function LinkDrawing({
  link: { source, target, contacts },
  at,
  most,
  kind,
}: {
  link: Link;
  at: Placed;
  most: number;
  kind: string;
}) {
  const ends = { x1: at.x(source), y1: at.y(source), x2: at.x(target), y2: at.y(target) };
  return (
    <g onClick={() => go(addressOf.relationship([source.key, target.key]))}>
      <line class={kind} {...ends} stroke-width={0.6 + 4 * Math.sqrt(contacts / most)} />
      <line class="link-reach" {...ends}>
        <title>{`${source.name} and ${target.name}: ${count(contacts, "contact")}`}</title>
      </line>
    </g>
  );
}

function NodeDrawing({
  node,
  at,
  kind,
  pointing,
}: {
  node: Node;
  at: Placed;
  kind: string;
  pointing?: Pointing;
}) {
  return (
    <circle
      class={kind}
      cx={at.x(node)}
      cy={at.y(node)}
      r={Math.max(node.radius * at.scale, 3.5)}
      {...(pointing !== undefined && {
        onMouseEnter: () => {
          pointing.pointed.value = node.key;
        },
        onMouseLeave: () => {
          pointing.pointed.value = null;
        },
        onClick: () => pointing.onChoose(node.key),
      })}
    >
      <title>{`${node.name}: ${count(node.contacts, "contact")}`}</title>
    </circle>
  );
}
