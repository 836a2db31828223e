import { describe, expect, it, test } from "vitest";
import type { Field, SubjectKind } from "../../src/claim/notation.ts";
import {
  type Evidence,
  evidenceOf,
  type LiveClaim,
  RULES_OUTLET,
  supportingReports,
  valuesShown,
} from "../../src/evidence/rules.ts";
import { idOf } from "../../src/identity/identity.ts";
import type { Stance } from "../../src/report/filing.ts";
import { claim, participant } from "./claims.ts";
import { byId, source } from "./sources.ts";

/** Reports a to d are independent of one another; "repeats a" cites a. */
const SOURCES = byId(
  source("a"),
  source("b"),
  source("c"),
  source("d"),
  source("repeats a", { cites: ["a"] }),
  source("editor"),
  source("machine", { isMachineRead: true }),
  source("other machine", { isMachineRead: true }),
);

type Said = readonly [report: string, stance: Stance, value: string | null];

interface Case {
  readonly name: string;
  readonly said: readonly Said[];
  readonly value: string | null;
  readonly verdict: Evidence["verdict"];
  readonly outlets: number;
}

function evidence(subject: SubjectKind, ...claims: readonly LiveClaim[]): Evidence[] {
  return evidenceOf(subject, claims, SOURCES);
}

/** One test for each case: claims on one field of a contact, and what is made of them. */
function weighs(field: Field, cases: readonly Case[], subject: SubjectKind = "contact"): void {
  test.each(cases)("$name", ({ said, value, verdict, outlets }) => {
    const claims = said.map(([report, stance, given]) => claim(report, stance, field, given));

    expect(evidence(subject, ...claims)).toEqual([
      { field, value, verdict, independentOutlets: outlets, claims },
    ]);
  });
}

