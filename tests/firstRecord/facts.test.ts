import { expect, test } from "vitest";
import { loadFirstRecord } from "../../src/firstRecord/load.ts";
import { testQuery } from "../testkit/client.ts";
import { nodesOf } from "../testkit/connections.ts";
import { testDatabase } from "../testkit/database.ts";

/** The facts that the first record's source states, each by one query: its values, who says so, and nothing more. */

const database = await testDatabase();
await loadFirstRecord(database);
const ask = testQuery(database);

const CLAIMS = "claims { report { outlet { slug } } stance value quote }";
const PUTIN = { person: "vladimir-putin", party: "RU", office: "president-of-russia" };
const LUKASHENKO = { person: "alexander-lukashenko", party: "BY", office: "president-of-belarus" };
const article = "unnamed-news-site";

interface SaidClaim {
  report: { outlet: { slug: string } };
  stance: string;
  value: string | null;
  quote: string | null;
}

/** Who says it, how, and in which words. */
function said(claims: readonly SaidClaim[]) {
  return claims.map(({ report, stance, value, quote }) => [report.outlet.slug, stance, value, quote]);
}

/** The outlets behind any of this evidence. */
function sourcesOf(evidence: readonly { claims: readonly SaidClaim[] }[]): Set<string> {
  return new Set(evidence.flatMap(({ claims }) => claims.map(({ report }) => report.outlet.slug)));
}

function participants(people: readonly { person: { slug: string }; party: { key: string } }[]) {
  return people.map(({ person, party }) => `${person.slug} for ${party.key}`);
}

test("fact 1: the two presidents spoke by telephone on March 16, of no stated year", async () => {
  const { calls } = await ask(`{
    calls {
      totalCount
      edges { node {
        __typename kind channel
        date { edtf earliest latest uncertain approximate text }
        duration { text }
        participants { person { slug } party { key } office { slug } role }
        parties { key }
        dateEvidence: evidence(field: DATE) { value verdict ${CLAIMS} }
        channelEvidence: evidence(field: CHANNEL) { value verdict ${CLAIMS} }
        participantEvidence: evidence(field: PARTICIPANTS) { value verdict independentOutlets }
      } }
    }
  }`);

  const [call] = nodesOf(calls);
  expect(calls.totalCount).toBe(1);
  expect(call).toMatchObject({
    __typename: "Call",
    kind: "CALL",
    channel: "TELEPHONE",
    duration: null,
    parties: [{ key: "RU" }, { key: "BY" }],
  });
  expect(call.participants).toEqual(
    [PUTIN, LUKASHENKO].map(({ person, party, office }) => ({
      person: { slug: person },
      party: { key: party },
      office: { slug: office },
      role: "PARTICIPANT",
    })),
  );
  const [date] = call.dateEvidence;
  const reported = date.claims.filter(({ stance }: SaidClaim) => stance !== "INFERRED");
  expect(said(reported)).toEqual([
    ["first-pool", "STATES", "XXXX-03-16", "March 16"],
    [article, "STATES", "XXXX-03-16", "March 16"],
  ]);
  const [channel] = call.channelEvidence;
  expect(channel).toMatchObject({ value: "TELEPHONE", verdict: "CORROBORATED" });
  expect(said(channel.claims)).toEqual([
    ["first-pool", "STATES", "TELEPHONE", null],
    ["kremlin-spokesperson", "CONFIRMS", "TELEPHONE", "by phone"],
    [article, "STATES", "TELEPHONE", "by telephone"],
  ]);
  expect(call.participantEvidence).toEqual(
    [PUTIN, LUKASHENKO].map((participant) => ({
      value: JSON.stringify(participant),
      verdict: "CORROBORATED",
      independentOutlets: 2,
    })),
  );
});

