import { expect, test } from "vitest";
import { createKey } from "../../src/access/keys.ts";
import { globalId } from "../../src/identity/globalId.ts";
import { storeReferenceStates } from "../../src/party/states.ts";
import type { FilingInput } from "../../src/report/filing.ts";
import { testClient } from "../testkit/client.ts";
import { testDatabase } from "../testkit/database.ts";
import { mustFile } from "../testkit/filings.ts";

const database = await testDatabase();
await storeReferenceStates(database);
const { key } = await createKey(database.prisma, { name: "editor", role: "EDITOR", expiresAt: null });
const query = testClient(database, key);

const SNAPSHOT = `
  fragment Known on Contact {
    id kind title independentOutlets disputed
    date { edtf } duration { iso8601 approximate }
    parties { key } participants { person { slug } party { key } office { slug } role }
    topics { slug } agreements { ...Agreed }
    previous { id } next { id } daysSincePrevious
    reports(first: 200) { totalCount edges { node { id } } }
    evidence { field value verdict independentOutlets claims { id } }
  }
  fragment Agreed on Agreement {
    id slug version title kind purpose independentOutlets disputed
    establishes { slug } parties { key } acts { kind by { slug } date { edtf } contact { id title } }
    reports(first: 200) { totalCount edges { node { id } } }
    evidence { field value verdict independentOutlets claims { id } }
  }`;
const LISTS = `
  ${SNAPSHOT}
  query Known($asOf: DateTime) {
    all: contacts(first: 200, asOf: $asOf) { totalCount edges { node { ...Known } } }
    filtered: contacts(first: 200, asOf: $asOf, orderBy: REPORTS_DESC, filter: {
      or: [{ parties: { allOf: ["RU", "BY"] }, minIndependentOutlets: 2 }, { text: "alpha" }, { disputed: true },
           { topics: ["t1"], kinds: [CALL, EXCHANGE] }, { outlets: ["o2"], not: { people: ["p1"] } }]
    }) { edges { node { id } } }
  }`;
const ONE = `${SNAPSHOT} query One($id: ID!, $asOf: DateTime) { contact(id: $id, asOf: $asOf) { ...Known } }`;

test("answers as the service would have answered at that time, through any history of writes", {
  timeout: 240_000,
}, async () => {
  const random = seeded(20240316);
  const moments: { at: string; lists: Lists; ones: { id: string; answer: unknown }[] }[] = [];
  const known: Known = { reports: [], merges: [], agreements: [] };
  let hidden = 0;

  for (let step = 0; step < 36; step++) {
    await write(random, step, known);
    const lists = (await ask(LISTS, {})) as Lists;
    const ids = lists.all.edges.map(({ node }) => node.id);
    const ones = [];
    for (const id of ids.slice(0, 2)) ones.push({ id, answer: await ask(ONE, { id }) });
    moments.push({ at: await now(), lists, ones });
    hidden += await database.prisma.contactAgreement.count({ where: { agreement: { shown: false } } });
    await new Promise((done) => setTimeout(done, 2));
  }

  for (const [step, { at, lists, ones }] of moments.entries()) {
    expect(await ask(LISTS, { asOf: at }), `after step ${step}, as of ${at}`).toEqual(lists);
    for (const { id, answer } of ones)
      expect(await ask(ONE, { id, asOf: at }), `step ${step}`).toEqual(answer);
  }
  expect(known.merges.length, "the history has merges").toBeGreaterThan(0);
  expect(
    new Set(moments.map(({ lists }) => JSON.stringify(lists))).size,
    "most writes change something",
  ).toBeGreaterThan(20);
  const shown = moments.flatMap(({ lists }) => lists.all.edges.flatMap(({ node }) => node.agreements));
  const titles = Map.groupBy(new Set(shown.map(({ slug, title }) => `${slug}: ${title}`)), (known) =>
    known.slice(0, 2),
  );
  expect([...titles.values()].filter(({ length }) => length > 1).length, "titles change").toBeGreaterThan(0);
  expect(hidden, "contacts name agreements of which no claim counts").toBeGreaterThan(0);
});

