import type { AgreementKind, ContactKind } from "../report/filing.ts";

/**
 * What texts say of contacts and agreements, in English and Russian, as data: a rule is a name and the words that it
 * finds. To add one, add a line here, and sentences that need it to `tests/review/sentences.ts`. In patterns, "ё" is
 * "е", an apostrophe is straight, and "~" is any ending of a word.
 */
function words(...alternatives: readonly string[]): RegExp {
  const pattern = alternatives.map((one) => one.replaceAll("~", "\\p{L}*").replaceAll(" ", "\\s+")).join("|");
  return new RegExp(`(?<![\\p{L}\\p{N}])(?:${pattern})(?![\\p{L}\\p{N}])`, "iu");
}

export interface ContactPhrase {
  readonly rule: string;
  readonly kind: ContactKind;
  readonly channel?: "TELEPHONE" | "VIDEO";
  readonly words: RegExp;
}

/** How parties were in contact: the first that a sentence has. */
export const CONTACTS: readonly ContactPhrase[] = [
  {
    rule: "call by video, English",
    kind: "CALL",
    channel: "VIDEO",
    words: words("(?:video|virtual)[ -]?(?:calls?|conference|conferencing|link|talks|meeting)", "by video"),
  },
  {
    rule: "call by video, Russian",
    kind: "CALL",
    channel: "VIDEO",
    words: words("по видеосвязи", "видеоконференц~", "видеозвон~", "в режиме видео~"),
  },
  {
    rule: "call by telephone, English",
    kind: "CALL",
    channel: "TELEPHONE",
    words: words(
      "(?:tele)?phone (?:calls?|conversations?|talks?|discussions?)",
      "(?:by|over the|on the|via) (?:tele)?phone",
      "(?:tele)?phoned",
      "(?:had|held) a call with",
      "called(?! (?:on|for|off|it|the|an?) )",
    ),
  },
  {
    rule: "call by telephone, Russian",
    kind: "CALL",
    channel: "TELEPHONE",
    words: words(
      "телефонн~ (?:разговор|бесед|переговор|общени|контакт)~",
      "по телефону",
      "созвонил~",
      "позвонил~",
    ),
  },
  {
    rule: "visit, English",
    kind: "VISIT",
    words: words(
      "on an? (?:(?:state|official|working|private|two-day|three-day|brief) )*visit",
      "paid an? (?:(?:state|official|working|private|brief) )*visit",
      "(?:state|official|working) visit",
    ),
  },
  {
    rule: "visit, Russian",
    kind: "VISIT",
    words: words("с (?:\\p{L}+ ){0,2}визитом", "(?:государственн|официальн|рабоч)~ визит~"),
  },
  {
    rule: "informal encounter, English",
    kind: "ENCOUNTER",
    words: words("informal", "informally", "for a drive"),
  },
  { rule: "informal encounter, Russian", kind: "ENCOUNTER", words: words("неформальн~", "прокатил~") },
  {
    rule: "meeting, English",
    kind: "SUMMIT",
    words: words("met", "meetings?", "summit", "received", "(?:held )?talks (?:in|at)"),
  },
  {
    rule: "meeting, Russian",
    kind: "SUMMIT",
    words: words("встретил(?:ся|ась|ись)", "встреч~", "саммит~", "принял~", "переговор~ (?:в|на)"),
  },
  {
    rule: "exchange, English",
    kind: "EXCHANGE",
    words: words(
      "exchanged? views",
      "exchange of views",
      "(?:spoke|talked|spoken) (?:with|to)",
      "(?:held|had) (?:\\p{L}+ )?(?:talks|conversations?|discussions?)",
    ),
  },
  {
    rule: "exchange, Russian",
    kind: "EXCHANGE",
    words: words(
      "обменял~ мнени~",
      "провел~ (?:переговоры|беседу)",
      "пообщал~",
      "поговорил~",
      "побеседовал~",
    ),
  },
];

/** What is still to come, or did not take place. */
export const UNSAID = words(
  "will",
  "(?:is|are|was|were) (?:to|scheduled|planned|expected|due)",
  "scheduled",
  "plann(?:ed|ing)",
  "plans? to",
  "intends? to",
  "upcoming",
  "might",
  "would",
  "(?:did|has|had|have|does|do|is|are|was|were)(?: not|n't)",
  "no (?:\\p{L}+ )?(?:calls?|talks|meetings?|contacts?|conversations?|plans?)",
  "denie[sd]",
  "состо(?:ится|ятся)",
  "за?планиру~",
  "запланирован~",
  "предсто~",
  "намерен~",
  "прове(?:дет|дут)",
  "прой(?:дет|дут)",
  "встрет(?:ится|ятся)",
  "поговор(?:ит|ят)",
  "ожида~",
  "готов(?:ит|ят)ся",
  "не (?:\\p{L}+ ){0,2}(?:разговарива|говори|обща|встреча|проводи|провел|состоя|созвани|звони|планиру)~",
  "опроверг~",
);

/** Another contact than the one that a text is about. */
export const BEFORE = words(
  "(?:last|previous|prior|earlier|latest) (?:(?:direct|phone|telephone) )*(?:call|conversation|talks|meeting|exchange|contact)",
  "last time",
  "previously",
  "предыдущ~",
  "в последний раз",
  "(?:последн~|прошл(?:ый|ая|ой|ого|ую|ом)) (?:\\p{L}+ )?(?:раз|разговор|бесед|встреч|контакт)~",
);

