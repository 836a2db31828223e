import type { Lexicon } from "../../src/review/names.ts";

/** What a text says, as a reader would put it down. */
export interface Reading {
  readonly kind?: string;
  /** Keys. */
  readonly parties?: readonly string[];
  /** EDTF; not given where only the day of publication is known. */
  readonly date?: string;
  readonly duration?: string;
  /** Titles. */
  readonly agreements?: readonly string[];
}

export interface Sentence extends Reading {
  readonly text: string;
  /** The office whose voice the outlet is. */
  readonly voice?: string;
}

const leader = (
  person: string,
  names: readonly string[],
  title: string,
  party: string,
  { from, to }: { from?: string; to?: string } = {},
) => ({
  person,
  names,
  tenures: [
    { office: title.toLowerCase().replaceAll(" ", "-"), title, party, from: from ?? null, to: to ?? null },
  ],
});

/** Who is known where the sentences are read. */
export const KNOWN: Lexicon = {
  leaders: [
    leader("vladimir-putin", ["Vladimir Putin", "Владимир Путин"], "President of Russia", "RU"),
    leader(
      "alexander-lukashenko",
      ["Alexander Lukashenko", "Александр Лукашенко"],
      "President of Belarus",
      "BY",
    ),
    leader(
      "dmitry-peskov",
      ["Dmitry Peskov", "Дмитрий Песков"],
      "Press secretary of the President of Russia",
      "RU",
    ),
    leader(
      "kassym-jomart-tokayev",
      ["Kassym-Jomart Tokayev", "Касым-Жомарт Токаев"],
      "President of Kazakhstan",
      "KZ",
    ),
    leader(
      "recep-tayyip-erdogan",
      ["Recep Tayyip Erdoğan", "Реджеп Тайип Эрдоган"],
      "President of Turkey",
      "TR",
    ),
    leader("xi-jinping", ["Xi Jinping", "Си Цзиньпин"], "President of China", "CN"),
    leader("emmanuel-macron", ["Emmanuel Macron", "Эммануэль Макрон"], "President of France", "FR"),
    leader("olaf-scholz", ["Olaf Scholz", "Олаф Шольц"], "Chancellor of Germany", "DE", {
      from: "2021-12-08",
    }),
    leader("angela-merkel", ["Angela Merkel", "Ангела Меркель"], "Chancellor of Germany", "DE", {
      from: "2005",
      to: "2021-12-08",
    }),
    leader("joe-biden", ["Joe Biden", "Джо Байден"], "President of the United States", "US"),
    leader("shavkat-mirziyoyev", ["Shavkat Mirziyoyev", "Шавкат Мирзиёев"], "President of Uzbekistan", "UZ"),
    leader("nikol-pashinyan", ["Nikol Pashinyan", "Никол Пашинян"], "Prime Minister of Armenia", "AM"),
    leader(
      "volodymyr-zelenskyy",
      ["Volodymyr Zelenskyy", "Владимир Зеленский"],
      "President of Ukraine",
      "UA",
    ),
  ],
};

/** The day on which all of them were published: a Monday. */
export const PUBLISHED = "2024-03-18";

