/** A title as the prose writes it. */
export interface TitleRow {
  /** What titles must share for two mentions of a family name to be one person. */
  readonly rank: string;
  /** The office's title; null for a title that is no office ("General", "Sheikh"). */
  readonly office: string | null;
  readonly forms: readonly string[];
  /** Forms for several holders: "Prime Ministers Blair and Aznar". */
  readonly plurals?: readonly string[];
}

/** Longer forms stand for themselves wherever they fit: "Foreign Minister" before "Minister". */
export const titleRows: readonly TitleRow[] = [
  {
    rank: "president",
    office: "President",
    forms: ["President", "First President"],
    plurals: ["Presidents"],
  },
  {
    rank: "prime-minister",
    office: "Prime Minister",
    forms: ["Prime Minister", "Prime Minster", "Prime Ministere"],
    plurals: ["Prime Ministers"],
  },
  { rank: "prime-minister", office: "Premier", forms: ["Premier"], plurals: ["Premiers"] },
  { rank: "prime-minister", office: "Taoiseach", forms: ["Taoiseach"] },
  { rank: "chancellor", office: "Chancellor", forms: ["Chancellor", "Federal Chancellor"] },
  { rank: "king", office: "King", forms: ["King"], plurals: ["Kings"] },
  { rank: "queen", office: "Queen", forms: ["Queen"] },
  { rank: "emperor", office: "Emperor", forms: ["Emperor"] },
  { rank: "sultan", office: "Sultan", forms: ["Sultan"] },
  { rank: "shah", office: "Shah", forms: ["Shah"] },
  { rank: "amir", office: "Amir", forms: ["Amir", "Emir"] },
  { rank: "pope", office: "Pope", forms: ["Pope"] },
  { rank: "grand-duke", office: "Grand Duke", forms: ["Grand Duke"] },
  { rank: "grand-duchess", office: "Grand Duchess", forms: ["Grand Duchess"] },
  { rank: "crown-prince", office: "Crown Prince", forms: ["Crown Prince"] },
  { rank: "crown-princess", office: "Crown Princess", forms: ["Crown Princess"] },
  { rank: "regent", office: "Regent", forms: ["Regent"] },
  { rank: "governor-general", office: "Governor General", forms: ["Governor General", "Governor-General"] },
  { rank: "head-of-state", office: "Head of State", forms: ["Head of State", "Chief of State"] },
  { rank: "general-secretary", office: "General Secretary", forms: ["General Secretary"] },
  {
    rank: "general-secretary",
    office: "First Secretary",
    forms: ["First Secretary", "Party First Secretary"],
  },
  {
    rank: "secretary-general",
    office: "Secretary General",
    forms: ["Secretary General", "Secretary-General"],
  },
  { rank: "chairman", office: "Chairman", forms: ["Chairman", "Chair", "Chairperson"] },
  {
    rank: "chairman",
    office: "Chairman of the Presidency",
    forms: ["Chairman of the Presidency", "Chair of the Presidency"],
  },
  { rank: "first-minister", office: "First Minister", forms: ["First Minister"] },
  {
    rank: "foreign-minister",
    office: "Foreign Minister",
    forms: ["Foreign Minister", "Foreign Affairs Minister"],
    plurals: ["Foreign Ministers"],
  },
  { rank: "foreign-minister", office: "Foreign Secretary", forms: ["Foreign Secretary"] },
  {
    rank: "foreign-minister",
    office: "Minister of External Affairs",
    forms: ["External Affairs Minister"],
  },
  {
    rank: "foreign-minister",
    office: "Secretary of Foreign Relations",
    forms: ["Foreign Relations Secretary", "Secretary of Foreign Relations"],
  },
  {
    rank: "foreign-minister",
    office: "Secretary of Foreign Affairs",
    forms: ["Secretary of Foreign Affairs", "Foreign Affairs Secretary"],
  },
  {
    rank: "foreign-minister",
    office: "Cabinet Secretary for Foreign Affairs",
    forms: ["Cabinet Secretary for Foreign Affairs", "Foreign Affairs Cabinet Secretary"],
  },
  {
    rank: "foreign-minister",
    office: "Secretary of State for External Affairs",
    forms: ["Secretary of State for External Affairs"],
  },
  { rank: "secretary-of-state", office: "Secretary of State", forms: ["Secretary of State"] },
  {
    rank: "secretary-for-relations-with-states",
    office: "Secretary for Relations with States",
    forms: ["Secretary for Relations with States"],
  },
  {
    rank: "secretary-of-defense",
    office: "Secretary of Defense",
    forms: ["Secretary of Defense", "Defense Secretary"],
  },
  {
    rank: "secretary-of-homeland-security",
    office: "Secretary of Homeland Security",
    forms: ["Secretary of Homeland Security"],
  },
  {
    rank: "secretary-of-commerce",
    office: "Secretary of Commerce",
    forms: ["Secretary of Commerce", "Commerce Secretary"],
  },
  {
    rank: "secretary-of-the-treasury",
    office: "Secretary of the Treasury",
    forms: ["Secretary of the Treasury", "Treasury Secretary"],
  },
  {
    rank: "defense-minister",
    office: "Defense Minister",
    forms: ["Defense Minister", "Defence Minister"],
    plurals: ["Defense Ministers"],
  },
  {
    rank: "high-representative",
    office: "High Representative for Foreign Affairs and Security Policy",
    forms: [
      "High Representative",
      "High Representative for Foreign Affairs and Security Policy",
      "High Representative for Foreign Affairs",
    ],
  },
  { rank: "director-general", office: "Director General", forms: ["Director General", "Director-General"] },
  { rank: "high-commissioner", office: "High Commissioner", forms: ["High Commissioner"] },
  { rank: "state-councilor", office: "State Councilor", forms: ["State Councilor", "State Counselor"] },
  {
    rank: "speaker",
    office: "Speaker",
    forms: ["Speaker", "Speaker of the Knesset", "Speaker of Parliament"],
  },
  { rank: "army-chief", office: "Chief of Army Staff", forms: ["Chief of Army Staff"] },
  { rank: "leader", office: null, forms: ["Leader", "leader", "Opposition Leader", "Opposition leader"] },
  { rank: "ambassador", office: null, forms: ["Ambassador"] },
  {
    rank: "representative",
    office: null,
    forms: ["Representative", "Special Representative", "Special Envoy", "Envoy"],
  },
  { rank: "prince", office: null, forms: ["Prince", "Prime Minister-Prince"] },
  { rank: "princess", office: null, forms: ["Princess"] },
  { rank: "general", office: null, forms: ["General", "Gen.", "Lieutenant General", "Brigadier General"] },
  { rank: "general", office: null, forms: ["Marshal", "Field Marshal", "Colonel", "Admiral"] },
  { rank: "generalissimo", office: null, forms: ["Generalissimo"] },
  { rank: "junta-member", office: null, forms: ["Junta Member"] },
  { rank: "mayor", office: null, forms: ["Mayor"] },
  { rank: "governor", office: null, forms: ["Governor", "Lieutenant Governor"] },
  { rank: "adviser", office: null, forms: ["National Security Adviser", "National Security Advisor"] },
  { rank: "counselor", office: null, forms: ["Royal Counselor", "Counselor"] },
];