test("the year is an editor's reading, with its reason, and never part of what was reported", async () => {
  const { contacts, agreements } = await ask(`{
    contacts(filter: { kinds: [CALL, EXCHANGE] }) { edges { node {
      kind date { edtf uncertain text } evidence(field: DATE) { value verdict independentOutlets ${CLAIMS} }
    } } }
    agreements { edges { node {
      kind acts { date { edtf } } evidence(field: DATE) { value verdict ${CLAIMS} }
    } } }
  }`);

  const [call, exchange] = nodesOf(contacts);
  expect(call.date).toEqual({
    edtf: "2024?-03-16",
    uncertain: true,
    text: "16 March 2024 (year inferred)",
  });
  expect(exchange.date).toMatchObject({ edtf: "2024?-03-02", uncertain: true });
  const dated = [...nodesOf(contacts), ...nodesOf(agreements)].flatMap(({ evidence }) => evidence);
  expect(dated.map(({ value, verdict }) => [value, verdict])).toEqual([
    ["2024?-03-16", "INFERRED"],
    ["2024?-03-02", "INFERRED"],
    ["2024?-01", "INFERRED"],
  ]);
  for (const { claims } of dated) {
    const inferred = claims.filter(({ stance }: SaidClaim) => stance === "INFERRED");
    expect(inferred).toHaveLength(1);
    expect(inferred[0].report.outlet.slug).toBe("readout-editors");
    expect(inferred[0].quote).toMatch(/names no year.*January 2024/);
    for (const { stance, value } of claims) {
      expect(value).toMatch(stance === "INFERRED" ? /^2024\?-/ : /^XXXX-/);
    }
  }
});

test("fact 2: they reviewed current matters in the two countries' bilateral relations", async () => {
  const { calls } = await ask(`{
    calls { edges { node {
      topics { slug label }
      evidence(field: TOPICS) { value verdict independentOutlets ${CLAIMS} }
    } } }
  }`);

  const [{ topics, evidence }] = nodesOf(calls);
  expect(topics[0]).toEqual({
    slug: "bilateral-relations",
    label: "Current matters in the two countries' bilateral relations",
  });
  expect(evidence[0]).toMatchObject({
    value: "bilateral-relations",
    verdict: "SINGLE_SOURCE",
    independentOutlets: 1,
  });
  expect(said(evidence[0].claims)).toEqual([
    ["first-pool", "STATES", "bilateral-relations", null],
    ["kremlin-spokesperson", "WITHHOLDS", null, "no further specifics"],
    [article, "STATES", "bilateral-relations", null],
  ]);
});

test("fact 3: the talk also touched on regional developments, and on nothing else", async () => {
  const { calls } = await ask(`{
    calls(filter: { topics: ["regional-developments"] }) { edges { node {
      topics { slug label }
      evidence(field: TOPICS) { value ${CLAIMS} }
    } } }
  }`);

  const [{ topics, evidence }] = nodesOf(calls);
  expect(topics.map(({ slug }: { slug: string }) => slug)).toEqual([
    "bilateral-relations",
    "regional-developments",
  ]);
  expect(topics[1].label).toBe("Regional developments: regional security and politics");
  expect(evidence).toHaveLength(2);
  expect(said(evidence[1].claims)).toEqual([
    ["first-pool", "STATES", "regional-developments", null],
    ["kremlin-spokesperson", "WITHHOLDS", null, "no further specifics"],
    [article, "STATES", "regional-developments", null],
  ]);
});

test("fact 4: this came from the Telegram channel First Pool, which speaks for the Belarusian president", async () => {
  const { outlet } = await ask(`{
    outlet(slug: "first-pool") {
      name kind country { code } url
      speaksFor { slug title party { key } }
      reports { edges { node {
        kind url publishedOn { edtf } speaker { slug } cites { id } contacts { kind } agreements { slug }
        citedBy { outlet { slug } }
        claims { field stance }
      } } }
    }
  }`);

  expect(outlet).toMatchObject({
    name: "First Pool",
    kind: "TELEGRAM_CHANNEL",
    country: { code: "BY" },
    url: null,
    speaksFor: [{ slug: "president-of-belarus", title: "President of Belarus", party: { key: "BY" } }],
  });
  const reports = nodesOf(outlet.reports);
  expect(reports).toHaveLength(1);
  expect(reports[0]).toMatchObject({
    kind: "POST",
    url: null,
    publishedOn: null,
    speaker: null,
    cites: [],
    citedBy: [{ outlet: { slug: article } }],
    contacts: [{ kind: "CALL" }],
    agreements: [],
  });
  expect(reports[0].claims).toEqual(
    ["OCCURRENCE", "KIND", "CHANNEL", "DATE", "PARTICIPANTS", "PARTICIPANTS", "TOPICS", "TOPICS"].map(
      (field) => ({ field, stance: "STATES" }),
    ),
  );
});