/** Sentences written for the purpose, in the manner of press services, agencies and channels. */
export const SENTENCES: readonly Sentence[] = [
  // English: calls.
  {
    text: "Vladimir Putin had a telephone conversation with Alexander Lukashenko on March 16.",
    kind: "CALL",
    parties: ["RU", "BY"],
    date: "2024-03-16",
  },
  {
    text: "Putin and Lukashenko spoke by phone for about an hour.",
    kind: "CALL",
    parties: ["RU", "BY"],
    duration: "PT1H~",
  },
  {
    text: "Telephone conversation with President of Kazakhstan Kassym-Jomart Tokayev",
    voice: "president-of-russia",
    kind: "CALL",
    parties: ["RU", "KZ"],
  },
  {
    text: "The President held a phone call with Emmanuel Macron yesterday.",
    voice: "chancellor-of-germany",
    kind: "CALL",
    parties: ["DE", "FR"],
    date: "2024-03-17",
  },
  {
    text: "Erdoğan and Putin talked on the phone on Sunday.",
    kind: "CALL",
    parties: ["TR", "RU"],
    date: "2024-03-17",
  },
  {
    text: "President Joe Biden spoke today by telephone with President Xi Jinping of China.",
    kind: "CALL",
    parties: ["US", "CN"],
    date: "2024-03-18",
  },
  {
    text: "Chancellor Olaf Scholz telephoned Volodymyr Zelenskyy on 15 March 2024.",
    kind: "CALL",
    parties: ["DE", "UA"],
    date: "2024-03-15",
  },
  {
    text: "The leaders of Russia and Belarus had a phone call. The conversation lasted 45 minutes.",
    kind: "CALL",
    parties: ["RU", "BY"],
    duration: "PT45M",
  },
  {
    text: "Macron and Scholz held a video call with Zelenskyy on Friday.",
    kind: "CALL",
    parties: ["FR", "DE", "UA"],
    date: "2024-03-15",
  },
  {
    text: "A phone conversation took place between Nikol Pashinyan and Emmanuel Macron.",
    kind: "CALL",
    parties: ["AM", "FR"],
  },
  {
    text: "Biden and Xi talked by video link for more than two hours.",
    kind: "CALL",
    parties: ["US", "CN"],
    duration: "PT2H~",
  },
  {
    text: "The Kremlin said Putin called Tokayev to discuss the floods.",
    kind: "CALL",
    parties: ["RU", "KZ"],
  },
  {
    text: "Peskov confirmed that Putin and Lukashenko had spoken by phone.",
    kind: "CALL",
    parties: ["RU", "BY"],
  },
  {
    text: "In a half-hour phone call, Putin briefed Erdoğan on the talks.",
    kind: "CALL",
    parties: ["RU", "TR"],
    duration: "PT30M",
  },
  {
    text: "The President of Belarus and the President of Kazakhstan spoke over the phone on 12 March.",
    kind: "CALL",
    parties: ["BY", "KZ"],
    date: "2024-03-12",
  },
  {
    text: "Speaking on the phone, Scholz and Putin discussed the situation; the call lasted an hour and a half.",
    kind: "CALL",
    parties: ["DE", "RU"],
    duration: "PT1H30M",
  },
  // English: meetings, visits and what has no stated form.
  {
    text: "Putin met with Lukashenko in St. Petersburg on January 29.",
    kind: "SUMMIT",
    parties: ["RU", "BY"],
    date: "2024-01-29",
  },
  {
    text: "Xi Jinping held a meeting with Shavkat Mirziyoyev in Beijing.",
    kind: "SUMMIT",
    parties: ["CN", "UZ"],
  },
  {
    text: "Emmanuel Macron received Nikol Pashinyan at the Elysee Palace on 21 February 2024.",
    kind: "SUMMIT",
    parties: ["FR", "AM"],
    date: "2024-02-21",
  },
  {
    text: "Tokayev arrived in Uzbekistan on a state visit, where he was met by Mirziyoyev.",
    kind: "VISIT",
    parties: ["KZ", "UZ"],
  },
  {
    text: "Olaf Scholz paid an official visit to China and was welcomed by Xi Jinping.",
    kind: "VISIT",
    parties: ["DE", "CN"],
  },
  {
    text: "Putin reportedly took Lukashenko for a drive in an informal setting.",
    kind: "ENCOUNTER",
    parties: ["RU", "BY"],
  },
  {
    text: "Vladimir Putin and Recep Tayyip Erdoğan exchanged views on the grain deal.",
    kind: "EXCHANGE",
    parties: ["RU", "TR"],
  },
  {
    text: "Putin and Pashinyan held talks in Moscow today that lasted three hours.",
    kind: "SUMMIT",
    parties: ["RU", "AM"],
    date: "2024-03-18",
    duration: "PT3H",
  },
  {
    text: "The one-on-one meeting between Biden and Erdoğan ran for nearly 50 minutes.",
    kind: "SUMMIT",
    parties: ["US", "TR"],
    duration: "PT50M~",
  },
  // English: agreements.
  {
    text: "Putin and Lukashenko signed the Development Plan for the Union State.",
    parties: ["RU", "BY"],
    agreements: ["Development Plan for the Union State"],
  },
  {
    text: "After the meeting Tokayev and Xi Jinping signed a Joint Declaration on Strategic Partnership.",
    kind: "SUMMIT",
    parties: ["KZ", "CN"],
    agreements: ["Joint Declaration on Strategic Partnership"],
  },
  {
    text: "France and Armenia signed the “Memorandum on Defence Cooperation” on February 23.",
    parties: ["FR", "AM"],
    date: "2024-02-23",
    agreements: ["Memorandum on Defence Cooperation"],
  },
  {
    text: "Putin and Mirziyoyev approved the Treaty on Allied Relations at a summit in Tashkent.",
    kind: "SUMMIT",
    parties: ["RU", "UZ"],
    agreements: ["Treaty on Allied Relations"],
  },
  // English: nothing to take.
  { text: "Putin and Lukashenko will meet in Minsk next week." },
  { text: "Peskov said that no phone call between Putin and Biden is planned." },
  { text: "Macron did not speak with Putin by phone, the Elysee said." },
  { text: "Lukashenko toured a tractor plant and spoke to workers." },
  { text: "Putin sent a telegram to Xi Jinping on the anniversary." },
  { text: "Scholz told parliament about the situation in Ukraine and Russia." },
  { text: "A telephone conversation between Putin and Erdoğan is scheduled for Wednesday." },
  { text: "Tokayev signed a decree on pensions." },
  { text: "Biden said he had not called Xi Jinping." },
  { text: "President Macron visited a school in Marseille on Monday." },
  { text: "Analysts discussed what Putin and Scholz might say." },
  // Russian: calls.
  {
    text: "Владимир Путин провёл телефонный разговор с Александром Лукашенко.",
    kind: "CALL",
    parties: ["RU", "BY"],
  },
  {
    text: "Состоялся телефонный разговор Владимира Путина с Президентом Казахстана Касым-Жомартом Токаевым.",
    kind: "CALL",
    parties: ["RU", "KZ"],
  },
  {
    text: "16 марта Александр Лукашенко поговорил по телефону с Владимиром Путиным.",
    kind: "CALL",
    parties: ["BY", "RU"],
    date: "2024-03-16",
  },
  {
    text: "Путин и Эрдоган вчера обсудили по телефону зерновую сделку.",
    kind: "CALL",
    parties: ["RU", "TR"],
    date: "2024-03-17",
  },
  {
    text: "Телефонный разговор Путина и Шольца длился около часа.",
    kind: "CALL",
    parties: ["RU", "DE"],
    duration: "PT1H~",
  },
  { text: "Макрон позвонил Путину в пятницу.", kind: "CALL", parties: ["FR", "RU"], date: "2024-03-15" },
  {
    text: "Президент сегодня разговаривал по телефону с Шавкатом Мирзиёевым. Беседа продолжалась полтора часа.",
    voice: "president-of-belarus",
    kind: "CALL",
    parties: ["BY", "UZ"],
    date: "2024-03-18",
    duration: "PT1H30M",
  },
  {
    text: "Президенты России и Казахстана созвонились 10 марта 2024 года.",
    kind: "CALL",
    parties: ["RU", "KZ"],
    date: "2024-03-10",
  },
  { text: "Лукашенко и Токаев провели телефонные переговоры.", kind: "CALL", parties: ["BY", "KZ"] },
  {
    text: "Джо Байден и Си Цзиньпин пообщались по видеосвязи более двух часов.",
    kind: "CALL",
    parties: ["US", "CN"],
    duration: "PT2H~",
  },
  {
    text: "Песков подтвердил, что Путин говорил по телефону с Лукашенко.",
    kind: "CALL",
    parties: ["RU", "BY"],
  },
  {
    text: "Беседа Владимира Зеленского с Эммануэлем Макроном по телефону заняла 40 минут.",
    kind: "CALL",
    parties: ["UA", "FR"],
    duration: "PT40M",
  },
  {
    text: "Президент России накануне созвонился с премьер-министром Армении Николом Пашиняном.",
    kind: "CALL",
    parties: ["RU", "AM"],
    date: "2024-03-17",
  },
  {
    text: "По инициативе турецкой стороны состоялась телефонная беседа с Реджепом Тайипом Эрдоганом.",
    voice: "president-of-russia",
    kind: "CALL",
    parties: ["RU", "TR"],
  },
  // Russian: meetings, visits and what has no stated form.
  {
    text: "Владимир Путин встретился с Александром Лукашенко в Санкт-Петербурге 29 января.",
    kind: "SUMMIT",
    parties: ["RU", "BY"],
    date: "2024-01-29",
  },
  {
    text: "В Пекине прошла встреча Си Цзиньпина с Владимиром Путиным.",
    kind: "SUMMIT",
    parties: ["CN", "RU"],
  },
  {
    text: "Токаев принял в Астане Шавката Мирзиёева, встреча длилась два часа.",
    kind: "SUMMIT",
    parties: ["KZ", "UZ"],
    duration: "PT2H",
  },
  {
    text: "Александр Лукашенко прибыл с официальным визитом в Казахстан, где его встретил Токаев.",
    kind: "VISIT",
    parties: ["BY", "KZ"],
  },
  { text: "Путин и Лукашенко неформально пообщались на Валааме.", kind: "ENCOUNTER", parties: ["RU", "BY"] },
  {
    text: "Путин и Пашинян провели переговоры в Кремле во вторник.",
    kind: "SUMMIT",
    parties: ["RU", "AM"],
    date: "2024-03-12",
  },
  { text: "Лидеры России и Турции обменялись мнениями по Сирии.", kind: "EXCHANGE", parties: ["RU", "TR"] },
  // Russian: agreements.
  {
    text: "Путин и Лукашенко подписали Договор о гарантиях безопасности.",
    parties: ["RU", "BY"],
    agreements: ["Договор о гарантиях безопасности"],
  },
  {
    text: "По итогам переговоров Си Цзиньпин и Токаев подписали «Совместное заявление о партнёрстве».",
    parties: ["CN", "KZ"],
    agreements: ["Совместное заявление о партнёрстве"],
  },
  {
    text: "Россия и Узбекистан подписали Меморандум о сотрудничестве в сфере энергетики 14 марта.",
    parties: ["RU", "UZ"],
    date: "2024-03-14",
    agreements: ["Меморандум о сотрудничестве в сфере энергетики"],
  },
  {
    text: "Лидеры утвердили программу: Мирзиёев и Лукашенко одобрили «План развития торговли».",
    parties: ["UZ", "BY"],
    agreements: ["План развития торговли"],
  },
  // Russian: nothing to take.
  { text: "Путин и Лукашенко встретятся на следующей неделе в Минске." },
  { text: "Телефонный разговор Путина и Байдена не планируется, сообщил Песков." },
  { text: "Шольц не разговаривал с Путиным по телефону." },
  { text: "Лукашенко посетил тракторный завод и поговорил с рабочими." },
  { text: "Путин поздравил Си Цзиньпина с годовщиной." },
  { text: "Запланирован телефонный разговор Эрдогана и Путина." },
  { text: "Токаев подписал указ о пенсиях." },
  { text: "Песков рассказал журналистам о рабочем графике президента." },
  { text: "Эксперты обсудили отношения Путина и Макрона." },
];

