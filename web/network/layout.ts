import {
  forceCollide,
  forceLink,
  forceManyBody,
  forceSimulation,
  forceX,
  forceY,
  type SimulationLinkDatum,
  type SimulationNodeDatum,
} from "d3-force";
import type { NetworkQuery } from "../api/operations.ts";

type Network = NetworkQuery["network"];

export interface Node extends SimulationNodeDatum {
  readonly key: string;
  readonly name: string;
  readonly contacts: number;
  readonly radius: number;
  x: number;
  y: number;
}

export interface Link extends SimulationLinkDatum<Node> {
  readonly source: Node;
  readonly target: Node;
  readonly contacts: number;
  /** Drawn also where neither of the two is chosen. */
  readonly isStrong: boolean;
}

export interface Layout {
  readonly nodes: readonly Node[];
  readonly links: readonly Link[];
}

/** Each party's so many strongest pairs are always drawn, and the so many strongest of all. */
const OWN_STRONGEST = 2;
const STRONGEST = 150;
const SLICE_MS = 12;

/** Parties and pairs of a network, not placed yet. */
export function networkLinks({ parties, pairs }: Network): Layout {
  const most = Math.max(1, ...parties.map(({ contacts }) => contacts));
  const crowd = parties.length > 100 ? 0.75 : 1;
  const nodes: Node[] = parties.map(({ party: { key, name }, contacts }, index) => {
    // On a spiral, the largest in the middle: the same network is always placed the same way.
    const angle = index * 2.4;
    const distance = 18 * Math.sqrt(index + 1);
    return {
      key,
      name,
      contacts,
      radius: crowd * (4 + 22 * Math.sqrt(contacts / most)),
      x: distance * Math.cos(angle),
      y: distance * Math.sin(angle),
    };
  });
  const byKey = new Map(nodes.map((node) => [node.key, node]));
  const taken = new Map<string, number>();
  const links = pairs.flatMap(({ parties: [one, other], contacts }, index) => {
    const source = byKey.get(one?.key ?? "");
    const target = byKey.get(other?.key ?? "");
    if (source === undefined || target === undefined) return [];
    let isStrong = index < STRONGEST;
    for (const { key } of [source, target]) {
      const before = taken.get(key) ?? 0;
      if (before < OWN_STRONGEST) isStrong = true;
      taken.set(key, before + 1);
    }
    return [{ source, target, contacts, isStrong }];
  });
  return { nodes, links };
}

/**
 * Places the nodes, in slices that let the page answer in between; what is strongly linked lies close. `shape` is how much
 * wider than high the drawing is. Ends early, unplaced, when the signal says so.
 */
export async function placeNodes(
  { nodes, links }: Layout,
  shape: number,
  signal: AbortSignal,
): Promise<void> {
  const strong = links.filter(({ isStrong }) => isStrong);
  const most = Math.max(1, ...strong.map(({ contacts }) => contacts));
  const simulation = forceSimulation([...nodes])
    .force(
      "link",
      forceLink<Node, Link>([...strong])
        .distance(
          ({ source, target, contacts }) =>
            source.radius + target.radius + 36 + 60 * (1 - Math.sqrt(contacts / most)),
        )
        .strength(({ contacts }) => 0.05 + 0.35 * Math.sqrt(contacts / most)),
    )
    .force(
      "apart",
      forceManyBody<Node>().strength((node) => -90 - 7 * node.radius),
    )
    .force("room", forceCollide<Node>((node) => node.radius + 7).iterations(2))
    .force("across", forceX<Node>(0).strength(0.06 / Math.max(shape, 1)))
    .force("down", forceY<Node>(0).strength(0.06 * Math.min(shape, 3)))
    .stop();
  const ticks = Math.ceil(Math.log(simulation.alphaMin()) / Math.log(1 - simulation.alphaDecay()));
  let began = performance.now();
  for (let tick = 0; tick < ticks; tick++) {
    simulation.tick();
    if (performance.now() - began < SLICE_MS) continue;
    await new Promise((resolve) => setTimeout(resolve));
    if (signal.aborted) return;
    began = performance.now();
  }
}

export interface Placed {
  readonly x: (node: Node) => number;
  readonly y: (node: Node) => number;
  readonly scale: number;
}

/** Fits what is placed into a drawing of a size. */
export function scaleTo(nodes: readonly Node[], width: number, height: number): Placed {
  const margin = 44;
  const left = Math.min(...nodes.map(({ x, radius }) => x - radius));
  const right = Math.max(...nodes.map(({ x, radius }) => x + radius));
  const top = Math.min(...nodes.map(({ y, radius }) => y - radius));
  const bottom = Math.max(...nodes.map(({ y, radius }) => y + radius));
  const scale = Math.min(
    (width - 2 * margin) / (right - left || 1),
    (height - 2 * margin) / (bottom - top || 1),
    1.6,
  );
  const middle = { x: (left + right) / 2, y: (top + bottom) / 2 };
  return {
    x: (node) => width / 2 + (node.x - middle.x) * scale,
    y: (node) => height / 2 + (node.y - middle.y) * scale,
    scale,
  };
}

/** The link whose line is nearest to a point of the drawing; undefined where there are none. */
export function nearestLink<L extends Pick<Link, "source" | "target">>(
  links: readonly L[],
  at: Placed,
  x: number,
  y: number,
): L | undefined {
  let nearest: { link: L; distance: number } | undefined;
  for (const link of links) {
    const [left, top] = [at.x(link.source), at.y(link.source)];
    const [across, down] = [at.x(link.target) - left, at.y(link.target) - top];
    const along = ((x - left) * across + (y - top) * down) / (across ** 2 + down ** 2 || 1);
    const part = Math.min(Math.max(along, 0), 1);
    const distance = Math.hypot(x - left - part * across, y - top - part * down);
    if (nearest === undefined || distance < nearest.distance) nearest = { link, distance };
  }
  return nearest?.link;
}

const LETTER = 6.6;
const LINE = 15;

/** The keys of those whose names are written: the first in order, and each that covers no name written before. */
export function labelled(nodes: readonly Node[], { x, y, scale }: Placed): Set<string> {
  const boxes: { left: number; right: number; top: number; bottom: number }[] = [];
  const shown = new Set<string>();
  for (const node of nodes) {
    const width = node.name.length * LETTER;
    const top = y(node) + node.radius * scale + 2;
    const box = { left: x(node) - width / 2, right: x(node) + width / 2, top, bottom: top + LINE };
    const isClear = boxes.every(
      (other) =>
        box.right < other.left || box.left > other.right || box.bottom < other.top || box.top > other.bottom,
    );
    if (!isClear) continue;
    boxes.push(box);
    shown.add(node.key);
  }
  return shown;
}