interface Lists {
  all: { edges: { node: { id: string; agreements: { slug: string; title: string }[] } }[] };
}

test("knows nothing of a time before the first report", async () => {
  const data = (await ask('{ contacts(asOf: "2000-01-01T00:00:00Z") { totalCount } }', {})) as unknown;
  expect(data).toEqual({ contacts: { totalCount: 0 } });
});

async function ask(source: string, variables: Record<string, unknown>): Promise<unknown> {
  const { data, errors } = await query(source, variables);
  if (errors !== undefined) throw new Error(JSON.stringify(errors, null, 2));
  return data;
}

async function now(): Promise<string> {
  const [row] = await database.prisma.$queryRaw<{ now: Date }[]>`SELECT clock_timestamp() AS now`;
  return row?.now.toISOString() ?? "";
}

/** What can be retracted, undone or named: ids of reports and merges, slugs of agreements. */
interface Known {
  readonly reports: string[];
  readonly merges: string[];
  readonly agreements: string[];
}

/** One write: mostly filings, sometimes a retraction, a reading, a merge, or its undoing. */
async function write(random: () => number, step: number, known: Known): Promise<void> {
  const pick = <T>(list: readonly T[]): T | undefined => list[Math.floor(random() * list.length)];
  const roll = random();
  const contacts = async () =>
    (
      (await ask("{ contacts(first: 200) { edges { node { id } } } }", {})) as {
        contacts: { edges: { node: { id: string } }[] };
      }
    ).contacts.edges.map(({ node }) => node.id);
  if (step < 6 || roll < 0.5) {
    const [filed] = await mustFile(database, filing(random, step, known));
    known.reports.push(filed?.reportId ?? "");
    return;
  }
  if (roll < 0.6) {
    // One report, or all on an agreement.
    const claims = await database.prisma.claim.findMany({
      where: { agreement: { slug: pick([...known.agreements, "none", "none"]) ?? "" } },
    });
    const reports = claims.length === 0 ? [pick(known.reports) ?? ""] : claims.map((claim) => claim.reportId);
    for (const id of new Set(reports)) {
      await query(
        `mutation ($report: ID!) { retractReport(input: { report: $report, reason: "wrong" }) { __typename } }`,
        { report: globalId("Report", id) },
      );
    }
  } else if (roll < 0.72) {
    const rows = await database.prisma.claim.findMany({
      where: { retractedAt: null },
      orderBy: [{ recordedAt: "asc" }, { position: "asc" }],
    });
    const claim = globalId("Claim", pick(rows)?.id ?? "");
    await query(
      `mutation ($claim: ID!) { retractClaim(input: { claim: $claim, reason: "wrong" }) { __typename } }`,
      { claim },
    );
  } else if (roll < 0.8) {
    await query(
      `mutation ($contact: ID!) { inferValue(input: { contact: $contact, field: "DATE", value: "2024?-03-${10 + (step % 9)}", reason: "so it seems" }) { __typename } }`,
      { contact: pick(await contacts()) },
    );
  } else if (roll < 0.93) {
    const shown = await contacts();
    const { data } = await query(
      `mutation ($from: ID!, $into: ID!) { mergeContacts(input: { from: $from, into: $into, reason: "the same" }) { ... on MergeContactsSuccess { merge } } }`,
      { from: pick(shown), into: pick(shown) },
    );
    if (data?.mergeContacts?.merge) known.merges.push(data.mergeContacts.merge);
  } else {
    await query(
      `mutation ($merge: ID!) { undoMerge(input: { merge: $merge, reason: "not the same" }) { __typename } }`,
      {
        merge: pick(known.merges) ?? "none",
      },
    );
  }
}

