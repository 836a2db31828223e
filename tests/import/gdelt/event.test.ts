import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Encounter, readEncounter } from "../../../src/import/gdelt/event.ts";
import { filingOf } from "../../../src/import/gdelt/filing.ts";
import { type GdeltItem, GdeltReader } from "../../../src/import/gdelt/gdelt.ts";
import { readEvent } from "../../../src/import/gdelt/row.ts";
import { filingSchema } from "../../../src/report/filing.ts";
import { eventRow, type Made, mentionRow } from "./rows.ts";

function read(made: Made): ReturnType<typeof readEncounter> {
  const row = readEvent(eventRow(made));
  if (row === null) throw new Error("The made row is no event");
  return readEncounter(row);
}

function encounter(made: Made): Encounter {
  const found = read(made);
  if (typeof found === "string") throw new Error(`Left: ${found}`);
  return found;
}

const filed = (made: Made, confidence: number | null = null) => filingOf(encounter(made), confidence);
const keyOf = (made: Made) =>
  filed(made).claims.flatMap(({ subject }) =>
    "newContact" in subject
      ? (subject.newContact.keys ?? [])
      : "newAgreement" in subject
        ? [subject.newAgreement.slug]
        : [],
  )[0];

describe("what an event is", () => {
  it.each([
    ["040", "EXCHANGE"],
    ["041", "CALL"],
    ["042", "VISIT"],
    ["043", "VISIT"],
    ["044", "SUMMIT"],
    ["045", "EXCHANGE"],
    ["046", "EXCHANGE"],
    ["057", "AGREEMENT"],
  ])("follows from its code: %s is %s", (code, kind) => {
    expect(encounter({ code }).kind).toBe(kind);
  });

  it("is one visit, told from its two sides: who is visited is the host", () => {
    const visit = { code: "042", first: ["RUS"], second: ["BLR"] } as const;
    const mirror = { code: "043", first: ["BLR"], second: ["RUS"] } as const;
    const participants = (made: Made) =>
      filed(made)
        .claims.filter(({ field }) => field === "PARTICIPANTS")
        .map(({ value }) => value);
    expect(keyOf(mirror)).toBe(keyOf(visit));
    expect(participants(mirror)).toEqual(participants(visit));
    expect(participants(visit)).toEqual([
      { party: "BY", role: "HOST" },
      { party: "RU", role: "GUEST" },
    ]);
  });

  it("is one contact with the others of its day, kind and pair, and another on another day, of another kind or pair", () => {
    const keys = [{}, { day: "20191023" }, { code: "040" }, { second: ["POL"] as const }].map(keyOf);
    expect(keyOf({ first: ["BLR"], second: ["RUS"], url: "https://other.example.net/1" })).toBe(keys[0]);
    expect(keyOf({ code: "046" })).toBe(keys[2]);
    expect(new Set(keys).size).toBe(4);
  });

  it.each<[string, Made]>([
    ["otherEvent", { code: "190" }],
    ["intent", { code: "036" }],
    ["noActor", { second: ["", "", ""] }],
    ["noState", { first: ["AFR", "AFRICA"] }],
    ["noState", { first: ["EUR", "EUROPE"] }],
    ["noState", { first: ["SAM", "SOUTH AMERICA"] }],
    ["noState", { first: ["GOV", "PRESIDENT", ""] }],
    ["noGovernment", { first: ["RUSMED", "TASS", "RUS", "MED"] }],
    ["oneParty", { first: ["RUSGOV", "RUSSIA", "RUS", "GOV"], second: ["RUS"] }],
    ["noUrl", { url: "BBC Monitoring" }],
    ["noUrl", { url: "ftp://news.example.org/a" }],
    ["malformed", { day: "20190230" }],
    ["malformed", { day: "2019" }],
    ["malformed", { code: "---" }],
    ["malformed", { addedAt: "" }],
  ])("is nothing here, and left as %s: %j", (reason, made) => {
    expect(read(made)).toBe(reason);
  });
});

describe("an actor", () => {
  const party = (first: NonNullable<Made["first"]>) => encounter({ first }).parties[0];

  it("is a state by its country, whoever acts for it", () => {
    expect(party(["USAGOV", "UNITED STATES", "USA", "GOV"]).key).toBe("US");
    expect(party(["JPNELI", "SHINZO ABE", "JPN", "ELI"]).key).toBe("JP");
    expect(party(["ROM", "ROMANIA"]).key).toBe("RO");
  });

  it("is the organization that its code names last", () => {
    expect(party(["IGOEUREEC", "THE EU", "EUR", "IGO"]).organization?.slug).toBe("european-union");
    expect(party(["IGOUNO", "UNITED NATIONS", "", "IGO"]).organization?.slug).toBe("united-nations");
    expect(party(["IGOUNOWBK", "WORLD BANK", "", "IGO"]).organization?.slug).toBe("world-bank");
  });
});

