import type { Appearance } from "./appearance.ts";
import { plainName, slugOf } from "./name.ts";
import { continuing, ofParty, partyName } from "./party.ts";
import {
  type ComparableName,
  civilName,
  civilNamesAgree,
  regnalName,
  regnalNamesAgree,
  similar,
} from "./personName.ts";
import { successions } from "./successions.ts";
import { isSovereignTitle } from "./title.ts";

/** A person across all records. */
export interface Person {
  readonly slug: string;
  readonly name: string;
}

/**
 * Tells who is the same person, from all appearances with a name.
 *
 * - Within one party only, a former state and the one that continued it being one. Those of no known party are kept
 *   to themselves.
 * - Full names: one person where the names agree (see `civilNamesAgree`) and no more than 20 years lie between.
 *   Where no title is shared, the given names must be the same (Silvio Berlusconi, whatever his office, is one;
 *   Ziaur Rahman and Khaleda Ziaur Rahman are two).
 * - A family name alone: the one full name that agrees, of the same title, with at most 8 years to the nearest
 *   appearance in that title. Where several fit, the one in whose years it falls or that is nearer by two years and
 *   more; else it is kept apart, and such mentions are one person among themselves with the same title and at most
 *   8 years between.
 * - Sovereigns: the name they reign by and the ordinal; where an ordinal is missing, at most 15 years between, or 50
 *   where the whole name is the same ("Qaboos bin Said").
 */
export function identify(appearances: readonly Appearance[]): Map<Appearance, Person> {
  const byParty = new Map<string, Appearance[]>();
  for (const appearance of appearances) {
    if (appearance.name === null || appearance.known !== null) continue;
    const key = appearance.party === null ? "" : continuing(appearance.party.key);
    const known = byParty.get(key);
    if (known === undefined) byParty.set(key, [appearance]);
    else known.push(appearance);
  }
  const clusters: Cluster[] = [];
  for (const party of [...byParty.keys()].sort()) {
    const ordered = (byParty.get(party) ?? []).toSorted((a, b) => order(a, b));
    const sovereigns = ordered.filter(isSovereign);
    const others = ordered.filter((appearance) => !isSovereign(appearance));
    clusters.push(...clusterSovereigns(sovereigns), ...clusterCivilians(others, party));
  }
  return nameClusters(clusters, appearances);
}

interface Cluster {
  readonly sovereign: boolean;
  readonly members: Appearance[];
  /** Names that every further one must agree with. */
  readonly names: ComparableName[];
}

function clusterSovereigns(appearances: readonly Appearance[]): Cluster[] {
  const clusters: Cluster[] = [];
  // Those with an ordinal first: they are the ones that the others join.
  const named = appearances.map((appearance) => ({ appearance, name: regnalName(appearance.name ?? "") }));
  const ordered = named.toSorted((a, b) => Number(a.name.ordinal === null) - Number(b.name.ordinal === null));
  for (const { appearance, name } of ordered) {
    const fitting = clusters.filter(
      ({ members, names }) =>
        sharesTitle(members, appearance) &&
        names.every((known) => regnalNamesAgree(known, name)) &&
        (names.some(({ ordinal }) => ordinal !== null && ordinal === name.ordinal) ||
          gap(members, appearance.day) <= (hasWholeName(members, appearance) ? 50 : 15)),
    );
    join(clusters, nearest(fitting, appearance), appearance, name, true);
  }
  return clusters;
}