test("fact 5: Peskov had confirmed in a brief statement that the two presidents had spoken by phone", async () => {
  const { reports } = await ask(`{
    reports(filter: { outlets: ["kremlin-spokesperson"] }) { edges { node {
      title kind publishedOn { edtf } speaker { slug name tenures { office { slug } } }
      outlet { kind speaksFor { slug } }
      contacts { kind } cites { id }
      claims { field stance value quote }
    } } }
  }`);

  const statements = nodesOf(reports);
  expect(statements).toHaveLength(1);
  expect(statements[0]).toMatchObject({
    title: expect.stringMatching(/^Brief statement/),
    kind: "STATEMENT",
    publishedOn: null,
    speaker: {
      slug: "dmitry-peskov",
      name: "Dmitry Peskov",
      tenures: [{ office: { slug: "press-secretary-of-the-president-of-russia" } }],
    },
    outlet: { kind: "SPOKESPERSON", speaksFor: [{ slug: "president-of-russia" }] },
    contacts: [{ kind: "CALL" }],
    cites: [],
  });
  const confirmed = statements[0].claims.filter(({ stance }: SaidClaim) => stance !== "WITHHOLDS");
  expect(confirmed).toEqual([
    { field: "OCCURRENCE", stance: "CONFIRMS", value: "true", quote: "confirmed" },
    { field: "KIND", stance: "CONFIRMS", value: "CALL", quote: null },
    { field: "CHANNEL", stance: "CONFIRMS", value: "TELEPHONE", quote: "by phone" },
    { field: "PARTICIPANTS", stance: "CONFIRMS", value: JSON.stringify(PUTIN), quote: null },
    { field: "PARTICIPANTS", stance: "CONFIRMS", value: JSON.stringify(LUKASHENKO), quote: null },
  ]);
});

test("fact 6: Peskov gave no further specifics: neither how long the call was, nor what about, nor when", async () => {
  const { calls } = await ask(`{
    calls { edges { node {
      duration { iso8601 }
      evidence { field value verdict independentOutlets ${CLAIMS} }
    } } }
  }`);

  const [call] = nodesOf(calls);
  expect(call.duration).toBeNull();
  const [duration] = call.evidence.filter(({ field }: { field: string }) => field === "DURATION");
  expect(duration).toMatchObject({ value: null, independentOutlets: 0 });
  expect(said(duration.claims)).toEqual([
    ["kremlin-spokesperson", "WITHHOLDS", null, "no further specifics"],
  ]);
  const fromPeskov = call.evidence.flatMap(({ field, claims }: { field: string; claims: SaidClaim[] }) =>
    claims
      .filter(({ report }) => report.outlet.slug === "kremlin-spokesperson")
      .map(({ stance }) => `${field} ${stance}`),
  );
  expect(new Set(fromPeskov)).toEqual(
    new Set([
      "OCCURRENCE CONFIRMS",
      "KIND CONFIRMS",
      "CHANNEL CONFIRMS",
      "PARTICIPANTS CONFIRMS",
      "DURATION WITHHOLDS",
      "TOPICS WITHHOLDS",
    ]),
  );
});