describe("the filing of an event", () => {
  it("is a report of the outlet that the registrable domain is, with claims that are hedged and quote GDELT", () => {
    const filing = filed({ id: 7, url: "https://edition.news.co.uk/world/1?a=b" }, 60);
    expect(filing.outlet).toEqual({ slug: "news-co-uk", name: "news.co.uk", kind: "WEBSITE" });
    expect(filing.report).toEqual({
      title: "edition.news.co.uk/world/1?a=b",
      kind: "ARTICLE",
      publishedOn: "2019-10-24~",
      url: "https://edition.news.co.uk/world/1?a=b",
    });
    expect(new Set(filing.claims.map(({ stance }) => stance))).toEqual(new Set(["HEDGES"]));
    expect(new Set(filing.claims.map(({ quote }) => quote))).toEqual(
      new Set([
        "GDELT event 7: CAMEO 041, actors RUS (RUSSIA) and BLR (BELARUS), 4 mentions in 4 articles of 1 sources, confidence 60 %",
      ]),
    );
  });

  it("is an agreement's act where they signed one", () => {
    const { claims } = filed({ code: "057", first: ["IGOEUREEC", "THE EU", "EUR", "IGO"] });
    expect(claims.map(({ field, value }) => [field, value])).toEqual([
      ["OCCURRENCE", true],
      ["TITLE", "Agreement of Belarus and European Union, 2019-10-24"],
      ["DATE", "2019-10-24"],
      ["SIGNATORIES", { party: "BY" }],
      ["SIGNATORIES", { party: "european-union" }],
    ]);
  });
});

describe("a reader of files", () => {
  it("takes the confidence of events from mentions that come before them", () => {
    const reader = new GdeltReader();
    const mentions = reader.begin(mentionRow(7, 40));
    for (const row of [mentionRow(7, 40), mentionRow(7, 80), mentionRow(7, 20), mentionRow(8, 300)])
      mentions(row);
    const [item] = reader.begin(eventRow())(eventRow({ id: 7 }));
    expect(item?.kind === "filing" && item.filing.claims[0]?.quote).toContain("confidence 80 %");
    expect(reader.mentions).toEqual({ rows: 4, malformed: 1 });
  });

  it("gives further articles on an event, whether they come before it or after", () => {
    const reader = new GdeltReader();
    const [events, mentions] = [reader.begin(eventRow()), reader.begin(mentionRow(7, 40))];
    const told = (items: readonly GdeltItem[]) =>
      items.map((item) =>
        item.kind === "filing" ? [item.of, item.filing.report.url] : [item.of, item.reason],
      );
    const url = (name: string) => `https://${name}.example/story`;
    const printed = mentionRow(7, 50, "The Times, page 3").replace(/(\t\d{14})\t1\t/, "$1\t2\t");

    expect(mentions(mentionRow(7, 40, url("before")))).toEqual([]);
    expect(mentions(printed)).toEqual([]);
    expect(told(events(eventRow({ id: 7, url: url("first") })))).toEqual([
      ["event", url("first")],
      ["mention", url("before")],
    ]);
    expect(told(mentions(mentionRow(7, 60, url("after"))))).toEqual([["mention", url("after")]]);
    expect(mentions(mentionRow(7, 60, url("first")))).toEqual([]);
    expect(mentions(mentionRow(8, 60, url("other")))).toEqual([]);
    expect(told(events(eventRow({ id: 8, code: "010" })))).toEqual([["event", "otherEvent"]]);
    expect(mentions(mentionRow(8, 60, url("late")))).toEqual([]);
    const [late] = mentions(mentionRow(7, 60, url("late")));
    expect(late?.kind === "filing" && late.filing.claims[0]?.quote).toMatch(
      /^GDELT event 7: .+confidence 60 %$/,
    );
  });

  it("names the actors that are no party", () => {
    const read = new GdeltReader().begin(eventRow());
    expect(read(eventRow({ first: ["AFR", "AFRICA"] }))).toEqual([
      { of: "event", kind: "left", reason: "noState", actors: ["AFRICA"] },
    ]);
  });

  it("refuses a file of another form with what it expected and got", () => {
    expect(() => new GdeltReader().begin("a,b,c")).toThrow(
      /1 columns, where 61 of events were expected, or 16/,
    );
  });

  it("gives a filing in the record's form, or a reason, for whatever a row holds", () => {
    const read = new GdeltReader().begin(eventRow());
    const cell = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.constantFrom("RUS", "BLR", "041", "20191024", "https://a.example"),
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(62), cell), { maxLength: 12 }), (changes) => {
        const cells = eventRow().split("\t");
        for (const [column, value] of changes) cells[column] = value;
        const [item] = read(cells.join("\t"));
        expect(item?.kind === "left" || filingSchema.safeParse(item?.filing).success).toBe(true);
      }),
    );
  });
});