describe("a verdict", () => {
  weighs("CHANNEL", [
    {
      name: "is SINGLE_SOURCE for what one report states",
      said: [["a", "STATES", "TELEPHONE"]],
      value: "TELEPHONE",
      verdict: "SINGLE_SOURCE",
      outlets: 1,
    },
    {
      name: "is CORROBORATED where two independent reports state or confirm it",
      said: [
        ["a", "STATES", "TELEPHONE"],
        ["b", "CONFIRMS", "TELEPHONE"],
      ],
      value: "TELEPHONE",
      verdict: "CORROBORATED",
      outlets: 2,
    },
    {
      name: "is SINGLE_SOURCE where the second report repeats the first",
      said: [
        ["a", "STATES", "TELEPHONE"],
        ["repeats a", "STATES", "TELEPHONE"],
      ],
      value: "TELEPHONE",
      verdict: "SINGLE_SOURCE",
      outlets: 1,
    },
    {
      name: "is SINGLE_SOURCE where the second report only hedges, which counts as an outlet all the same",
      said: [
        ["a", "STATES", "TELEPHONE"],
        ["b", "HEDGES", "TELEPHONE"],
      ],
      value: "TELEPHONE",
      verdict: "SINGLE_SOURCE",
      outlets: 2,
    },
    {
      name: "is SINGLE_SOURCE for what any number of reports hedge",
      said: [
        ["a", "HEDGES", "TELEPHONE"],
        ["b", "HEDGES", "TELEPHONE"],
        ["c", "HEDGES", "TELEPHONE"],
      ],
      value: "TELEPHONE",
      verdict: "SINGLE_SOURCE",
      outlets: 3,
    },
    {
      name: "is DISPUTED where two reports state what excludes each other; the earliest recorded is shown",
      said: [
        ["a", "STATES", "VIDEO"],
        ["b", "STATES", "TELEPHONE"],
      ],
      value: "VIDEO",
      verdict: "DISPUTED",
      outlets: 1,
    },
    {
      name: "is DISPUTED where the independent majority is shown against one",
      said: [
        ["a", "STATES", "VIDEO"],
        ["b", "STATES", "TELEPHONE"],
        ["c", "CONFIRMS", "TELEPHONE"],
      ],
      value: "TELEPHONE",
      verdict: "DISPUTED",
      outlets: 2,
    },
    {
      name: "counts repetitions once when it looks for the majority",
      said: [
        ["b", "STATES", "VIDEO"],
        ["a", "STATES", "TELEPHONE"],
        ["repeats a", "STATES", "TELEPHONE"],
      ],
      value: "VIDEO",
      verdict: "DISPUTED",
      outlets: 1,
    },
    {
      name: "is DISPUTED where what one states another denies",
      said: [
        ["a", "STATES", "TELEPHONE"],
        ["b", "DENIES", "TELEPHONE"],
      ],
      value: "TELEPHONE",
      verdict: "DISPUTED",
      outlets: 1,
    },
    {
      name: "is not DISPUTED by the denial of another value",
      said: [
        ["a", "STATES", "TELEPHONE"],
        ["b", "DENIES", "VIDEO"],
      ],
      value: "TELEPHONE",
      verdict: "SINGLE_SOURCE",
      outlets: 1,
    },
    {
      name: "is DENIED, without a value, where all that is said is a denial",
      said: [["a", "DENIES", "TELEPHONE"]],
      value: null,
      verdict: "DENIED",
      outlets: 0,
    },
    {
      name: "is DENIED where one denies and another withholds",
      said: [
        ["a", "WITHHOLDS", null],
        ["b", "DENIES", "TELEPHONE"],
      ],
      value: null,
      verdict: "DENIED",
      outlets: 0,
    },
    {
      name: "is DISPUTED where an editor infers what a report denies",
      said: [
        ["editor", "INFERRED", "TELEPHONE"],
        ["a", "DENIES", "TELEPHONE"],
      ],
      value: "TELEPHONE",
      verdict: "DISPUTED",
      outlets: 0,
    },
    {
      name: "shows what is stated, not what is hedged more often, and is DISPUTED",
      said: [
        ["a", "HEDGES", "VIDEO"],
        ["b", "HEDGES", "VIDEO"],
        ["c", "STATES", "TELEPHONE"],
      ],
      value: "TELEPHONE",
      verdict: "DISPUTED",
      outlets: 1,
    },
    {
      name: "is DISPUTED where two only hedge what excludes each other",
      said: [
        ["a", "HEDGES", "VIDEO"],
        ["b", "HEDGES", "TELEPHONE"],
      ],
      value: "VIDEO",
      verdict: "DISPUTED",
      outlets: 1,
    },
    {
      name: "keeps its value where another report withholds it",
      said: [
        ["a", "WITHHOLDS", null],
        ["b", "STATES", "TELEPHONE"],
      ],
      value: "TELEPHONE",
      verdict: "SINGLE_SOURCE",
      outlets: 1,
    },
    {
      name: "has neither value nor outlets where the field is only withheld",
      said: [["a", "WITHHOLDS", null]],
      value: null,
      verdict: "SINGLE_SOURCE",
      outlets: 0,
    },
    {
      name: "is INFERRED where nobody but an editor gives a value",
      said: [["editor", "INFERRED", "TELEPHONE"]],
      value: "TELEPHONE",
      verdict: "INFERRED",
      outlets: 0,
    },
    {
      name: "leaves an inference aside that contradicts a report, and is not DISPUTED by it",
      said: [
        ["editor", "INFERRED", "VIDEO"],
        ["a", "STATES", "TELEPHONE"],
      ],
      value: "TELEPHONE",
      verdict: "SINGLE_SOURCE",
      outlets: 1,
    },
    {
      name: "shows what one report hedges, not what machines have read in two, and is DISPUTED",
      said: [
        ["machine", "HEDGES", "VIDEO"],
        ["other machine", "HEDGES", "VIDEO"],
        ["a", "HEDGES", "TELEPHONE"],
      ],
      value: "TELEPHONE",
      verdict: "DISPUTED",
      outlets: 1,
    },
    {
      name: "shows an inference where only machines have read another value",
      said: [
        ["machine", "HEDGES", "VIDEO"],
        ["other machine", "HEDGES", "VIDEO"],
        ["editor", "INFERRED", "TELEPHONE"],
      ],
      value: "TELEPHONE",
      verdict: "INFERRED",
      outlets: 0,
    },
    {
      name: "shows what a machine has read where nobody else gives a value",
      said: [
        ["machine", "HEDGES", "VIDEO"],
        ["a", "WITHHOLDS", null],
      ],
      value: "VIDEO",
      verdict: "SINGLE_SOURCE",
      outlets: 1,
    },
    {
      name: "leaves an inference aside that says no more than a report",
      said: [
        ["editor", "INFERRED", "TELEPHONE"],
        ["a", "HEDGES", "TELEPHONE"],
      ],
      value: "TELEPHONE",
      verdict: "SINGLE_SOURCE",
      outlets: 1,
    },
  ]);
});

