import { type ReadonlySignal, type Signal, useComputed, useSignal, useSignalEffect } from "@preact/signals";
import type { RefObject, TargetedMouseEvent } from "preact";
import { useEffect, useMemo, useState } from "preact/hooks";
import { count } from "../parts/format.ts";
import { useWidth } from "../parts/width.ts";
import { addressOf } from "../place/addresses.ts";
import { go } from "../place/place.ts";
import {
  type Layout,
  type Link,
  labelled,
  type Node,
  nearestLink,
  type Placed,
  placeNodes,
  scaleTo,
} from "./layout.ts";

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
  const [placed, setPlaced] = useState<{ layout: Layout; shape: number } | null>(null);
  const shape = width === 0 ? 0 : Math.round((width / height) * 10) / 10;
  useEffect(() => {
    if (shape === 0) return;
    const stop = new AbortController();
    placeNodes(layout, shape, stop.signal).then(() => {
      if (!stop.signal.aborted) setPlaced({ layout, shape });
    });
    return () => stop.abort();
  }, [layout, shape]);

  const isPlaced = placed?.layout === layout && placed.shape === shape;
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
          <Reach layout={layout} at={at} chosen={chosenNow} />
          <Everybody layout={layout} at={at} focus={focus} pointed={pointed} onChoose={onChoose} />
          <Focused layout={layout} at={at} focus={focus} />
          <Names layout={layout} at={at} named={named} />
          <FocusedNames layout={layout} at={at} named={named} />
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

/** Whom the reader points at, or chose. */
type Focus = ReadonlySignal<string | null>;

/**
 * Where lines are pointed at and clicked: wider than they are drawn, and below the nodes, so that they do not come between
 * them and the pointer. One shape for all of them; which line is meant depends on where the pointer is.
 */
function Reach({ layout, at, chosen }: Drawn & { chosen: Focus }) {
  const told = useSignal("");
  const ofChosen = new Set(linksOf(layout, chosen.value));
  const links = layout.links.filter((link) => link.isStrong || ofChosen.has(link));
  const meant = ({ currentTarget, clientX, clientY }: TargetedMouseEvent<SVGPathElement>) => {
    const frame = currentTarget.ownerSVGElement?.getBoundingClientRect();
    return nearestLink(links, at, clientX - (frame?.left ?? 0), clientY - (frame?.top ?? 0));
  };
  return (
    <path
      class="link-reach"
      d={links.map((link) => lineOf(link, at)).join("")}
      onMouseMove={(event) => {
        const link = meant(event);
        if (link === undefined) return;
        told.value = `${link.source.name} and ${link.target.name}: ${count(link.contacts, "contact")}`;
      }}
      onClick={(event) => {
        const link = meant(event);
        if (link !== undefined) go(addressOf.relationship([link.source.key, link.target.key]));
      }}
    >
      <title>{told}</title>
    </path>
  );
}

/**
 * What is drawn whoever is looked at: made once, since there may be hundreds. When somebody is looked at, it steps back as
 * one, so that nothing of it is painted again.
 */
function Everybody({ layout, at, focus, pointed, onChoose }: Drawn & Pointing & { focus: Focus }) {
  const kind = useComputed(() => (focus.value === null ? "everybody" : "everybody is-back"));
  // What choosing does is the same, whenever it was made.
  const drawn = useMemo(() => {
    const most = mostOf(layout);
    return [
      ...layout.links.map(
        (link) =>
          link.isStrong && (
            <line key={keyOf(link)} class="link" {...endsOf(link, at)} stroke-width={widthOf(link, most)} />
          ),
      ),
      ...layout.nodes.map((node) => (
        <path
          key={node.key}
          class="node"
          d={outlineOf(node, at)}
          onMouseEnter={() => {
            pointed.value = node.key;
          }}
          onMouseLeave={() => {
            pointed.value = null;
          }}
          onClick={() => onChoose(node.key)}
        >
          <title>{`${node.name}: ${count(node.contacts, "contact")}`}</title>
        </path>
      )),
    ];
  }, [layout, at]);
  return <g class={kind}>{drawn}</g>;
}

/**
 * Whoever is looked at, with all its lines and counterparts, drawn over what they are among everybody: in few shapes, since
 * it is made again for each that is pointed at.
 */
function Focused({ layout, at, focus }: Drawn & { focus: Focus }) {
  const looked = layout.nodes.find(({ key }) => key === focus.value);
  if (looked === undefined) return null;
  const most = mostOf(layout);
  return (
    <g class="focused">
      {linksOf(layout, looked.key).map((link) => (
        <line
          key={keyOf(link)}
          class="link is-near"
          {...endsOf(link, at)}
          stroke-width={widthOf(link, most)}
        />
      ))}
      <path
        class="node is-near"
        d={[...nearOf(layout, looked.key)].map((node) => outlineOf(node, at)).join("")}
      />
      <path class="node is-chosen" d={outlineOf(looked, at)} />
    </g>
  );
}

/** The names for which there is room, while nobody is looked at. */
function Names({ layout, at, named }: Drawn & { named: Focus }) {
  const kind = useComputed(() => (named.value === null ? "names" : "names is-away"));
  const drawn = useMemo(() => {
    const shown = labelled(layout.nodes, at);
    return layout.nodes.map(
      (node) => shown.has(node.key) && <NodeName key={node.key} node={node} at={at} kind="node-name" />,
    );
  }, [layout, at]);
  return <g class={kind}>{drawn}</g>;
}

/** The names for which there is room, of whoever is looked at before others. */
function FocusedNames({ layout, at, named }: Drawn & { named: Focus }) {
  if (named.value === null) return null;
  const near = nearOf(layout, named.value);
  const rank = (node: Node) => (node.key === named.value ? 0 : near.has(node) ? 1 : 2);
  const shown = labelled(
    layout.nodes.toSorted((one, other) => rank(one) - rank(other)),
    at,
  );
  return (
    <g>
      {layout.nodes.map(
        (node) =>
          shown.has(node.key) && (
            <NodeName
              key={node.key}
              node={node}
              at={at}
              kind={rank(node) < 2 ? "node-name" : "node-name is-back"}
            />
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

const widthOf = ({ contacts }: Link, most: number) => 0.6 + 4 * Math.sqrt(contacts / most);
const radiusOf = ({ radius }: Node, { scale }: Placed) => Math.max(radius * scale, 3.5);

function endsOf({ source, target }: Link, at: Placed) {
  return { x1: at.x(source), y1: at.y(source), x2: at.x(target), y2: at.y(target) };
}

function lineOf(link: Link, at: Placed): string {
  const { x1, y1, x2, y2 } = endsOf(link, at);
  return `M${x1} ${y1}L${x2} ${y2}`;
}

function outlineOf(node: Node, at: Placed): string {
  const radius = radiusOf(node, at);
  const half = `a${radius} ${radius} 0 0 1`;
  return `M${at.x(node) - radius} ${at.y(node)}${half} ${2 * radius} 0${half} ${-2 * radius} 0Z`;
}

function NodeName({ node, at, kind }: { node: Node; at: Placed; kind: string }) {
  return (
    <text class={kind} x={at.x(node)} y={at.y(node) + node.radius * at.scale + 13} text-anchor="middle">
      {node.name}
    </text>
  );
}
