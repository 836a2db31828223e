/** A state's name in another language. */
export interface StateName {
  /** BCP 47: "ru". */
  readonly language: string;
  readonly name: string;
}

/** The languages in which states are named beside English. */
const LANGUAGES = [
  "ar",
  "be",
  "de",
  "es",
  "fr",
  "it",
  "ja",
  "ko",
  "pl",
  "pt",
  "ru",
  "tr",
  "uk",
  "zh",
] as const;

/** What the state with this ISO 3166 code is called in other languages, by language; CLDR's names, as Node has them. */
export function stateNames(code: string): StateName[] {
  const known = namesOf.get(code);
  if (known !== undefined) return known;
  const own = FORMER[code];
  const names = LANGUAGES.flatMap((language) => {
    const name = own === undefined ? displayName(language, code) : own[language];
    return name === undefined ? [] : [{ language, name }];
  });
  namesOf.set(code, names);
  return names;
}

/** Cache: there are some three hundred states. */
const namesOf = new Map<string, StateName[]>();

/** Codes of four letters are none of CLDR's, and codes of former states are taken for those that came after. */
function displayName(language: string, code: string): string | undefined {
  if (code.length !== 2) return undefined;
  const names =
    displayNames.get(language) ?? new Intl.DisplayNames(language, { type: "region", fallback: "none" });
  displayNames.set(language, names);
  return names.of(code);
}

const displayNames = new Map<string, Intl.DisplayNames>();

/** Names of former states that the record of leaders' contacts has much to tell of. */
const FORMER: Readonly<Record<string, Partial<Record<(typeof LANGUAGES)[number], string>>>> = {
  BUMM: {
    de: "Birma",
    es: "Birmania",
    fr: "Birmanie",
    it: "Birmania",
    pl: "Birma",
    ru: "Бирма",
    uk: "Бірма",
  },
  CSHH: {
    de: "Tschechoslowakei",
    es: "Checoslovaquia",
    fr: "Tchécoslovaquie",
    it: "Cecoslovacchia",
    pl: "Czechosłowacja",
    pt: "Checoslováquia",
    ru: "Чехословакия",
    uk: "Чехословаччина",
  },
  CSXX: {
    de: "Serbien und Montenegro",
    es: "Serbia y Montenegro",
    fr: "Serbie-et-Monténégro",
    it: "Serbia e Montenegro",
    pl: "Serbia i Czarnogóra",
    pt: "Sérvia e Montenegro",
    ru: "Сербия и Черногория",
    uk: "Сербія і Чорногорія",
  },
  DDDE: {
    de: "Deutsche Demokratische Republik",
    es: "Alemania Oriental",
    fr: "Allemagne de l'Est",
    it: "Germania Est",
    pl: "Niemcy Wschodnie",
    pt: "Alemanha Oriental",
    ru: "Восточная Германия",
    uk: "Східна Німеччина",
  },
  DYBJ: { de: "Dahomey", es: "Dahomey", fr: "Dahomey", it: "Dahomey", ru: "Дагомея" },
  HVBF: {
    de: "Obervolta",
    es: "Alto Volta",
    fr: "Haute-Volta",
    it: "Alto Volta",
    pl: "Górna Wolta",
    ru: "Верхняя Вольта",
  },
  RHZW: {
    de: "Südrhodesien",
    es: "Rodesia del Sur",
    fr: "Rhodésie du Sud",
    it: "Rhodesia Meridionale",
    ru: "Южная Родезия",
  },
  SUHH: {
    de: "Sowjetunion",
    es: "Unión Soviética",
    fr: "Union soviétique",
    it: "Unione Sovietica",
    ja: "ソビエト連邦",
    pl: "Związek Radziecki",
    pt: "União Soviética",
    ru: "Советский Союз",
    tr: "Sovyetler Birliği",
    uk: "Радянський Союз",
    zh: "苏联",
  },
  VDVN: {
    de: "Nordvietnam",
    es: "Vietnam del Norte",
    fr: "Viêt Nam du Nord",
    it: "Vietnam del Nord",
    ru: "Северный Вьетнам",
  },
  YDYE: { de: "Südjemen", es: "Yemen del Sur", fr: "Yémen du Sud", it: "Yemen del Sud", ru: "Южный Йемен" },
  YUCS: {
    de: "Jugoslawien",
    es: "Yugoslavia",
    fr: "Yougoslavie",
    it: "Jugoslavia",
    pl: "Jugosławia",
    pt: "Jugoslávia",
    ru: "Югославия",
    uk: "Югославія",
  },
  ZRCD: { de: "Zaire", es: "Zaire", fr: "Zaïre", it: "Zaire", pl: "Zair", ru: "Заир" },
};
