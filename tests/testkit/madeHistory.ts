import type { Database } from "../../src/database/database.ts";
import { globalId } from "../../src/identity/globalId.ts";
import type { FilingInput } from "../../src/report/filing.ts";
import type { Query } from "./client.ts";

/** What can be retracted, undone or named: ids of reports and merges, slugs of agreements. */
export interface Known {
  readonly reports: string[];
  readonly merges: string[];
  readonly agreements: string[];
}

/**
 * One write, made up: mostly filings, sometimes a retraction, a reading, a merge, or its undoing. `query` asks GraphQL
 * as an editor; `file` files a report and gives its id.
 */
export async function randomWrite(
  {
    database,
    query,
    file,
  }: {
    database: Pick<Database, "prisma">;
    query: Query;
    file: (input: FilingInput) => Promise<string>;
  },
  random: () => number,
  step: number,
  known: Known,
): Promise<void> {
  const pick = <T>(list: readonly T[]): T | undefined => list[Math.floor(random() * list.length)];
  const roll = random();
  const contacts = async () =>
    (
      (await query("{ contacts(first: 200) { edges { node { id } } } }", {})).data as {
        contacts: { edges: { node: { id: string } }[] };
      }
    ).contacts.edges.map(({ node }) => node.id);
  if (step < 6 || roll < 0.5) {
    known.reports.push(await file(filing(random, step, known)));
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
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