function clusterCivilians(appearances: readonly Appearance[], party: string): Cluster[] {
  const clusters: Cluster[] = [];
  const named = appearances.map((appearance) => ({ appearance, name: civilName(appearance.name ?? "") }));
  for (const { appearance, name } of named.filter(({ name }) => name.words.length > 1)) {
    const fitting = clusters.filter(
      ({ members, names }) =>
        agreesWithCluster(names, name) &&
        (sharesTitle(members, appearance) || names.some((known) => sameGiven(known, name))) &&
        gap(members, appearance.day) <= 20,
    );
    join(clusters, nearest(fitting, appearance), appearance, name, false);
  }
  // Back and forth in time, until no more join: each that does may bring the next within reach.
  let alone = named.filter(({ name }) => name.words.length === 1);
  for (let before = alone.length + 1; alone.length < before; ) {
    before = alone.length;
    alone = alone.toReversed().filter(({ appearance, name }) => {
      const full = fullNameOf(clusters, appearance, name, party);
      full?.members.push(appearance);
      return full === null;
    });
  }
  const apart: Cluster[] = [];
  for (const { appearance, name } of alone.toSorted((a, b) => order(a.appearance, b.appearance))) {
    const fitting = apart.filter(
      ({ members, names }) =>
        names.every((known) => civilNamesAgree(known, name)) &&
        gap(sameOffice(members, appearance, name, party), appearance.day) <= 8,
    );
    join(apart, nearest(fitting, appearance), appearance, name, false);
  }
  return [...clusters, ...apart];
}

/** The one cluster of full names that a family name alone belongs to; null where none or several do. */
function fullNameOf(
  clusters: readonly Cluster[],
  appearance: Appearance,
  name: ComparableName,
  party: string,
): Cluster | null {
  const word = name.words[0] ?? "";
  const agreeing = clusters
    .filter(({ names }) => names.some((known) => known.words.some((part) => similar(part, word, "STRICTLY"))))
    .map((cluster) => ({ cluster, members: sameOffice(cluster.members, appearance, name, party) }))
    .filter(({ members }) => gap(members, appearance.day) <= 8);
  const exact = agreeing.filter(({ cluster }) => cluster.names.some((known) => known.words.includes(word)));
  const fitting = exact.length > 0 ? exact : agreeing;
  if (fitting.length <= 1) return fitting[0]?.cluster ?? null;
  const [first, second] = fitting
    .map(({ cluster, members }) => ({ cluster, years: gap(members, appearance.day) }))
    .sort((a, b) => a.years - b.years);
  if (first === undefined || second === undefined) return null;
  const isNearer = first.years === 0 ? second.years > 0 : second.years - first.years >= 2;
  return isNearer ? first.cluster : null;
}

/** The members who bear a title of the appearance's, on its side of any succession under that name. */
function sameOffice(
  members: readonly Appearance[],
  appearance: Appearance,
  name: ComparableName,
  party: string,
): Appearance[] {
  const days = successions
    .filter(([of, word]) => of === party && name.words.includes(word))
    .map(([, , day]) => day);
  const epoch = (day: string) => days.filter((change) => change <= day).length;
  return members.filter(
    (member) => sharesTitle([member], appearance) && epoch(member.day) === epoch(appearance.day),
  );
}

function join(
  clusters: Cluster[],
  cluster: Cluster | null,
  appearance: Appearance,
  name: ComparableName,
  sovereign: boolean,
): void {
  if (cluster === null) {
    clusters.push({ sovereign, members: [appearance], names: [name] });
    return;
  }
  cluster.members.push(appearance);
  const isNew = !cluster.names.some(
    ({ words, ordinal }) => words.join(" ") === name.words.join(" ") && ordinal === name.ordinal,
  );
  if (isNew) cluster.names.push(name);
}

function nearest(clusters: readonly Cluster[], appearance: Appearance): Cluster | null {
  let best: Cluster | null = null;
  for (const cluster of clusters) {
    if (best === null || gap(cluster.members, appearance.day) < gap(best.members, appearance.day))
      best = cluster;
  }
  return best;
}

/** Years from a day to the span of the members' days: 0 inside it, infinite where there are no members. */
function gap(members: readonly Appearance[], day: string): number {
  let earliest = "9999";
  let latest = "";
  for (const member of members) {
    if (member.day < earliest) earliest = member.day;
    if (member.day > latest) latest = member.day;
  }
  if (latest === "") return Number.POSITIVE_INFINITY;
  const year = Number(day.slice(0, 4));
  if (day < earliest) return Math.max(Number(earliest.slice(0, 4)) - year, 0.5);
  return day > latest ? Math.max(year - Number(latest.slice(0, 4)), 0.5) : 0;
}

