import { expect, it } from "vitest";
import type { Trip } from "../../../src/import/historian/record.ts";
import { sameTrips, type TripTold } from "../../../src/import/historian/sameTrip.ts";

function told(
  id: string,
  role: Trip["role"],
  [start, end]: [string, string],
  more: Partial<Omit<TripTold, "trip">> = {},
): TripTold {
  const trip: Trip = {
    kind: "trip",
    file: "trips.xml",
    id,
    key: `historian:travels:${id}`,
    role,
    who: null,
    travellers: ["Somebody"],
    start,
    end,
    countries: [{ slug: "canada", label: "Canada" }],
    locale: "Ottawa",
    remarks: "",
  };
  return {
    trip,
    parties: ["CA"],
    travellers: [role === "president" ? "the-president" : "the-secretary"],
    companions: [],
    event: null,
    ...more,
  };
}
function keys(all: readonly TripTold[]): string[][] {
  const found = sameTrips(all);
  return all.map(({ trip }) => (found.get(trip) ?? []).map((key) => key.replace("historian:travels:", "")));
}
const accompanied = { companions: ["the-president"] };

it("joins a secretary's trip with that of the president accompanied", () => {
  const all = [
    told("1", "president", ["1996-02-01", "1996-02-03"]),
    told("2", "secretary", ["1996-01-31", "1996-02-02"], accompanied),
  ];
  expect(keys(all)).toEqual([
    ["1", "2"],
    ["1", "2"],
  ]);
});

it("joins trips to the same named event", () => {
  const event = { event: "NATO Summit" };
  const all = [
    told("1", "president", ["1996-02-01", "1996-02-03"], event),
    told("2", "secretary", ["1996-02-01", "1996-02-02"], event),
  ];
  expect(keys(all)).toEqual([
    ["1", "2"],
    ["1", "2"],
  ]);
});

it.each<[string, TripTold]>([
  ["nobody accompanied", told("2", "secretary", ["1996-02-01", "1996-02-03"])],
  [
    "another country",
    told("2", "secretary", ["1996-02-01", "1996-02-03"], { ...accompanied, parties: ["US"] }),
  ],
  ["other days", told("2", "secretary", ["1996-02-04", "1996-02-05"], accompanied)],
  [
    "another president",
    told("2", "secretary", ["1996-02-01", "1996-02-03"], { companions: ["somebody-else"] }),
  ],
])("keeps trips apart: %s", (_, secretary) => {
  expect(keys([told("1", "president", ["1996-02-01", "1996-02-03"]), secretary])).toEqual([["1"], ["2"]]);
});

it("never chains two stays of the president through a secretary's one", () => {
  const all = [
    told("1", "president", ["1996-02-01", "1996-02-02"]),
    told("2", "president", ["1996-02-03", "1996-02-06"]),
    told("3", "secretary", ["1996-02-01", "1996-02-06"], accompanied),
  ];
  expect(keys(all)).toEqual([["1"], ["2", "3"], ["2", "3"]]);
});