/** Written after the rules, which were not changed to fit them: how much they find of what they do not know. */
export const HELD_OUT: readonly Sentence[] = [
  {
    text: "Lukashenko phoned Tokayev late on Thursday to congratulate him on Nowruz.",
    kind: "CALL",
    parties: ["BY", "KZ"],
    date: "2024-03-14",
  },
  {
    text: "The heads of state of Russia and Uzbekistan talked over the telephone.",
    kind: "CALL",
    parties: ["RU", "UZ"],
  },
  {
    text: "In their 90-minute conversation by phone, Macron urged Putin to agree to a ceasefire.",
    kind: "CALL",
    parties: ["FR", "RU"],
    duration: "PT1H30M",
  },
  {
    text: "Readout of President Biden's call with President Erdoğan of Turkey",
    kind: "CALL",
    parties: ["US", "TR"],
  },
  {
    text: "Vladimir Putin received a phone call from Emmanuel Macron, which went on for an hour and 20 minutes.",
    kind: "CALL",
    parties: ["RU", "FR"],
    duration: "PT1H20M",
  },
  {
    text: "Turkish President Erdoğan and Russian leader Putin have discussed Syria by telephone, Ankara said on 17 March.",
    kind: "CALL",
    parties: ["TR", "RU"],
    date: "2024-03-17",
  },
  {
    text: "Nikol Pashinyan flew to Paris for talks with Emmanuel Macron.",
    kind: "EXCHANGE",
    parties: ["AM", "FR"],
  },
  {
    text: "Xi hosted Lukashenko for a two-hour dinner in Beijing on March 1.",
    kind: "SUMMIT",
    parties: ["CN", "BY"],
    date: "2024-03-01",
    duration: "PT2H",
  },
  {
    text: "Putin and Xi adopted a joint statement on deepening partnership and signed the Roadmap for Trade until 2030.",
    parties: ["RU", "CN"],
    agreements: ["Roadmap for Trade until 2030"],
  },
  {
    text: "Zelenskyy thanked Scholz for Patriot systems during a phone conversation.",
    kind: "CALL",
    parties: ["UA", "DE"],
  },
  { text: "The Chancellor and the French President agreed to speak again." },
  { text: "Biden and Putin have not spoken since February 2022." },
  { text: "Scholz said a call with Putin remains possible." },
  { text: "A book about Merkel and Putin was presented in Berlin." },
  {
    text: "Глава государства побеседовал по телефону с Президентом Узбекистана Шавкатом Мирзиёевым.",
    voice: "president-of-kazakhstan",
    kind: "CALL",
    parties: ["KZ", "UZ"],
  },
  {
    text: "Эрдоган и Зеленский обсудили по телефону вывоз зерна, разговор шёл 35 минут.",
    kind: "CALL",
    parties: ["TR", "UA"],
    duration: "PT35M",
  },
  {
    text: "В среду у Путина состоялся телефонный разговор с Пашиняном.",
    kind: "CALL",
    parties: ["RU", "AM"],
    date: "2024-03-13",
  },
  {
    text: "Си Цзиньпин провёл в Пекине переговоры с Токаевым, которые продлились почти три часа.",
    kind: "SUMMIT",
    parties: ["CN", "KZ"],
    duration: "PT3H~",
  },
  {
    text: "Макрон и Шольц прибыли в Киев, где встретились с Зеленским.",
    kind: "SUMMIT",
    parties: ["FR", "DE", "UA"],
  },
  {
    text: "Лукашенко рассказал, что накануне по телефону общался с Путиным.",
    kind: "CALL",
    parties: ["BY", "RU"],
    date: "2024-03-17",
  },
  {
    text: "Стороны завизировали соглашение, а Мирзиёев и Токаев подписали Договор о союзнических отношениях.",
    parties: ["UZ", "KZ"],
    agreements: ["Договор о союзнических отношениях"],
  },
  { text: "Путин может позвонить Эрдогану, заявил Песков." },
  { text: "Байден отказался от разговора с Путиным." },
  { text: "Токаев направил телеграмму соболезнования Путину." },
];
