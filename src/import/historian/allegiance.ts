import type { MentionedTitle } from "./mention.ts";
import type { Party } from "./party.ts";
import { type ComparableName, civilName, civilNamesAgree, regnalName } from "./personName.ts";
import { isSovereignTitle } from "./title.ts";

/** What one record says of whose a person is. */
export interface Testimony {
  readonly day: string;
  readonly titles: readonly MentionedTitle[];
  readonly name: string;
  readonly party: Party;
  /** The words say it ("Russian President Yeltsin", a visit's origin), or it is only the state they were met in. */
  readonly stated: boolean;
}

/** Somebody whom a record names without saying whose they are. */
export type Named = Pick<Testimony, "day" | "titles" | "name">;

/** Whose somebody is, as the other records tell. */
export interface Witnesses {
  /**
   * `host` is the state that the person was met in, `before` the party of the one named just before.
   *
   * The host's, unless the other records speak against it: "President Yeltsin", met in Naples, is Russian, since
   * (a) records of within eight years state so of a president of that name, or at least two met him in Russia, and
   * (b) Italy had a president of another name within two years, or never has such an office, or (a) is stated at least
   * five times within two years. Where the words name a foreigner just before and nothing else helps, it stays open
   * (null): "British Prime Minister Blair and Foreign Minister Smith" may be of either state.
   */
  partyOf(person: Named, host: Party | null, before: Party | null): Party | null;
}

export function gatherWitnesses(testimonies: readonly Testimony[]): Witnesses {
  const byWord = grouped(testimonies, ({ name, titles }) =>
    titles.flatMap(({ rank }) => civilName(name).words.map((word) => `${rank} ${word}`)),
  );
  const byOffice = grouped(testimonies, ({ party, titles }) =>
    titles.map(({ rank }) => `${party.key} ${rank}`),
  );

  function heardOf(person: Named): Testimony[] {
    const words = civilName(person.name).words;
    const keys = person.titles.flatMap(({ rank }) => words.map((word) => `${rank} ${word}`));
    return [...new Set(keys.flatMap((key) => byWord.get(key) ?? []))].filter(
      (testimony) => years(testimony, person) <= 8 && vouches(testimony, person),
    );
  }

  /** Whether the host has somebody else in that office, or never has it at all. */
  function isForeignTo(host: Party, person: Named): boolean {
    return person.titles.every(({ rank }) => {
      // A crown goes from one to the next: where the host has it at all, the name may be the next one's.
      if (isSovereignTitle(rank)) return !byOffice.has(`${host.key} ${rank}`);
      const holders = (byOffice.get(`${host.key} ${rank}`) ?? []).filter(
        (holder) => !vouches(holder, person),
      );
      return holders.length === 0
        ? !everyStateHas.has(rank) &&
            !(byOffice.get(`${host.key} ${rank}`) ?? []).some(({ stated }) => stated)
        : holders.some((holder) => years(holder, person) <= 2);
    });
  }

  return {
    partyOf(person, host, before) {
      const heard = heardOf(person);
      const stated = heard.filter((testimony) => testimony.stated);
      const isStated = (party: Party) => stated.some((testimony) => testimony.party.key === party.key);
      if (host !== null && isStated(host)) return host;
      if (before !== null && isStated(before)) return before;
      const elsewhere = stated.length > 0 ? onlyParty(stated) : mostMetIn(heard, host);
      if (host === null) return stated.length > 0 ? elsewhere : null;
      if (elsewhere !== null) {
        const close = stated.filter((testimony) => years(testimony, person) <= 2);
        if (isForeignTo(host, person) || close.length >= 5) return elsewhere;
      }
      const metAtHost = heard.filter(({ party }) => party.key === host.key).length;
      return before !== null && before.key !== host.key && metAtHost < 2 ? null : host;
    },
  };
}

/** Whether a testimony may be about that person: "Kim Jong Il" is not vouched for by what is said of some "Kim". */
function vouches(testimony: Testimony, person: Named): boolean {
  if (person.titles.some(({ rank }) => isSovereignTitle(rank))) {
    return isSameText(regnalName(testimony.name), regnalName(person.name));
  }
  const [theirs, own] = [civilName(testimony.name), civilName(person.name)];
  return (own.words.length === 1 || theirs.words.length > 1) && civilNamesAgree(own, theirs);
}

function isSameText(a: ComparableName, b: ComparableName): boolean {
  return a.ordinal === b.ordinal && a.words.join(" ") === b.words.join(" ");
}

function onlyParty(testimonies: readonly Testimony[]): Party | null {
  const keys = new Set(testimonies.map(({ party }) => party.key));
  return keys.size === 1 ? (testimonies[0]?.party ?? null) : null;
}

/** The state, other than the host, in which most records met the person: two at least, and more than at the host. */
function mostMetIn(testimonies: readonly Testimony[], host: Party | null): Party | null {
  const times = new Map<string, { party: Party; times: number }>();
  for (const { party } of testimonies) {
    times.set(party.key, { party, times: (times.get(party.key)?.times ?? 0) + 1 });
  }
  const atHost = host === null ? 0 : (times.get(host.key)?.times ?? 0);
  const [most] = [...times.values()]
    .filter(({ party }) => party.key !== host?.key)
    .sort((a, b) => b.times - a.times || (a.party.key < b.party.key ? -1 : 1));
  return most !== undefined && most.times >= 2 && most.times > atHost ? most.party : null;
}

/** Offices of which no state can be said to have none, only that no record tells of its holder. */
const everyStateHas: ReadonlySet<string> = new Set([
  "foreign-minister",
  "defense-minister",
  "president",
  "speaker",
]);

function grouped(
  testimonies: readonly Testimony[],
  keysOf: (testimony: Testimony) => readonly string[],
): Map<string, Testimony[]> {
  const groups = new Map<string, Testimony[]>();
  for (const testimony of testimonies) {
    for (const key of keysOf(testimony)) {
      const group = groups.get(key);
      if (group === undefined) groups.set(key, [testimony]);
      else group.push(testimony);
    }
  }
  return groups;
}

function years(a: { day: string }, b: { day: string }): number {
  return Math.abs(Number(a.day.slice(0, 4)) - Number(b.day.slice(0, 4)));
}