describe("dates", () => {
  weighs("DATE", [
    {
      name: "that share a day agree, and the narrower is shown",
      said: [
        ["a", "STATES", "2024-03"],
        ["b", "STATES", "2024-03-16"],
        ["c", "STATES", "XXXX-03-16"],
      ],
      value: "2024-03-16",
      verdict: "CORROBORATED",
      outlets: 3,
    },
    {
      name: "of two days dispute each other",
      said: [
        ["a", "STATES", "2024-03-16"],
        ["b", "STATES", "2024-03-17"],
      ],
      value: "2024-03-16",
      verdict: "DISPUTED",
      outlets: 1,
    },
    {
      name: "of a month and two of its days: the month supports both, the earliest day recorded is shown",
      said: [
        ["a", "STATES", "2024-03"],
        ["b", "STATES", "2024-03-17"],
        ["c", "STATES", "2024-03-16"],
      ],
      // The month can hold together with either day, and so more outlets support it than a day.
      value: "2024-03",
      verdict: "DISPUTED",
      outlets: 3,
    },
    {
      name: "written in two ways for one day are as narrow, and the earlier recorded is shown",
      said: [
        ["a", "STATES", "2024-03-16~"],
        ["b", "STATES", "2024-03-16"],
      ],
      value: "2024-03-16~",
      verdict: "CORROBORATED",
      outlets: 2,
    },
    {
      name: "without a year are narrowed by an editor's inference",
      said: [
        ["a", "STATES", "XXXX-03-16"],
        ["editor", "INFERRED", "2024?-03-16"],
      ],
      value: "2024?-03-16",
      verdict: "INFERRED",
      outlets: 1,
    },
    {
      name: "are not moved by an inference that excludes them",
      said: [
        ["a", "STATES", "XXXX-03-16"],
        ["editor", "INFERRED", "2024-03-17"],
      ],
      value: "XXXX-03-16",
      verdict: "SINGLE_SOURCE",
      outlets: 1,
    },
    {
      name: "are not widened by an inference",
      said: [
        ["a", "STATES", "2024-03-16"],
        ["editor", "INFERRED", "2024-03"],
      ],
      value: "2024-03-16",
      verdict: "SINGLE_SOURCE",
      outlets: 1,
    },
    {
      name: "that hold with a denied one are DISPUTED",
      said: [
        ["a", "STATES", "2024-03-16"],
        ["b", "DENIES", "2024-03"],
      ],
      value: "2024-03-16",
      verdict: "DISPUTED",
      outlets: 1,
    },
  ]);
});

describe("durations", () => {
  weighs("DURATION", [
    {
      name: "of about an hour and of 62 minutes agree, and the exact one is shown",
      said: [
        ["a", "STATES", "PT1H~"],
        ["b", "STATES", "PT1H2M"],
      ],
      value: "PT1H2M",
      verdict: "CORROBORATED",
      outlets: 2,
    },
    {
      name: "of about an hour and of 80 minutes dispute each other, and the earliest recorded is shown",
      said: [
        ["a", "STATES", "PT1H~"],
        ["b", "STATES", "PT1H20M"],
      ],
      value: "PT1H~",
      verdict: "DISPUTED",
      outlets: 1,
    },
    {
      name: "of two exact lengths dispute each other, and the one that fits a third is shown",
      said: [
        ["a", "STATES", "PT1H20M"],
        ["b", "STATES", "PT1H2M"],
        ["c", "STATES", "PT1H~"],
      ],
      // About an hour supports 62 minutes, and 62 minutes about an hour: both have two, and the exact one is narrower.
      value: "PT1H2M",
      verdict: "DISPUTED",
      outlets: 2,
    },
  ]);
});

