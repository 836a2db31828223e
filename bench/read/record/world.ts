import { referenceStates } from "../../../src/party/states.ts";
import { slugFor } from "../../../src/search/words.ts";

/** The world of the synthetic record, which is the same for every size of it. All names but those of states are made up. */

export interface Party {
  readonly key: string;
  readonly name: string;
  readonly isState: boolean;
}

/** States, those with most contacts first, and an organization after every twentieth. */
export function parties(): Party[] {
  const rank = (code: string) => (BUSY.includes(code) ? BUSY.indexOf(code) : BUSY.length);
  return referenceStates()
    .filter(({ code }) => code.length === 2)
    .sort((a, b) => rank(a.code) - rank(b.code) || (a.code < b.code ? -1 : 1))
    .flatMap(({ code, name }, index) => {
      const state = { key: code, name, isState: true };
      if (index % 20 !== 19) return [state];
      const organization = `${word(index)} Union`;
      return [state, { key: slugFor(organization), name: organization, isState: false }];
    });
}

const BUSY =
  "US RU CN GB FR DE UA TR IN JP IL IR EG SA BY KR PL IT EU BR PK CA KZ SY KP AU ES ZA RS AE NL QA AZ MX GE VE".split(
    " ",
  );

export interface Office {
  readonly slug: string;
  readonly title: string;
  readonly party: Party;
  /** 1 for who leads a party, 2 for who speaks for it abroad. */
  readonly number: number;
}

export function offices(all: readonly Party[]): Office[] {
  return all.flatMap((party) =>
    (party.isState ? ["President", "Foreign minister"] : ["Secretary-General", "Envoy"]).map(
      (title, index) => ({
        slug: slugFor(`${title} of ${party.key}`),
        title: `${title} of ${party.name}`,
        party,
        number: index + 1,
      }),
    ),
  );
}

/** Somebody who held an office for a term, the first of which began in 1896. */
export interface Holder {
  readonly slug: string;
  readonly name: string;
  readonly office: Office;
  readonly term: number;
  /** Years. */
  readonly from: string;
  readonly to: string | undefined;
}

export function holders(all: readonly Office[]): Holder[] {
  return all.flatMap((office, index) =>
    Array.from({ length: TERMS }, (_, term) => {
      const number = index * TERMS + term;
      const name = `${GIVEN[number % GIVEN.length]} ${word(Math.floor(number / 2) * 11 + 5)}`;
      const from = 1896 + term * TERM_YEARS;
      return {
        slug: slugFor(name),
        name,
        office,
        term,
        from: String(from),
        to: term === TERMS - 1 ? undefined : String(from + TERM_YEARS),
      };
    }),
  );
}

const TERMS = 17;
const TERM_YEARS = 8;
const GIVEN = "Ada Boris Clara Dmitri Elena Farid Grace Hamid Irina Jonas Keiko Leila Marta".split(" ");

/** Those that are spoken of most come first. */
export function topics(): { slug: string; label: string }[] {
  return ASPECTS.flatMap((aspect) => TOPICS.map((topic) => `${aspect}${topic}`)).map((label) => ({
    slug: slugFor(label),
    label,
  }));
}

const ASPECTS =
  "|talks on |disputes over |cooperation in |the future of |joint work on |aid for |rules for |a crisis of ".split(
    "|",
  );
const TOPICS = (
  "trade|energy|security|migration|climate|borders|prisoners|grain|sanctions|elections|" +
  "health|fisheries|railways|water|space|visas|culture|tourism|arms control|satellites"
).split("|");

export interface Outlet {
  readonly slug: string;
  readonly name: string;
  readonly kind: "PRESS_SERVICE" | "SPOKESPERSON" | "TELEGRAM_CHANNEL" | "NEWS_AGENCY";
  readonly party: Party | null;
  /** The office whose voice it is. */
  readonly office: Office | null;
  /** News agencies: no two of one lane report on the same contact; the first of a lane report most. */
  readonly lane: number | null;
  readonly place: number | null;
}

export function outlets(all: readonly Office[]): Outlet[] {
  const official = all.flatMap((office): Outlet[] => {
    const { party, number } = office;
    const voice = { party, office, lane: null, place: null };
    const service =
      number === 1
        ? { slug: slugFor(`press service ${party.key}`), name: `Press service of the ${office.title}` }
        : { slug: slugFor(`spokesperson ${party.key}`), name: `Spokesperson of the ${office.title}` };
    const channel = { slug: slugFor(`channel ${party.key}`), name: `Channel of the ${office.title}` };
    return number === 1
      ? [
          { ...voice, ...service, kind: "PRESS_SERVICE" },
          { ...voice, ...channel, kind: "TELEGRAM_CHANNEL" },
        ]
      : [{ ...voice, ...service, kind: "SPOKESPERSON" }];
  });
  const news = Array.from({ length: NEWS_LANES * NEWS_PLACES }, (_, index) => {
    const name = `${word(index * 13 + 1)} News`;
    return {
      slug: slugFor(name),
      name,
      kind: "NEWS_AGENCY" as const,
      party: null,
      office: null,
      lane: (index % NEWS_LANES) + 1,
      place: Math.floor(index / NEWS_LANES) + 1,
    };
  });
  return [...official, ...news];
}

/** As many as a contact has reports at most. */
const NEWS_LANES = 8;
const NEWS_PLACES = 50;

/** A name in ASCII that no other number below 8,960 has. */
export function word(number: number): string {
  const at = (number * 37) % (ONSETS.length * MIDDLES.length * ENDS.length);
  const middle = Math.floor(at / ONSETS.length);
  return [
    ONSETS[at % ONSETS.length],
    MIDDLES[middle % MIDDLES.length],
    ENDS[Math.floor(middle / MIDDLES.length)],
  ].join("");
}

const ONSETS = "Ba Be Bo Da De Do Ga Go Ha Ka Ke Ko La Le Lo Ma Me Mo Na No Pa Ra Re Ro Sa Se So Ta".split(
  " ",
);
const MIDDLES = "b d g k l lm m n nd r rm rv s st t v z lk rg nt".split(" ");
const ENDS = "an ov in er ek os ia ard enko idze una olo ani esh ura ist".split(" ");