test("fact 7: the last direct exchange before that one was on March 2, in a form that is not said", async () => {
  const { calls } = await ask(`{
    calls { edges { node {
      daysSincePrevious
      sequence: evidence(field: SEQUENCE) { value verdict ${CLAIMS} }
      previous {
        id __typename kind date { edtf } previous { id }
        participants { person { slug } party { key } }
        ... on Exchange { note }
        evidence { field value verdict ${CLAIMS} }
      }
    } } }
  }`);

  const [{ daysSincePrevious, sequence, previous }] = nodesOf(calls);
  expect(daysSincePrevious).toBe(14);
  expect(previous).toMatchObject({
    __typename: "Exchange",
    kind: "EXCHANGE",
    date: { edtf: "2024?-03-02" },
    previous: null,
    note: null,
  });
  expect(participants(previous.participants)).toEqual([
    "vladimir-putin for RU",
    "alexander-lukashenko for BY",
  ]);
  expect(sequence).toHaveLength(1);
  expect(said(sequence[0].claims)).toEqual([[article, "STATES", previous.id, "last direct exchange"]]);
  const about = (wanted: string) =>
    said(previous.evidence.find(({ field }: { field: string }) => field === wanted).claims);
  expect(about("KIND")).toEqual([[article, "STATES", "EXCHANGE", "direct exchange"]]);
  expect(about("DATE")[0]).toEqual([article, "STATES", "XXXX-03-02", "March 2"]);
  const fields = previous.evidence.map(({ field }: { field: string }) => field);
  expect(fields).not.toContain("CHANNEL");
  expect(fields).not.toContain("PLACE");
  expect(sourcesOf(previous.evidence)).toEqual(new Set([article, "readout-editors"]));
});

test("fact 8: the exchange lasted about an hour", async () => {
  const { contacts } = await ask(`{
    contacts(filter: { kinds: [EXCHANGE] }) { totalCount edges { node {
      duration { iso8601 approximate text }
      evidence(field: DURATION) { value verdict ${CLAIMS} }
    } } }
  }`);

  const [exchange] = nodesOf(contacts);
  expect(contacts.totalCount).toBe(1);
  expect(exchange.duration).toEqual({ iso8601: "PT1H", approximate: true, text: "about an hour" });
  expect(exchange.evidence).toHaveLength(1);
  expect(exchange.evidence[0]).toMatchObject({ value: "PT1H~", verdict: "SINGLE_SOURCE" });
  expect(said(exchange.evidence[0].claims)).toEqual([[article, "STATES", "PT1H~", "about an hour"]]);
});

test("fact 9: its topics were the state of relations and the outcomes of recent high-level events", async () => {
  const { contacts } = await ask(`{
    contacts(filter: { kinds: [EXCHANGE] }) { edges { node {
      topics { slug label }
      evidence(field: TOPICS) { value verdict ${CLAIMS} }
    } } }
  }`);

  const [exchange] = nodesOf(contacts);
  expect(exchange.topics).toEqual([
    { slug: "state-of-relations", label: "The current state of relations" },
    { slug: "high-level-events", label: "Outcomes of recent high-level events and contacts" },
  ]);
  expect(exchange.evidence.flatMap(({ claims }: { claims: SaidClaim[] }) => said(claims))).toEqual([
    [article, "STATES", "state-of-relations", null],
    [article, "STATES", "high-level-events", null],
  ]);
});

test("fact 10: at the close of January the two signed a Development Plan for the Union State", async () => {
  const { agreement } = await ask(`{
    agreement(slug: "development-plan-for-the-union-state") {
      title kind purpose establishes { slug } parties { key }
      acts { kind by { slug } date { edtf precision } contact { id } }
      evidence { field value ${CLAIMS} }
    }
  }`);

  expect(agreement).toMatchObject({
    title: "Development Plan for the Union State",
    kind: "PLAN",
    purpose: null,
    establishes: null,
    parties: [{ key: "RU" }, { key: "BY" }],
    acts: [
      {
        kind: "SIGNED",
        by: [{ slug: "vladimir-putin" }, { slug: "alexander-lukashenko" }],
        date: { edtf: "2024?-01", precision: "MONTH" },
        contact: null,
      },
    ],
  });
  const about = (wanted: string) =>
    agreement.evidence
      .filter(({ field }: { field: string }) => field === wanted)
      .flatMap(({ claims }: { claims: SaidClaim[] }) => said(claims));
  expect(about("SIGNATORIES")).toEqual([
    [article, "STATES", JSON.stringify(PUTIN), "signed"],
    [article, "STATES", JSON.stringify(LUKASHENKO), "signed"],
  ]);
  expect(about("DATE")[0]).toEqual([article, "STATES", "XXXX-01", "close of January"]);
  expect(sourcesOf(agreement.evidence)).toEqual(new Set([article, "readout-editors"]));
});

