/**
 * Which outlets are independent. Repetition is not corroboration: two reports count as two only where nothing
 * leads from one to the other, nor from both to a common source.
 */

/** A report as far as independence goes. */
export interface Source {
  readonly id: string;
  readonly outlet: string;
  /** The offices whose voice the outlet is. */
  readonly speaksFor: readonly string[];
  /** Ids of the reports that it cites. */
  readonly cites: readonly string[];
  /** A machine has read its claims from the news, and may be mistaken in all of them. */
  readonly isMachineRead: boolean;
}

/**
 * The size of the largest group of the reports in which no two lead to the same report, the same outlet or the voice
 * of the same office. A report leads to itself, to what it cites, and so on; so that to repeat one of an outlet's
 * reports is not to be independent of another of them. `sources` has every report that can be reached from them; one
 * that is missing there ends the way.
 */
export function independentReports(reports: readonly string[], sources: ReadonlyMap<string, Source>): number {
  const ids = [...new Set(reports)];
  if (ids.length < 2) return ids.length;
  const nodes = ids.map((id) => traitsOf(id, sources));
  return components(nodes).reduce((sum, component) => sum + largestGroup(component), 0);
}

/** What two reports must not have in common: the reports, outlets and offices that they lead to. */
type Traits = ReadonlySet<string>;

function traitsOf(id: string, sources: ReadonlyMap<string, Source>): Traits {
  const traits = new Set<string>();
  const open = [id];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (traits.has(`report ${next}`)) continue;
    traits.add(`report ${next}`);
    const source = sources.get(next);
    if (source === undefined) continue;
    traits.add(`outlet ${source.outlet}`);
    for (const office of source.speaksFor) traits.add(`office ${office}`);
    open.push(...source.cites);
  }
  return traits;
}

/** Reports that share nothing, directly or by way of others, can be counted apart. */
function components(nodes: readonly Traits[]): Traits[][] {
  const groups: { traits: Set<string>; nodes: Traits[] }[] = [];
  for (const node of nodes) {
    const touching = groups.filter(({ traits }) => !node.isDisjointFrom(traits));
    const joined = { traits: new Set(node), nodes: [node] };
    for (const group of touching) {
      for (const trait of group.traits) joined.traits.add(trait);
      joined.nodes.push(...group.nodes);
      groups.splice(groups.indexOf(group), 1);
    }
    groups.push(joined);
  }
  return groups.map((group) => group.nodes);
}

/**
 * A largest independent set of the graph whose edges are common traits. A report whose neighbours are all neighbours
 * of one another is always right to take; where there is none, by branching on the one with the most. Beyond
 * `MOST_BRANCHES` branchings what was found so far counts, which is never too many.
 */
function largestGroup(nodes: readonly Traits[]): number {
  // Two that are not apart have something in common.
  if (nodes.length <= 2) return 1;
  const neighbours = nodes.map(
    (node, index) =>
      new Set(nodes.flatMap((other, at) => (at !== index && !node.isDisjointFrom(other) ? [at] : []))),
  );
  const around = (node: number, among: ReadonlySet<number>) =>
    neighbours[node]?.intersection(among) ?? new Set<number>();
  const isClique = (group: ReadonlySet<number>) =>
    [...group].every((member) => around(member, group).size === group.size - 1);
  let branches = 0;
  const search = (left: ReadonlySet<number>): number => {
    let rest = left;
    for (let taken = 0; ; taken++) {
      const byDegree = [...rest]
        .map((node) => ({ node, degree: around(node, rest).size }))
        .sort((a, b) => a.degree - b.degree);
      const [calmest, busiest] = [byDegree.at(0), byDegree.at(-1)];
      if (calmest === undefined || busiest === undefined) return taken;
      if (!isClique(around(calmest.node, rest)) && ++branches <= MOST_BRANCHES) {
        const others = rest.difference(new Set([busiest.node]));
        return taken + Math.max(1 + search(others.difference(around(busiest.node, rest))), search(others));
      }
      rest = rest.difference(around(calmest.node, rest)).difference(new Set([calmest.node]));
    }
  };
  return search(new Set(nodes.keys()));
}

const MOST_BRANCHES = 2000;