/** Words before a title that make it another: "Deputy Prime Minister", "Vice President". */
export const deputies: readonly string[] = [
  "Deputy",
  "Vice",
  "Assistant",
  "Alternate",
  "First Deputy",
  "First Vice",
];

/** Words before a title that leave it the same office, held for a time. */
export const holders: readonly string[] = [
  "Acting",
  "acting",
  "Interim",
  "interim",
  "Provisional",
  "Caretaker",
];

/** Words before a title whose holder does not hold the office any more, or not yet. */
export const pastHolders: readonly string[] = ["Former", "former", "ex-", "late", "Late"];

/** What may follow a title with a hyphen, or a word apart: not in office yet. */
export const futureHolders: readonly string[] = ["elect", "Elect", "designate", "Designate"];

/** Styles before a title or a name; they are neither office nor part of the name. */
export const styles: ReadonlySet<string> = new Set([
  "Dr.",
  "Dr",
  "Mr.",
  "Mrs.",
  "Ms.",
  "Sir",
  "Sheikh",
  "Sheik",
  "Shaikh",
  "Lord",
  "Lady",
  "Dame",
  "Baroness",
  "Prince",
  "Princess",
  "Archbishop",
  "Cardinal",
  "General",
  "Gen.",
  "Colonel",
  "Marshal",
  "Field",
  "Viscount",
  "Earl",
  "Professor",
  "Prof.",
  "Ambassador",
  "Senator",
  "Tun",
  "Federal",
  "Dato",
  "Datuk",
  "El-Hadj",
]);

/** Phrases of style before a title: "His Majesty King Abdullah". */
export const addresses: readonly string[] = [
  "His Majesty",
  "Her Majesty",
  "His Highness",
  "His Royal Highness",
  "His Holiness",
  "His Excellency",
];

/** Words that a minister's portfolio is made of: "Minister of Foreign Affairs and International Cooperation". */
export const portfolioWords: ReadonlySet<string> = new Set([
  "Foreign",
  "External",
  "Affairs",
  "Relations",
  "Defense",
  "Defence",
  "National",
  "International",
  "Cooperation",
  "Finance",
  "Economy",
  "Economic",
  "Interior",
  "Justice",
  "Trade",
  "Commerce",
  "Industry",
  "Energy",
  "Labor",
  "Expatriates",
  "Emigrants",
  "Worship",
  "Immigration",
  "Integration",
  "European",
  "Development",
  "Security",
  "Policy",
  "Communications",
  "Environment",
  "Health",
  "Education",
  "Culture",
  "Religious",
  "Human",
  "Mobility",
  "State",
  "Planning",
  "Agriculture",
  "Mines",
  "Petroleum",
  "Oil",
  "Regional",
  "Water",
  "Investment",
  "Climate",
  "Public",
  "Home",
  "Diaspora",
  "Religion",
  "Maritime",
  "Gambians",
  "Abroad",
  "Homeland",
  "Transportation",
]);
