import type { Trip } from "./record.ts";

/** What is known of a trip when the two files are laid side by side. */
export interface TripTold {
  readonly trip: Trip;
  /** Keys of the parties it went to. */
  readonly parties: readonly string[];
  /** Slugs of the persons who travelled. */
  readonly travellers: readonly string[];
  /** Slugs of those whom its remarks name as travelling along: "Accompanied President Clinton". */
  readonly companions: readonly string[];
  /** Canonical name of the event attended; null where there is none. */
  readonly event: string | null;
}

/**
 * Which records tell the same trip: for each, the sorted keys of all that do, its own among them.
 *
 * A secretary's record tells a president's trip where both went to the same country, their days overlap, and either
 * the secretary's remarks name that president as the one accompanied, or both attended the same named event. Where
 * several of a president's trips fit, the one with most days in common; then the first. A secretary's record so
 * joins one president's trip at most, and trips of presidents are never joined: no chain runs from one stay to the next.
 */
export function sameTrips(trips: readonly TripTold[]): Map<Trip, readonly string[]> {
  const presidents = trips.filter(({ trip }) => trip.role === "president");
  const keys = new Map<Trip, string[]>(presidents.map(({ trip }) => [trip, [trip.key]]));
  const joined = new Map<Trip, Trip>();
  for (const secretary of trips) {
    if (secretary.trip.role !== "secretary") continue;
    const [best] = presidents
      .filter((president) => tellsSame(secretary, president))
      .sort(
        (a, b) =>
          daysInCommon(secretary.trip, b.trip) - daysInCommon(secretary.trip, a.trip) ||
          (a.trip.start < b.trip.start ? -1 : 1),
      );
    if (best === undefined) continue;
    keys.get(best.trip)?.push(secretary.trip.key);
    joined.set(secretary.trip, best.trip);
  }
  const sorted = new Map([...keys].map(([trip, all]) => [trip, all.sort()]));
  return new Map(trips.map(({ trip }) => [trip, sorted.get(joined.get(trip) ?? trip) ?? [trip.key]]));
}

function tellsSame(secretary: TripTold, president: TripTold): boolean {
  return (
    daysInCommon(secretary.trip, president.trip) > 0 &&
    secretary.parties.some((party) => president.parties.includes(party)) &&
    (president.travellers.some((slug) => secretary.companions.includes(slug)) ||
      (secretary.event !== null && secretary.event === president.event))
  );
}

function daysInCommon(a: Trip, b: Trip): number {
  const from = Math.max(Date.parse(a.start), Date.parse(b.start));
  const to = Math.min(Date.parse(a.end), Date.parse(b.end));
  return to < from ? 0 : (to - from) / 86_400_000 + 1;
}