/** What comes after it is what parties spoke of. */
export const TOPICS = words(
  "about",
  "regarding",
  "concerning",
  "discussed",
  "to discuss",
  "обсуд~",
  "относительно",
  "касательно",
  "briefed",
  "об?",
);

/** What goes before the party with whom whoever publishes was in contact. */
export const WITH = words(
  "with",
  "to",
  "from",
  "phoned",
  "called",
  "telephoned",
  "received",
  "met",
  "со?",
  "позвонил~",
  "принял~",
);

/** How a text stands to what it says; STATES where none is found. */
export const STANCES: readonly { readonly stance: "HEDGES" | "CONFIRMS"; readonly words: RegExp }[] = [
  {
    stance: "HEDGES",
    words: words(
      "reportedly",
      "allegedly",
      "according to (?:media|unconfirmed|rumou?rs)",
      "rumou?red",
      "якобы",
      "предположительно",
      "по слухам",
      "по данным (?:сми|источник~)",
      "как сообща~ сми",
    ),
  },
  { stance: "CONFIRMS", words: words("confirm(?:s|ed)", "подтверд~") },
];

/** What a sentence that names nobody is about, where it goes on about a contact. */
export const CONVERSATION = words(
  "conversation",
  "talks?",
  "call",
  "meeting",
  "lasted",
  "talked",
  "spoke",
  "exchange",
  "разговор~",
  "бесед~",
  "встреч~",
  "переговор~",
  "(?:про)?длил~",
  "продолжал~",
  "общени~",
  "говорили",
  "разговаривали",
  "общались",
);

/** Both sides of the contact that a text is about. */
export const SIDES = words(
  "presidents",
  "leaders",
  "sides",
  "they",
  "стороны",
  "президенты",
  "лидеры",
  "главы",
);

/** Words for offices, and how the titles of such offices begin. */
export const OFFICES: readonly { readonly word: RegExp; readonly title: RegExp }[] = [
  { word: /^(presidents?|президент[а-я]{0,3})$/, title: /^President\b/i },
  { word: /^(premiers?|премьер(-министр)?[а-я]{0,3})$/, title: /^(Prime Minister|Premier)\b/i },
  { word: /^(chancellors?|канцлер[а-я]{0,3})$/, title: /^(Federal )?Chancellor\b/i },
  { word: /^(kings?|корол[а-я]{1,3})$/, title: /^King\b/i },
  { word: /^(leaders?|лидер[а-я]{0,3}|глав[а-я]{1,3})$/, title: /./ },
  // "Prime Minister of Armenia": the first word alone says nothing.
  { word: /^ministers?$/, title: /^Prime Minister\b/i },
];

/** What stands between an office and the names of its parties. */
export const BOUND = /^(of|the|and|и|republic|federation|республики)$/;

/** Names of states that neither language's list of CLDR has. */
export const PARTY_WORDS: readonly { readonly name: string; readonly key: string }[] = [
  { name: "Белоруссия", key: "BY" },
  { name: "РФ", key: "RU" },
  { name: "Российская Федерация", key: "RU" },
  { name: "КНР", key: "CN" },
  { name: "США", key: "US" },
  { name: "USA", key: "US" },
  { name: "UK", key: "GB" },
  { name: "ФРГ", key: "DE" },
  { name: "Turkey", key: "TR" },
  { name: "ОАЭ", key: "AE" },
  { name: "Киргизия", key: "KG" },
  { name: "Молдавия", key: "MD" },
];

/** States whose leaders' names begin with the name of the family, so that it stands alone: "Xi". */
export const FAMILY_FIRST: ReadonlySet<string> = new Set(["CN", "HK", "TW", "KP", "KR", "VN", "KH"]);

/** What parties do with an agreement. */
export const ACTS: readonly {
  readonly rule: string;
  readonly field: "SIGNATORIES" | "ENDORSERS";
  readonly words: RegExp;
}[] = [
  {
    rule: "signed, English",
    field: "SIGNATORIES",
    words: words("signed", "(?:was|were) signed by", "inked"),
  },
  { rule: "signed, Russian", field: "SIGNATORIES", words: words("подписал~", "подписан~") },
  { rule: "endorsed, English", field: "ENDORSERS", words: words("approved", "endorsed", "adopted") },
  { rule: "endorsed, Russian", field: "ENDORSERS", words: words("одобрил~", "утвердил~", "приняли(?= «)") },
];

/** Words that agreements are called by, and their kinds; null where the word tells none. */
export const AGREEMENT_WORDS: readonly { readonly words: RegExp; readonly kind: AgreementKind | null }[] = [
  { words: words("treaty", "pact", "договор~", "пакт~"), kind: "TREATY" },
  { words: words("memorandum", "меморандум~"), kind: "MEMORANDUM" },
  {
    words: words("declaration", "joint statement", "communique", "деклараци~", "заявлени~", "коммюнике"),
    kind: "DECLARATION",
  },
  {
    words: words("plan", "road ?map", "programme", "program", "план~", "дорожн~ карт~", "программ~"),
    kind: "PLAN",
  },
  {
    words: words("agreement", "accord", "protocol", "convention", "соглашени~", "протокол~", "конвенци~"),
    kind: null,
  },
];
