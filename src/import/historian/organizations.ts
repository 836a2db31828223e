/**
 * Parties that are no state of ISO 3166: organizations, and the few places that act for themselves. Names by which
 * the prose knows them come after the full name; where one is a body of another (the European Commission), the
 * party is the whole and the body gives the office its name.
 */
export interface OrganizationRow {
  readonly slug: string;
  readonly name: string;
  /** Other names, in the prose or as a collection's slug. */
  readonly names: readonly string[];
  /** Bodies of it whose offices are their own: "President of the European Commission". */
  readonly bodies: readonly string[];
}

export const organizations: readonly OrganizationRow[] = [
  {
    slug: "nato",
    name: "NATO",
    names: ["North Atlantic Treaty Organization", "North Atlantic Council"],
    bodies: [],
  },
  {
    slug: "united-nations",
    name: "United Nations",
    names: ["UN", "U.N."],
    bodies: ["UN General Assembly", "U.N. General Assembly", "United Nations General Assembly"],
  },
  {
    slug: "european-union",
    name: "European Union",
    names: ["EU", "E.U."],
    bodies: ["European Commission", "European Council", "European Parliament", "EU Commission", "EU Council"],
  },
  {
    // Before the Union: its own party, as ISO knows neither.
    slug: "european-community",
    name: "European Community",
    names: ["EC", "E.C.", "European Economic Community", "EEC", "European Communities"],
    bodies: ["EC Commission", "Commission of the European Communities"],
  },
  { slug: "african-union", name: "African Union", names: ["AU"], bodies: ["African Union Commission"] },
  {
    slug: "arab-league",
    name: "Arab League",
    names: ["League of Arab States"],
    bodies: [],
  },
  { slug: "asean", name: "ASEAN", names: ["Association of Southeast Asian Nations"], bodies: [] },
  {
    slug: "organization-of-american-states",
    name: "Organization of American States",
    names: ["OAS"],
    bodies: [],
  },
  { slug: "caricom", name: "CARICOM", names: ["Caricom", "Caribbean Community"], bodies: [] },
  {
    slug: "osce",
    name: "OSCE",
    names: ["Organization for Security and Cooperation in Europe"],
    bodies: [],
  },
  {
    slug: "oecd",
    name: "OECD",
    names: ["Organization for Economic Cooperation and Development"],
    bodies: [],
  },
  {
    slug: "iaea",
    name: "IAEA",
    names: ["International Atomic Energy Agency", "International Atomic Energy Agency (IAEA)"],
    bodies: [],
  },
  { slug: "world-health-organization", name: "World Health Organization", names: ["WHO"], bodies: [] },
  { slug: "world-bank", name: "World Bank", names: [], bodies: [] },
  {
    slug: "international-committee-of-the-red-cross",
    name: "International Committee of the Red Cross",
    names: ["ICRC"],
    bodies: [],
  },
  {
    slug: "gulf-cooperation-council",
    name: "Gulf Cooperation Council",
    names: ["GCC"],
    bodies: [],
  },
  {
    // Until 1994 the words name it where later ones name the Palestinian Authority.
    slug: "palestine-liberation-organization",
    name: "Palestine Liberation Organization",
    names: ["PLO", "P.L.O."],
    bodies: [],
  },
  // Kosovo declared itself a state in 2008; no ISO 3166-1 code is assigned to it.
  { slug: "kosovo", name: "Kosovo", names: ["Kosovar", "Kosovan"], bodies: [] },
  { slug: "syrian-opposition", name: "Syrian opposition", names: [], bodies: [] },
  { slug: "middle-east-quartet", name: "Middle East Quartet", names: ["Quartet"], bodies: [] },
];

/**
 * Parts of a state whose governments the prose names: the party is the state, the office is named after the part
 * ("First Minister of Northern Ireland").
 */
export const regions: readonly (readonly [party: string, name: string, names: readonly string[]])[] = [
  ["AE", "Abu Dhabi", []],
  ["BA", "Republika Srpska", ["Bosnian Serb", "Serb Republic"]],
  ["CA", "Quebec", []],
  ["GB", "Northern Ireland", ["Northern Irish"]],
  ["GB", "Scotland", ["Scottish"]],
  [
    "IQ",
    "Kurdistan Region",
    ["Kurdistan Regional Government", "Kurdish Regional", "Kurdish Region", "Iraqi Kurdistan Region"],
  ],
];