test("fact 11: they also endorsed a document establishing a media company for the Union State", async () => {
  const { relationship } = await ask(`{
    relationship(between: ["RU", "BY"]) { agreements { totalCount edges { node {
      title kind parties { key } establishes { __typename slug name members { code } }
      acts { kind by { slug } date { edtf } contact { id } }
      evidence { field value ${CLAIMS} }
    } } } }
  }`);

  expect(relationship.agreements.totalCount).toBe(2);
  const document = nodesOf(relationship.agreements).find(({ kind }) => kind === "FOUNDING_ACT");
  expect(document).toMatchObject({
    title: "Document establishing a media company for the Union State",
    parties: [{ key: "RU" }, { key: "BY" }],
    establishes: {
      __typename: "Organization",
      slug: "union-state-media-company",
      name: "Media company of the Union State",
      members: [],
    },
    acts: [
      {
        kind: "ENDORSED",
        by: [{ slug: "vladimir-putin" }, { slug: "alexander-lukashenko" }],
        date: null,
        contact: null,
      },
    ],
  });
  const about = (wanted: string) =>
    document.evidence
      .filter(({ field }: { field: string }) => field === wanted)
      .flatMap(({ claims }: { claims: SaidClaim[] }) => said(claims));
  expect(about("ENDORSERS")).toEqual([
    [article, "STATES", JSON.stringify(PUTIN), "endorsed"],
    [article, "STATES", JSON.stringify(LUKASHENKO), "endorsed"],
  ]);
  expect(about("ESTABLISHES")).toEqual([[article, "STATES", "union-state-media-company", "media company"]]);
  expect(about("DATE")).toEqual([]);
  expect(sourcesOf(document.evidence)).toEqual(new Set([article]));
});

test("fact 12: the media company is to coordinate information efforts", async () => {
  const { agreements } = await ask(`{
    agreements(filter: { kinds: [FOUNDING_ACT] }) { edges { node {
      purpose evidence(field: PURPOSE) { value verdict ${CLAIMS} }
    } } }
  }`);

  const [document] = nodesOf(agreements);
  expect(document.purpose).toBe("to coordinate information efforts");
  expect(document.evidence).toHaveLength(1);
  expect(document.evidence[0].verdict).toBe("SINGLE_SOURCE");
  expect(said(document.evidence[0].claims)).toEqual([
    [article, "STATES", "to coordinate information efforts", null],
  ]);
});

test("fact 13: Putin reportedly took Lukashenko on a driving trip: informal, undated, hedged", async () => {
  const { contacts } = await ask(`{
    contacts(filter: { kinds: [ENCOUNTER] }) { totalCount edges { node {
      __typename date { edtf } duration { text } topics { slug } agreements { slug }
      ... on Encounter { place }
      previous { id } next { id } daysSincePrevious
      participants { person { slug } role }
      evidence { field value verdict ${CLAIMS} }
    } } }
  }`);

  const [trip] = nodesOf(contacts);
  expect(contacts.totalCount).toBe(1);
  expect(trip).toMatchObject({
    __typename: "Encounter",
    date: null,
    duration: null,
    topics: [],
    agreements: [],
    place: null,
    previous: null,
    next: null,
    daysSincePrevious: null,
    participants: [
      { person: { slug: "vladimir-putin" }, role: "HOST" },
      { person: { slug: "alexander-lukashenko" }, role: "GUEST" },
    ],
  });
  expect(trip.evidence.flatMap(({ claims }: { claims: SaidClaim[] }) => said(claims))).toEqual([
    [article, "HEDGES", "true", "reportedly"],
    [article, "HEDGES", "ENCOUNTER", "driving trip"],
    [article, "HEDGES", JSON.stringify({ ...PUTIN, role: "HOST" }), "took Lukashenko on a driving trip"],
    [article, "HEDGES", JSON.stringify({ ...LUKASHENKO, role: "GUEST" }), null],
  ]);
});

