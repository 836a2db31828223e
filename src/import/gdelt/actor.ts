import { iso31661 } from "iso-3166";
import type { Actor } from "./row.ts";

/** A party of the record: a state by its ISO 3166-1 code, or an organization, which a filing describes. */
export interface GdeltParty {
  readonly key: string;
  /** Null for a state, which the record knows. */
  readonly organization: { readonly slug: string; readonly name: string } | null;
}

export type NoParty = "noActor" | "noState" | "noGovernment";

/**
 * Whom an actor of an event is. A state acts through its government, its leaders, and what belongs to the state; a
 * company, a newspaper or a protester of a country is none.
 */
export function partyOf({ code, country, type }: Actor): GdeltParty | NoParty {
  if (code === "") return "noActor";
  const state = states.get(country);
  if (state !== undefined) {
    return STATE_TYPES.has(type) ? { key: state, organization: null } : "noGovernment";
  }
  // The most special of what the code is made of comes last: "IGOUNOWBK" is the World Bank.
  const organization = (code.match(/.{3}/g) ?? []).reverse().flatMap((part) => organizations.get(part) ?? []);
  const [first] = organization;
  return first === undefined ? "noState" : { key: first.slug, organization: first };
}

/**
 * CAMEO's codes of states: ISO 3166-1 alpha-3, but for a few that are older, or name a part. Its regions ("AFR", "EUR",
 * "SAM") are assigned to no state by ISO.
 */
const states: ReadonlyMap<string, string> = new Map([
  ...iso31661.map(({ alpha3, alpha2 }) => [alpha3, alpha2] as const),
  ["ROM", "RO"],
  ["TMP", "TL"],
  ["ZAR", "CD"],
  ["WSB", "PS"],
  ["GZS", "PS"],
]);

/** No type, or one of CAMEO's for those who act for a state; "ELI", elites, are mostly heads of state and ministers. */
const STATE_TYPES: ReadonlySet<string> = new Set(["", "GOV", "ELI", "MIL", "LEG", "JUD", "SPY"]);

/**
 * CAMEO's codes of organizations of states (CAMEO Codebook 1.1b3, chapter 3, and GDELT's list of known groups,
 * CAMEO.knowngroup.txt). Those of parties, armed groups and private organizations are left out.
 */
const organizations: ReadonlyMap<string, { slug: string; name: string }> = new Map(
  (
    [
      ["ABD", "arab-bank-for-economic-development-in-africa", "Arab Bank for Economic Development in Africa"],
      ["ADB", "asian-development-bank", "Asian Development Bank"],
      ["AEU", "council-of-arab-economic-unity", "Council of Arab Economic Unity"],
      ["AFB", "african-development-bank", "African Development Bank"],
      ["AMF", "arab-monetary-fund", "Arab Monetary Fund"],
      ["AMU", "arab-maghreb-union", "Arab Maghreb Union"],
      ["APE", "oapec", "OAPEC"],
      ["ARL", "arab-league", "Arab League"],
      ["ASN", "asean", "ASEAN"],
      ["ATD", "trade-and-development-bank", "Trade and Development Bank"],
      ["BCA", "bank-of-central-african-states", "Bank of Central African States"],
      ["BIS", "bank-for-international-settlements", "Bank for International Settlements"],
      ["CEM", "cemac", "CEMAC"],
      ["CIS", "commonwealth-of-independent-states", "Commonwealth of Independent States"],
      ["COE", "council-of-europe", "Council of Europe"],
      ["CSS", "community-of-sahel-saharan-states", "Community of Sahel-Saharan States"],
      ["CWN", "commonwealth-of-nations", "Commonwealth of Nations"],
      [
        "EBR",
        "european-bank-for-reconstruction-and-development",
        "European Bank for Reconstruction and Development",
      ],
      ["ECA", "economic-community-of-central-african-states", "Economic Community of Central African States"],
      ["EEC", "european-union", "European Union"],
      ["EFT", "european-free-trade-association", "European Free Trade Association"],
      ["FAO", "food-and-agriculture-organization", "Food and Agriculture Organization"],
      ["GCC", "gulf-cooperation-council", "Gulf Cooperation Council"],
      ["GOE", "group-of-eight", "Group of Eight"],
      ["GOS", "group-of-seven", "Group of Seven"],
      ["GSS", "group-of-77", "Group of 77"],
      ["HCH", "ohchr", "OHCHR"],
      ["HCR", "unhcr", "UNHCR"],
      ["IAD", "igad", "IGAD"],
      ["IAE", "iaea", "IAEA"],
      ["ICC", "international-criminal-court", "International Criminal Court"],
      ["ICJ", "international-court-of-justice", "International Court of Justice"],
      ["IDB", "islamic-development-bank", "Islamic Development Bank"],
      ["ILO", "international-labour-organization", "International Labour Organization"],
      ["IMF", "international-monetary-fund", "International Monetary Fund"],
      ["IOM", "international-organization-for-migration", "International Organization for Migration"],
      ["ITP", "interpol", "Interpol"],
      ["KID", "unicef", "UNICEF"],
      ["NAT", "nato", "NATO"],
      ["NON", "non-aligned-movement", "Non-Aligned Movement"],
      ["OAS", "organization-of-american-states", "Organization of American States"],
      ["OAU", "african-union", "African Union"],
      ["OIC", "organisation-of-islamic-cooperation", "Organisation of Islamic Cooperation"],
      ["OPC", "opec", "OPEC"],
      ["PAP", "pan-african-parliament", "Pan-African Parliament"],
      ["SAA", "saarc", "SAARC"],
      ["SAD", "southern-african-development-community", "Southern African Development Community"],
      ["SCE", "osce", "OSCE"],
      ["SOT", "seato", "SEATO"],
      ["UEM", "uemoa", "UEMOA"],
      ["UNO", "united-nations", "United Nations"],
      ["WAD", "west-african-development-bank", "West African Development Bank"],
      ["WAS", "ecowas", "ECOWAS"],
      ["WBK", "world-bank", "World Bank"],
      ["WFP", "world-food-programme", "World Food Programme"],
      ["WHO", "world-health-organization", "World Health Organization"],
      ["WTO", "world-trade-organization", "World Trade Organization"],
    ] as const
  ).map(([code, slug, name]) => [code, { slug, name }]),
);
