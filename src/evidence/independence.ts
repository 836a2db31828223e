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
}

/**
 * The size of the largest group of the reports in which no two share an outlet, an office that they speak for, or a
 * report that both lead to by citations (a report leads to itself). `sources` has every report that can be
 * reached from them; one that is missing there ends the way.
 */
export function independentReports(reports: readonly string[], sources: ReadonlyMap<string, Source>): number {
  const nodes = [...new Set(reports)].map((id) => traitsOf(id, sources));
  return components(nodes).reduce((sum, component) => sum + largestGroup(component), 0);
}

/** What two reports must not have in common: outlets, offices, reports led to. */
type Traits = ReadonlySet<string>;

function traitsOf(id: string, sources: ReadonlyMap<string, Source>): Traits {
  const traits = new Set<string>();
  const open = [id];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (traits.has(`report ${next}`)) continue;
    traits.add(`report ${next}`);
    open.push(...(sources.get(next)?.cites ?? []));
  }
  const source = sources.get(id);
  if (source !== undefined) {
    traits.add(`outlet ${source.outlet}`);
    for (const office of source.speaksFor) traits.add(`office ${office}`);
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
 * A largest independent set of the graph whose edges are common traits, by branching on the report with the most
 * neighbours; a report with at most one is always right to take. Beyond `MOST_BRANCHES` branchings what was
 * found so far counts, which is never too many.
 */
function largestGroup(nodes: readonly Traits[]): number {
  const neighbours = nodes.map(
    (node, index) =>
      new Set(nodes.flatMap((other, at) => (at !== index && !node.isDisjointFrom(other) ? [at] : []))),
  );
  let branches = 0;
  const search = (left: ReadonlySet<number>): number => {
    const rest = new Set(left);
    let taken = 0;
    for (;;) {
      let busiest = -1;
      let most = 1;
      let easy = -1;
      for (const node of rest) {
        const degree = neighbours[node]?.intersection(rest).size ?? 0;
        if (degree <= 1) {
          easy = node;
          break;
        }
        if (degree > most) [busiest, most] = [node, degree];
      }
      const chosen = easy === -1 ? busiest : easy;
      if (chosen === -1) return taken;
      const without = rest.difference(neighbours[chosen] ?? new Set());
      without.delete(chosen);
      if (easy === -1 && ++branches <= MOST_BRANCHES) {
        const others = new Set(rest);
        others.delete(chosen);
        return taken + Math.max(1 + search(without), search(others));
      }
      taken++;
      for (const node of [...rest]) if (!without.has(node)) rest.delete(node);
    }
  };
  return search(new Set(nodes.keys()));
}

const MOST_BRANCHES = 5000;