test("fact 14: the report is by a site that is not named, cites the two others, and alone gives 7 to 13", async () => {
  const { outlet, contacts, agreements } = await ask(`{
    outlet(slug: "${article}") {
      name kind speaksFor { slug } country { code } url
      reports { edges { node {
        kind publishedOn { edtf } url speaker { slug }
        cites { kind outlet { slug } }
      } } }
    }
    contacts(filter: { not: { kinds: [CALL] } }) { edges { node {
      independentOutlets reports { edges { node { outlet { slug } } } }
    } } }
    agreements { edges { node { independentOutlets reports { edges { node { outlet { slug } } } } } } }
  }`);

  expect(outlet).toMatchObject({
    name: "News site (not named)",
    kind: "WEBSITE",
    speaksFor: [],
    country: null,
    url: null,
  });
  const reports = nodesOf(outlet.reports);
  expect(reports).toHaveLength(1);
  expect(reports[0]).toMatchObject({ kind: "ARTICLE", publishedOn: null, url: null, speaker: null });
  const cited = reports[0].cites.map((report: { kind: string; outlet: { slug: string } }) =>
    [report.outlet.slug, report.kind].join(" "),
  );
  expect(cited.sort()).toEqual(["first-pool POST", "kremlin-spokesperson STATEMENT"]);
  const alone = [...nodesOf(contacts), ...nodesOf(agreements)];
  expect(alone).toHaveLength(4);
  for (const { independentOutlets, reports: its } of alone) {
    expect(independentOutlets).toBe(1);
    expect(nodesOf(its)).toEqual([{ outlet: { slug: article } }]);
  }
});

test("three outlets report the call and two of them are independent: the article repeats the others", async () => {
  const { calls } = await ask(`{
    calls { edges { node {
      independentOutlets disputed
      reports { totalCount edges { node { outlet { slug } } } }
      evidence(field: OCCURRENCE) { verdict independentOutlets claims { stance } }
    } } }
  }`);

  const [call] = nodesOf(calls);
  expect(call).toMatchObject({ independentOutlets: 2, disputed: false });
  const outlets = nodesOf(call.reports).map(({ outlet }) => outlet.slug);
  expect(outlets.sort()).toEqual(["first-pool", "kremlin-spokesperson", article]);
  expect(call.reports.totalCount).toBe(3);
  expect(call.evidence).toEqual([
    {
      verdict: "CORROBORATED",
      independentOutlets: 2,
      claims: [{ stance: "STATES" }, { stance: "CONFIRMS" }, { stance: "STATES" }],
    },
  ]);
});

test("the first record holds nothing beyond its facts, and quotes a few words at most", async () => {
  const data = await ask(`{
    contacts { edges { node { kind } } }
    agreements { edges { node { kind } } }
    outlets { edges { node { slug } } }
    people { edges { node { slug } } }
    topics { edges { node { slug } } }
    reports { edges { node { claims { stance quote } } } }
  }`);

  const list = (name: string, field: string) => nodesOf(data[name]).map((node) => node[field]);
  expect(list("contacts", "kind")).toEqual(["CALL", "EXCHANGE", "ENCOUNTER"]);
  expect(list("agreements", "kind")).toEqual(["PLAN", "FOUNDING_ACT"]);
  expect(list("outlets", "slug")).toEqual(["first-pool", "kremlin-spokesperson", "readout-editors", article]);
  expect(list("people", "slug")).toEqual(["alexander-lukashenko", "dmitry-peskov", "vladimir-putin"]);
  expect(list("topics", "slug")).toEqual([
    "bilateral-relations",
    "high-level-events",
    "regional-developments",
    "state-of-relations",
  ]);
  const reported = nodesOf(data.reports)
    .flatMap(({ claims }) => claims)
    .filter(({ stance }) => stance !== "INFERRED");
  // 8 of First Pool, 7 of Peskov, 34 of the article.
  expect(reported).toHaveLength(8 + 7 + 34);
  for (const { quote } of reported) expect((quote ?? "").split(" ").length).toBeLessThanOrEqual(6);
});
