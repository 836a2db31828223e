/**
 * A state in its time, where it differs from what its slug or name stands for today. `until` is the first day on
 * which the rule no longer holds, `from` the first on which it does; both null where the words alone decide.
 */
export interface FormerState {
  /** The party: an ISO 3166-3 code, or the slug of an organization where ISO never listed the state. */
  readonly party: string;
  /** Name, as offices are named after it. */
  readonly name: string;
  /** Republics that had presidents of their own inside it: these offices keep the republic's name. */
  readonly federation?: boolean;
  /** Parties of today that stand for it in its time; none where only its own name does. */
  readonly insteadOf: readonly string[];
  readonly from: string | null;
  readonly until: string | null;
  /** Slugs, labels and names that mean it whenever they occur. */
  readonly names: readonly string[];
  readonly adjectives: readonly string[];
}

export const formerStates: readonly FormerState[] = [
  {
    party: "SUHH",
    federation: true,
    name: "Soviet Union",
    insteadOf: ["RU"],
    from: "1922-12-30",
    until: "1991-12-26",
    names: ["U.S.S.R.", "USSR", "Soviet Union", "soviet-union"],
    adjectives: ["Soviet"],
  },
  {
    party: "CSHH",
    name: "Czechoslovakia",
    insteadOf: ["CZ"],
    from: "1918-10-28",
    until: "1993-01-01",
    names: ["Czechoslovakia", "czechoslovakia"],
    adjectives: ["Czechoslovak", "Czechoslovakian"],
  },
  {
    // ISO's YUCS stands for every Yugoslavia up to 2003; Serbia alone was part of it.
    party: "YUCS",
    federation: true,
    name: "Yugoslavia",
    insteadOf: ["RS", "ME"],
    from: "1918-12-01",
    until: "2003-02-04",
    names: ["Yugoslavia", "yugoslavia"],
    adjectives: ["Yugoslav", "Yugoslavian"],
  },
  {
    party: "CSXX",
    federation: true,
    name: "Serbia and Montenegro",
    insteadOf: ["RS", "ME"],
    from: "2003-02-04",
    until: "2006-06-03",
    names: ["Serbia and Montenegro", "Serbia-Montenegro", "serbia-and-montenegro", "serbia-montenegro"],
    adjectives: [],
  },
  {
    party: "DDDE",
    name: "German Democratic Republic",
    insteadOf: [],
    from: "1949-10-07",
    until: "1990-10-03",
    names: ["German Democratic Republic", "german-democratic-republic", "East Germany", "GDR"],
    adjectives: ["East German"],
  },
  {
    party: "ZRCD",
    name: "Zaire",
    insteadOf: ["CD"],
    from: "1971-10-27",
    until: "1997-05-17",
    names: ["Zaire", "zaire"],
    adjectives: ["Zairian", "Zairean"],
  },
  {
    // The state changed its name on 1989-06-18; ISO its code on 1989-12-05.
    party: "BUMM",
    name: "Burma",
    insteadOf: ["MM"],
    from: "1948-01-04",
    until: "1989-06-18",
    names: [],
    adjectives: [],
  },
  {
    party: "DYBJ",
    name: "Dahomey",
    insteadOf: ["BJ"],
    from: "1960-08-01",
    until: "1975-11-30",
    names: ["Dahomey", "dahomey"],
    adjectives: ["Dahomean"],
  },
  {
    party: "HVBF",
    name: "Upper Volta",
    insteadOf: ["BF"],
    from: "1960-08-05",
    until: "1984-08-04",
    names: ["Upper Volta", "upper-volta"],
    adjectives: ["Upper Voltan"],
  },
  {
    // Rhodesia under each of its names up to independence.
    party: "RHZW",
    name: "Southern Rhodesia",
    insteadOf: ["ZW"],
    from: "1923-09-12",
    until: "1980-04-18",
    names: ["Southern Rhodesia", "Rhodesia", "Zimbabwe Rhodesia"],
    adjectives: ["Rhodesian"],
  },
  {
    party: "ANHH",
    name: "Netherlands Antilles",
    insteadOf: [],
    from: "1954-12-15",
    until: "2010-10-10",
    names: ["Netherlands Antilles", "netherlands-antilles"],
    adjectives: [],
  },
  {
    party: "VDVN",
    name: "North Vietnam",
    insteadOf: [],
    from: "1945-09-02",
    until: "1976-07-02",
    names: ["North Vietnam", "north-vietnam"],
    adjectives: ["North Vietnamese"],
  },
  {
    party: "YDYE",
    name: "South Yemen",
    insteadOf: [],
    from: "1967-11-30",
    until: "1990-05-22",
    names: ["South Yemen", "south-yemen"],
    adjectives: ["South Yemeni"],
  },
  {
    // Tanganyika was a state from 1961 until it joined with Zanzibar; ISO never listed it.
    party: "tanganyika",
    name: "Tanganyika",
    insteadOf: ["TZ"],
    from: "1961-12-09",
    until: "1964-04-26",
    names: ["Tanganyika", "tanganyika"],
    adjectives: [],
  },
  {
    party: "kingdom-of-hawaii",
    name: "Kingdom of Hawaii",
    insteadOf: ["hawaii"],
    from: "1795-01-01",
    until: "1893-01-17",
    names: [],
    adjectives: [],
  },
  {
    // From the overthrow of the queen to the annexation.
    party: "republic-of-hawaii",
    name: "Republic of Hawaii",
    insteadOf: ["hawaii"],
    from: "1893-01-17",
    until: "1898-08-13",
    names: [],
    adjectives: [],
  },
];