describe("kinds of a contact", () => {
  weighs("KIND", [
    {
      name: "EXCHANGE is the general one: a call is one",
      said: [
        ["a", "STATES", "EXCHANGE"],
        ["b", "STATES", "CALL"],
      ],
      value: "CALL",
      verdict: "CORROBORATED",
      outlets: 2,
    },
    {
      name: "a summit is a visit to its host",
      said: [
        ["a", "STATES", "SUMMIT"],
        ["b", "STATES", "VISIT"],
      ],
      value: "SUMMIT",
      verdict: "CORROBORATED",
      outlets: 2,
    },
    {
      name: "a call and a visit dispute each other",
      said: [
        ["a", "STATES", "CALL"],
        ["b", "STATES", "VISIT"],
      ],
      value: "CALL",
      verdict: "DISPUTED",
      outlets: 1,
    },
    {
      name: "an encounter is no visit",
      said: [
        ["a", "STATES", "VISIT"],
        ["b", "STATES", "ENCOUNTER"],
      ],
      value: "VISIT",
      verdict: "DISPUTED",
      outlets: 1,
    },
    {
      name: "the general kind is shown where it alone has the support of all",
      said: [
        ["a", "STATES", "CALL"],
        ["b", "STATES", "EXCHANGE"],
        ["c", "STATES", "VISIT"],
      ],
      value: "EXCHANGE",
      verdict: "DISPUTED",
      outlets: 3,
    },
  ]);
});

describe("kinds of an agreement", () => {
  weighs(
    "KIND",
    [
      {
        name: "OTHER is the general one: a plan is one",
        said: [
          ["a", "STATES", "OTHER"],
          ["b", "STATES", "PLAN"],
        ],
        value: "PLAN",
        verdict: "CORROBORATED",
        outlets: 2,
      },
      {
        name: "a plan and a treaty dispute each other",
        said: [
          ["a", "STATES", "PLAN"],
          ["b", "STATES", "TREATY"],
        ],
        value: "PLAN",
        verdict: "DISPUTED",
        outlets: 1,
      },
    ],
    "agreement",
  );
});

describe("places", () => {
  weighs("PLACE", [
    {
      name: "of which one lies within the other agree, and the narrower is shown",
      said: [
        ["a", "STATES", "London"],
        ["b", "STATES", "Lancaster House, London"],
      ],
      value: "Lancaster House, London",
      verdict: "CORROBORATED",
      outlets: 2,
    },
    {
      name: "are compared without case and accents",
      said: [
        ["a", "STATES", "ŁÓDŹ"],
        ["b", "STATES", "Lodz"],
      ],
      value: "ŁÓDŹ",
      verdict: "CORROBORATED",
      outlets: 2,
    },
    {
      name: "are compared by whole words: Rome is not in Romeoville",
      said: [
        ["a", "STATES", "Rome"],
        ["b", "STATES", "Romeoville"],
      ],
      value: "Rome",
      verdict: "DISPUTED",
      outlets: 1,
    },
    {
      name: "of two cities dispute each other",
      said: [
        ["a", "STATES", "Minsk"],
        ["b", "STATES", "Moscow"],
      ],
      value: "Minsk",
      verdict: "DISPUTED",
      outlets: 1,
    },
  ]);
});

describe("fields that hold one exact value", () => {
  test.each<[Field, SubjectKind, string, string]>([
    ["SEQUENCE", "contact", "00000000-0000-4000-8000-000000000001", "00000000-0000-4000-8000-000000000002"],
    ["CHANNEL", "contact", "TELEPHONE", "VIDEO"],
    ["ESTABLISHES", "agreement", "media-company", "news-agency"],
  ])("two values of %s of a %s dispute each other", (field, subject, one, other) => {
    const [known] = evidence(subject, claim("a", "STATES", field, one), claim("b", "STATES", field, other));

    expect(known).toMatchObject({ value: one, verdict: "DISPUTED", independentOutlets: 1 });
  });
});

