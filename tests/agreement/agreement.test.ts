import { expect, test } from "vitest";
import { testQuery } from "../testkit/client.ts";
import { nodesOf } from "../testkit/connections.ts";
import { testDatabase } from "../testkit/database.ts";
import { mustFile } from "../testkit/filings.ts";

const database = await testDatabase();
const stance = "STATES" as const;
const envoy = (party: string) => ({ person: `envoy-of-${party.toLowerCase()}`, party });
const gazette = { slug: "gazette", name: "Gazette", kind: "NEWSPAPER" } as const;
const times = { slug: "times", name: "Times", kind: "NEWSPAPER" } as const;

await mustFile(
  database,
  {
    outlet: gazette,
    report: { title: "Of a treaty", kind: "ARTICLE", publishedOn: "2020-05-07" },
    describes: {
      people: ["fr", "de", "it"].map((key) => ({ slug: `envoy-of-${key}`, name: `Envoy of ${key}` })),
      organizations: [{ slug: "river-board", name: "River Board" }],
    },
    claims: [
      {
        subject: { newContact: { ref: "before", kind: "CALL", parties: ["FR", "DE"], date: "2020-04-01" } },
        field: "AGREEMENTS",
        value: "treaty",
        stance,
      },
      {
        subject: { newContact: { ref: "summit", kind: "SUMMIT", parties: ["FR", "DE"], date: "2020-05-05" } },
        field: "AGREEMENTS",
        value: "treaty",
        stance,
      },
      {
        subject: { newAgreement: { ref: "treaty", title: "River Treaty", kind: "TREATY" } },
        field: "SIGNATORIES",
        value: envoy("FR"),
        stance,
      },
      { subject: { ref: "treaty" }, field: "SIGNATORIES", value: envoy("DE"), stance },
      { subject: { ref: "treaty" }, field: "ENDORSERS", value: envoy("IT"), stance },
      { subject: { ref: "treaty" }, field: "DATE", value: "2020-05", stance },
      { subject: { ref: "treaty" }, field: "ESTABLISHES", value: "river-board", stance },
      { subject: { ref: "treaty" }, field: "PURPOSE", value: "to share the river", stance },
    ],
  },
  {
    outlet: times,
    report: { title: "Of a treaty, again", kind: "ARTICLE", publishedOn: "2020-05-09" },
    claims: [
      {
        subject: { newAgreement: { ref: "t", title: "River treaty" } },
        field: "SIGNATORIES",
        value: envoy("FR"),
        stance: "CONFIRMS",
      },
      { subject: { ref: "t" }, field: "DATE", value: "2020-07", stance },
    ],
  },
  {
    outlet: gazette,
    report: { title: "Of a declaration", kind: "ARTICLE" },
    claims: [
      {
        subject: {
          newAgreement: {
            ref: "d",
            title: "Alpine Declaration",
            kind: "DECLARATION",
            parties: ["IT", "CH", "DE"],
          },
        },
        field: "OCCURRENCE",
        value: true,
        stance,
      },
    ],
  },
);
const ask = testQuery(database);

test("an agreement has its parties, its acts, and the contact at which each act can have been done", async () => {
  const { agreement } = await ask(`{
    agreement(slug: "river-treaty") {
      slug title kind purpose establishes { slug name } parties { key }
      acts { kind by { slug } date { edtf } contact { __typename date { edtf } } }
    }
  }`);

  const contact = { __typename: "Summit", date: { edtf: "2020-05-05" } };
  expect(agreement).toEqual({
    slug: "river-treaty",
    title: "River Treaty",
    kind: "TREATY",
    purpose: "to share the river",
    establishes: { slug: "river-board", name: "River Board" },
    parties: [{ key: "FR" }, { key: "DE" }, { key: "IT" }],
    acts: [
      {
        kind: "SIGNED",
        by: [{ slug: "envoy-of-fr" }, { slug: "envoy-of-de" }],
        date: { edtf: "2020-05" },
        contact,
      },
      { kind: "ENDORSED", by: [{ slug: "envoy-of-it" }], date: { edtf: "2020-05" }, contact },
    ],
  });
});