function filing(random: () => number, step: number, known: Known): FilingInput {
  const pick = <T>(...list: T[]): T => list[Math.floor(random() * list.length)] as T;
  const agreed = random() < 0.7 ? agreementClaims(pick, known.agreements) : [];
  const contact = (ref: string) => ({ newContact: { ref, keys: [`test:${Math.floor(random() * 12)}`] } });
  const claims = ["a", "b"].flatMap((ref): FilingInput["claims"] => [
    { subject: contact(ref), field: "OCCURRENCE", value: true, stance: pick("STATES", "CONFIRMS", "HEDGES") },
    { subject: { ref }, field: "KIND", value: pick("CALL", "EXCHANGE", "VISIT"), stance: "STATES" },
    {
      subject: { ref },
      field: "DATE",
      value: pick("2024-03-16", "2024-03", "2024-03-1X", "2024-02-02"),
      stance: "STATES",
    },
    {
      subject: { ref },
      field: "DURATION",
      value: pick("PT1H~", "PT62M", "PT2H"),
      stance: pick("STATES", "DENIES"),
    },
    {
      subject: { ref },
      field: "PARTICIPANTS",
      value: { person: pick("p1", "p2"), party: pick("RU", "BY") },
      stance: "STATES",
    },
    { subject: { ref }, field: "PARTICIPANTS", value: { party: pick("BY", "US") }, stance: "STATES" },
    { subject: { ref }, field: "TOPICS", value: pick("t1", "t2"), stance: "STATES" },
  ]);
  return {
    outlet: { slug: pick("o1", "o2", "o3"), name: "Outlet", kind: "NEWSPAPER" },
    report: { title: `Report ${step}`, kind: "ARTICLE", publishedOn: pick("2024-03-17", "2024-03-18") },
    describes: {
      people: [
        { slug: "p1", name: "Alpha One" },
        { slug: "p2", name: "Beta Two" },
      ],
      topics: [
        { slug: "t1", label: "Trade" },
        { slug: "t2", label: "Security" },
      ],
      organizations: [
        { slug: "g1", name: "Board" },
        { slug: "g2", name: "Bank" },
      ],
    },
    claims: [...claims, ...agreed],
  };
}

/** An agreement at the filing's contacts "a" and "b", or at one of them only the name of a known one. */
function agreementClaims(pick: <T>(...list: T[]) => T, known: string[]): FilingInput["claims"] {
  const named = pick(true, false, false) && known.length > 0 ? pick(...known) : null;
  if (named !== null) {
    return [{ subject: { ref: "a" }, field: "AGREEMENTS", value: named, stance: "STATES" }];
  }
  const slug = pick("s1", "s2", "s3", "s4");
  if (!known.includes(slug)) known.push(slug);
  const stance = pick("STATES", "CONFIRMS", "HEDGES", "DENIES");
  const signatory = { person: pick("p1", "p2"), party: pick("RU", "BY") };
  const subject = { ref: "agreement" };
  return [
    {
      subject: { newAgreement: { ...subject, slug, title: `Not the title of ${slug}` } },
      field: "OCCURRENCE",
      value: true,
      stance: "STATES",
    },
    { subject, field: "TITLE", value: `${pick("Treaty", "Pact", "Accord")} ${slug}`, stance },
    { subject, field: "KIND", value: pick("TREATY", "PLAN", "OTHER"), stance: "STATES" },
    { subject, field: "DATE", value: pick("2024-03-16", "2024-03", "2024-02-02"), stance },
    { subject, field: pick("SIGNATORIES", "ENDORSERS"), value: signatory, stance },
    { subject, field: "PARTIES", value: pick("US", "FR"), stance: "STATES" },
    { subject, field: "ESTABLISHES", value: pick("g1", "g2"), stance: "STATES" },
    { subject, field: "PURPOSE", value: pick("to share", "to build"), stance },
    { subject: { ref: pick("a", "b") }, field: "AGREEMENTS", value: "agreement", stance: "STATES" },
  ];
}

/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