describe("fields in words", () => {
  test.each<[Field, SubjectKind]>([
    ["EVENT", "contact"],
    ["PURPOSE", "contact"],
    ["NOTE", "contact"],
    ["TITLE", "agreement"],
    ["PURPOSE", "agreement"],
  ])("two descriptions in %s of a %s do not exclude each other; the first is shown", (field, subject) => {
    const [known] = evidence(
      subject,
      claim("a", "STATES", field, "in these words"),
      claim("b", "STATES", field, "in others"),
    );

    expect(known).toMatchObject({
      value: "in these words",
      verdict: "CORROBORATED",
      independentOutlets: 2,
    });
  });
});

describe("fields whose values add up", () => {
  test.each<[Field, SubjectKind, string, string]>([
    ["TOPICS", "contact", "gas", "grain"],
    ["AGREEMENTS", "contact", "plan", "treaty"],
    ["PARTIES", "agreement", "RU", "BY"],
    ["PARTICIPANTS", "contact", participant({ person: "putin" }), participant({ person: "lukashenko" })],
    ["SIGNATORIES", "agreement", participant({ person: "putin" }), participant({ person: "lukashenko" })],
    ["ENDORSERS", "agreement", participant({ party: "RU" }), participant({ party: "BY" })],
  ])("each value of %s of a %s has evidence of its own", (field, subject, one, other) => {
    const [ofOne, ofOther, ...rest] = evidence(
      subject,
      claim("a", "STATES", field, one),
      claim("a", "STATES", field, other),
      claim("b", "CONFIRMS", field, one),
    );

    expect(ofOne).toMatchObject({ value: one, verdict: "CORROBORATED", independentOutlets: 2 });
    expect(ofOther).toMatchObject({ value: other, verdict: "SINGLE_SOURCE", independentOutlets: 1 });
    expect(rest).toEqual([]);
  });

  it("show one person once, by the fullest account of them", () => {
    const short = participant({ person: "putin" });
    const full = participant({ person: "putin", party: "RU", office: "president-of-russia" });

    const known = evidence(
      "contact",
      claim("a", "STATES", "PARTICIPANTS", short),
      claim("b", "STATES", "PARTICIPANTS", full),
    );

    expect(known).toMatchObject([{ value: full, verdict: "CORROBORATED", independentOutlets: 2 }]);
  });

  it("keep apart who is not named and whose party or office differs", () => {
    const values = [
      participant({ party: "RU" }),
      participant({ party: "BY" }),
      participant({ office: "pm" }),
    ];

    const known = evidence("contact", ...values.map((value) => claim("a", "STATES", "PARTICIPANTS", value)));

    expect(valuesShown(known, "PARTICIPANTS")).toEqual(values);
  });

  it("are withheld as a whole: the claim belongs to the evidence of every value, in order of recording", () => {
    const gas = claim("a", "STATES", "TOPICS", "gas");
    const withheld = claim("b", "WITHHOLDS", "TOPICS", null);
    const grain = claim("c", "STATES", "TOPICS", "grain");

    const known = evidence("contact", gas, withheld, grain);

    expect(known.map(({ value, claims }) => ({ value, claims }))).toEqual([
      { value: "gas", claims: [gas, withheld] },
      { value: "grain", claims: [withheld, grain] },
    ]);
  });

  it("have one evidence without a value where they are only withheld", () => {
    const withheld = claim("a", "WITHHOLDS", "TOPICS", null);

    expect(evidence("contact", withheld)).toEqual([
      { field: "TOPICS", value: null, verdict: "SINGLE_SOURCE", independentOutlets: 0, claims: [withheld] },
    ]);
  });

  it("do not show a value that is only denied, beside one that is stated", () => {
    const known = evidence(
      "contact",
      claim("a", "STATES", "TOPICS", "gas"),
      claim("b", "DENIES", "TOPICS", "grain"),
    );

    expect(known.map(({ value, verdict }) => [value, verdict])).toEqual([
      ["gas", "SINGLE_SOURCE"],
      [null, "DENIED"],
    ]);
    expect(valuesShown(known, "TOPICS")).toEqual(["gas"]);
  });

  it("dispute a value that one states and another denies, and no other", () => {
    const known = evidence(
      "contact",
      claim("a", "STATES", "TOPICS", "gas"),
      claim("a", "STATES", "TOPICS", "grain"),
      claim("b", "DENIES", "TOPICS", "grain"),
    );

    expect(known.map(({ value, verdict }) => [value, verdict])).toEqual([
      ["gas", "SINGLE_SOURCE"],
      ["grain", "DISPUTED"],
    ]);
  });
});