test("an agreement shows who says so, how many outlets, and that they disagree", async () => {
  const { agreement } = await ask(`{
    agreement(slug: "river-treaty") {
      independentOutlets disputed
      reports { totalCount edges { node { title } } }
      evidence(field: DATE) { field value verdict independentOutlets claims { value } }
      corroborated: evidence(verdicts: [CORROBORATED]) { field value }
    }
  }`);

  expect(agreement).toEqual({
    independentOutlets: 2,
    disputed: true,
    reports: {
      totalCount: 2,
      edges: [{ node: { title: "Of a treaty, again" } }, { node: { title: "Of a treaty" } }],
    },
    evidence: [
      {
        field: "DATE",
        value: "2020-05",
        verdict: "DISPUTED",
        independentOutlets: 1,
        claims: [{ value: "2020-05" }, { value: "2020-07" }],
      },
    ],
    corroborated: [{ field: "SIGNATORIES", value: JSON.stringify(envoy("FR")) }],
  });
});

test("an agreement that nobody is said to have signed has parties and no acts", async () => {
  const { agreement } = await ask(`{
    agreement(slug: "alpine-declaration") { parties { key } acts { kind } establishes { slug } purpose disputed }
  }`);

  expect(agreement).toEqual({
    parties: [{ key: "IT" }, { key: "CH" }, { key: "DE" }],
    acts: [],
    establishes: null,
    purpose: null,
    disputed: false,
  });
});

test("agreements come the latest first, and are filtered by every condition", async () => {
  const listed = async (filter: object) => {
    const { agreements } = await ask(
      "query Agreements($filter: AgreementFilter) { agreements(filter: $filter) { totalCount edges { node { slug } } } }",
      { filter },
    );
    const slugs = nodesOf(agreements).map(({ slug }) => slug);
    expect(agreements.totalCount).toBe(slugs.length);
    return slugs;
  };
  const [river, alpine] = ["river-treaty", "alpine-declaration"];

  expect(await listed({})).toEqual([river, alpine]);
  for (const filter of [
    { kinds: ["TREATY"] },
    { parties: { allOf: ["FR", "DE"] } },
    { parties: { anyOf: ["FR", "US"] } },
    { parties: { noneOf: ["CH"] } },
    { parties: { exactly: ["IT", "FR", "DE"] } },
    { parties: { exactly: ["IT", "FR", "DE", "FR"] } },
    { people: ["envoy-of-it"] },
    { during: { from: "2020-05-31", to: "2020-05-31" } },
    { during: { from: "2020-05-01", to: "2020-05-31", match: "CERTAIN" } },
    { minIndependentOutlets: 2 },
    { disputed: true },
    { text: "share riv" },
  ]) {
    expect(await listed(filter), JSON.stringify(filter)).toEqual([river]);
  }
  for (const filter of [
    { kinds: ["DECLARATION"], parties: { allOf: ["DE"] } },
    { parties: { exactly: ["IT", "CH", "DE"] } },
    { parties: { noneOf: ["FR"] } },
    { disputed: false },
    { text: "ALPINE" },
  ]) {
    expect(await listed(filter), JSON.stringify(filter)).toEqual([alpine]);
  }
  for (const filter of [
    { parties: { exactly: ["IT", "DE"] } },
    { parties: { exactly: [] } },
    { people: ["envoy-of-ch"] },
    { during: { from: "2020-05-01", to: "2020-05-30", match: "CERTAIN" } },
    { during: { from: "2021-01-01" } },
    { minIndependentOutlets: 3 },
  ]) {
    expect(await listed(filter), JSON.stringify(filter)).toEqual([]);
  }
});

test("a contact has the agreements of it", async () => {
  const { contacts } = await ask(
    "{ contacts(orderBy: DATE_ASC) { edges { node { kind agreements { slug } } } } }",
  );

  const agreements = [{ slug: "river-treaty" }];
  expect(nodesOf(contacts)).toEqual([
    { kind: "CALL", agreements },
    { kind: "SUMMIT", agreements },
  ]);
});

test("an agreement is null for an unknown slug", async () => {
  expect(await ask('{ agreement(slug: "River Treaty") { title } }')).toEqual({ agreement: null });
});