function sharesTitle(members: readonly Appearance[], appearance: Appearance): boolean {
  return members.some(({ titles }) =>
    titles.some(({ rank }) => appearance.titles.some((title) => title.rank === rank)),
  );
}

/** With every name of the cluster, or with its fullest: "Tayyip Erdogan" where others write "Recep Erdogan". */
function agreesWithCluster(names: readonly ComparableName[], name: ComparableName): boolean {
  const fullest = names.reduce((a, b) => (b.words.length > a.words.length ? b : a));
  return (
    (fullest.words.length > 2 && civilNamesAgree(fullest, name)) ||
    names.every((known) => civilNamesAgree(known, name))
  );
}

function hasWholeName(members: readonly Appearance[], { name }: Appearance): boolean {
  const whole = plainName(name ?? "");
  return whole.includes(" ") && members.some((member) => plainName(member.name ?? "") === whole);
}

function sameGiven(a: ComparableName, b: ComparableName): boolean {
  return similar(a.words[0] ?? "", b.words[0] ?? "");
}

function isSovereign({ titles }: Appearance): boolean {
  return titles.some(({ rank }) => isSovereignTitle(rank));
}

function nameClusters(
  clusters: readonly Cluster[],
  appearances: readonly Appearance[],
): Map<Appearance, Person> {
  const taken = new Set(appearances.flatMap(({ known }) => (known === null ? [] : [known.slug])));
  const persons = new Map<Appearance, Person>();
  const ordered = clusters
    .map((cluster) => ({ cluster, first: firstDay(cluster), ...nameOf(cluster) }))
    .sort((a, b) => compare(a.first, b.first) || compare(a.slug, b.slug));
  for (const { cluster, first, slug, name } of ordered) {
    // The first of a name has it alone; whoever comes later has their first year with it.
    let unique = slug;
    for (let next = 1; taken.has(unique); next++) {
      unique = `${slug}-${first.slice(0, 4)}${next === 1 ? "" : `-${next}`}`;
    }
    taken.add(unique);
    for (const member of cluster.members) persons.set(member, { slug: unique, name });
  }
  return persons;
}

/** The full name that most records have; a name that is no more than a family's or a sovereign's, with the office. */
function nameOf({ members, sovereign }: Cluster): Person {
  const names = members.map(({ name }) => name ?? "");
  const full = sovereign ? [] : names.filter((name) => civilName(name).words.length > 1);
  const name = mostFrequent(full.length > 0 ? full : names);
  if (full.length > 0 && slugOf(name) !== "") return { slug: slugOf(name), name };
  const titles = members.flatMap(({ titles }) => titles.map(({ office, rank }) => office ?? rank));
  const title = mostFrequent(titles);
  const party = members[0]?.party?.key;
  const of = party === undefined ? "" : ` of ${ofParty(partyName(party))}`;
  return {
    slug: slugOf(`${name} ${title}${of}`),
    name: sovereign && /^\p{Lu}/u.test(title) ? `${title} ${name}` : name,
  };
}

/** Ties go to the longer, then by the alphabet. */
function mostFrequent(texts: readonly string[]): string {
  const times = new Map<string, number>();
  for (const text of texts) times.set(text, (times.get(text) ?? 0) + 1);
  const [first] = [...times].sort(([a, n], [b, m]) => m - n || b.length - a.length || compare(a, b));
  return first?.[0] ?? "";
}

function firstDay({ members }: Cluster): string {
  return members.map(({ day }) => day).toSorted()[0] ?? "";
}

function order(a: Appearance, b: Appearance): number {
  return compare(a.day, b.day) || compare(a.name ?? "", b.name ?? "");
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