describe("occurrence", () => {
  weighs("OCCURRENCE", [
    {
      name: "that two state is CORROBORATED",
      said: [
        ["a", "STATES", "true"],
        ["b", "CONFIRMS", "true"],
      ],
      value: "true",
      verdict: "CORROBORATED",
      outlets: 2,
    },
    {
      name: "that is stated and denied is DISPUTED",
      said: [
        ["a", "STATES", "true"],
        ["b", "DENIES", "true"],
      ],
      value: "true",
      verdict: "DISPUTED",
      outlets: 1,
    },
    {
      name: "that is denied only is DENIED",
      said: [["a", "DENIES", "true"]],
      value: null,
      verdict: "DENIED",
      outlets: 0,
    },
  ]);
});

describe("the evidence as a whole", () => {
  it("of no claims is none", () => {
    expect(evidence("contact")).toEqual([]);
  });

  it("comes field by field, in the order in which they were first claimed", () => {
    const known = evidence(
      "contact",
      claim("a", "STATES", "TOPICS", "gas"),
      claim("a", "STATES", "KIND", "CALL"),
      claim("b", "STATES", "TOPICS", "grain"),
    );

    expect(known.map(({ field, value }) => [field, value])).toEqual([
      ["TOPICS", "gas"],
      ["TOPICS", "grain"],
      ["KIND", "CALL"],
    ]);
  });
});

describe("supporting reports", () => {
  it("are those that state, confirm or hedge something, each once", () => {
    const claims = [
      claim("a", "STATES", "KIND", "CALL"),
      claim("a", "STATES", "CHANNEL", "VIDEO"),
      claim("b", "CONFIRMS", "KIND", "CALL"),
      claim("c", "HEDGES", "KIND", "CALL"),
      claim("d", "DENIES", "KIND", "CALL"),
      claim("e", "WITHHOLDS", "KIND", null),
      claim("f", "INFERRED", "KIND", "CALL"),
    ];

    expect(supportingReports(claims)).toEqual(["a", "b", "c"]);
  });
});

describe("who a participant is that reports name otherwise", () => {
  const reported = participant({
    person: "harper",
    party: "CA",
    office: "prime-minister-of-canada",
    role: "GUEST",
  });
  const byRule = participant({ person: "stephen-harper", party: "CA", knownAs: "harper" });
  const byEditor = participant({ person: "ann-harper", knownAs: "harper" });
  const rules = source("rule", { outlet: idOf("outlet", RULES_OUTLET) });
  const weighed = (...said: Said[]) =>
    evidenceOf(
      "contact",
      said.map(([report, stance, value]) => claim(report, stance, "PARTICIPANTS", value)),
      new Map([...SOURCES, ["rule", rules]]),
    ).map(({ value, verdict, independentOutlets }) => [value, verdict, independentOutlets]);

  it("is what a reading says, and belongs to what they report", () => {
    expect(weighed(["a", "STATES", reported], ["rule", "INFERRED", byRule])).toEqual([
      [byRule, "INFERRED", 1],
    ]);
  });

  it.each([
    [
      "before",
      [
        ["editor", "INFERRED", byEditor],
        ["rule", "INFERRED", byRule],
      ],
    ],
    [
      "after",
      [
        ["rule", "INFERRED", byRule],
        ["editor", "INFERRED", byEditor],
      ],
    ],
  ] as [string, Said[]][])("is what somebody has read, %s a rule did", (_, readings) => {
    expect(weighed(["a", "STATES", reported], ...readings)).toEqual([[byEditor, "INFERRED", 1]]);
  });

  it("is not for others to say, whom reports name themselves", () => {
    const other = participant({ person: "bush", party: "US" });
    expect(weighed(["a", "STATES", reported], ["a", "STATES", other], ["rule", "INFERRED", byRule])).toEqual([
      [byRule, "INFERRED", 1],
      [other, "SINGLE_SOURCE", 1],
    ]);
  });
});
