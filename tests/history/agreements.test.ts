import { expect, test } from "vitest";
import type { FilingInput } from "../../src/report/filing.ts";
import { retractReport } from "../../src/report/retract.ts";
import { testClient } from "../testkit/client.ts";
import { testDatabase } from "../testkit/database.ts";
import { mustFile } from "../testkit/filings.ts";

/** The agreements under a contact that is asked for as of a time. */

const database = await testDatabase();
const query = testClient(database);
const stance = "STATES" as const;
const gazette = { slug: "gazette", name: "Gazette", kind: "NEWSPAPER" } as const;
const times = { slug: "times", name: "Times", kind: "NEWSPAPER" } as const;

const AGREEMENTS = `query ($asOf: DateTime) { contacts(asOf: $asOf, filter: { topics: ["river"] }) { edges { node { agreements {
  title kind purpose version establishes { slug } parties { key } independentOutlets disputed
  acts { kind by { slug } date { edtf } contact { kind date { edtf } agreements { title } } }
  evidence(field: TITLE) { value verdict claims { stance } }
  reports { totalCount edges { node { title } } }
} } } } }`;

test("are what they were called, and all else that was known of them, then", async () => {
  const before = await now();
  const [first] = await mustFile(database, {
    outlet: gazette,
    report: { title: "Reportedly", kind: "ARTICLE" },
    describes: {
      people: [{ slug: "envoy", name: "Envoy" }],
      organizations: [{ slug: "board", name: "Board" }],
      topics: [{ slug: "river", label: "The river" }],
    },
    claims: [
      {
        subject: { newContact: { ref: "c", kind: "CALL", parties: ["FR", "DE"], date: "2020-05-05" } },
        field: "AGREEMENTS",
        value: "a",
        stance,
      },
      { subject: { ref: "c" }, field: "TOPICS", value: "river", stance },
      {
        subject: { newAgreement: { ref: "a", slug: "river", title: "A river deal" } },
        field: "TITLE",
        value: "A river deal",
        stance: "HEDGES",
      },
      { subject: { ref: "a" }, field: "SIGNATORIES", value: { person: "envoy", party: "FR" }, stance },
      { subject: { ref: "a" }, field: "DATE", value: "2020-05", stance },
    ],
  });
  const hedged = await now();
  const [second] = await mustFile(database, {
    outlet: times,
    report: { title: "Signed", kind: "ARTICLE" },
    claims: [
      { subject: { agreement: "river" }, field: "TITLE", value: "River Treaty", stance },
      { subject: { agreement: "river" }, field: "KIND", value: "TREATY", stance },
      { subject: { agreement: "river" }, field: "DATE", value: "2020-04-01", stance },
      { subject: { agreement: "river" }, field: "ESTABLISHES", value: "board", stance },
      { subject: { agreement: "river" }, field: "PURPOSE", value: "to share the river", stance },
      {
        subject: { newContact: { ref: "s", kind: "SUMMIT", parties: ["FR", "DE"], date: "2020-04-01" } },
        field: "AGREEMENTS",
        value: "river",
        stance,
      },
      { subject: { newContact: { ref: "s" } }, field: "OCCURRENCE", value: true, stance },
    ],
  });
  const stated = await now();
  for (const filed of [first, second]) {
    await retractReport(database, { id: filed?.reportId ?? "", reason: "wrong", actor: "desk" });
  }

  expect(await agreementsAt(before)).toEqual([]);
  const call = { kind: "CALL", date: { edtf: "2020-05-05" } };
  const signed = { kind: "SIGNED", by: [{ slug: "envoy" }], date: { edtf: "2020-05" } };
  expect(await agreementsAt(hedged)).toEqual([
    {
      title: "A river deal",
      kind: "OTHER",
      purpose: null,
      version: 1,
      establishes: null,
      parties: [{ key: "FR" }],
      independentOutlets: 1,
      disputed: false,
      acts: [{ ...signed, contact: { ...call, agreements: [{ title: "A river deal" }] } }],
      evidence: [{ value: "A river deal", verdict: "SINGLE_SOURCE", claims: [{ stance: "HEDGES" }] }],
      reports: { totalCount: 1, edges: [{ node: { title: "Reportedly" } }] },
    },
  ]);
  expect(await agreementsAt(stated)).toMatchObject([
    {
      title: "River Treaty",
      kind: "TREATY",
      purpose: "to share the river",
      version: 2,
      establishes: { slug: "board" },
      independentOutlets: 2,
      disputed: true,
      acts: [{ ...signed, contact: { ...call, agreements: [{ title: "River Treaty" }] } }],
      evidence: [{ value: "River Treaty", claims: [{ stance: "HEDGES" }, { stance: "STATES" }] }],
      reports: { totalCount: 2 },
    },
  ]);
  expect(await agreementsAt(null)).toEqual([]);
});

test("take as many statements for 50 contacts as for one", async () => {
  await mustFile(database, ...Array.from({ length: 50 }, (_, number) => signing(number)));
  const asOf = await now();
  await mustFile(database, ...Array.from({ length: 50 }, (_, number) => signing(number)));

  const counts: number[] = [];
  for (const first of [1, 50]) {
    const { data, errors, statements } = await query(
      `query ($asOf: DateTime, $first: Int) { contacts(asOf: $asOf, first: $first, filter: { topics: ["pact"] }) { edges { node { agreements {
        title parties { key } establishes { slug } acts { by { name } contact { title } }
        evidence { value claims { stance } } reports { totalCount edges { node { title } } }
      } } } } }`,
      { asOf, first },
    );
    expect(errors).toBeUndefined();
    expect(data.contacts.edges).toHaveLength(first);
    for (const { node } of data.contacts.edges) {
      expect(node.agreements).toMatchObject([
        { acts: [{ by: [{}], contact: {} }], reports: { totalCount: 1 } },
      ]);
    }
    counts.push(statements.length);
  }

  expect(counts[1]).toBe(counts[0]);
});

/** A report on a contact and an agreement of its own number, with a signatory of its own. */
function signing(number: number): FilingInput {
  const subject = { ref: "agreement" };
  return {
    outlet: gazette,
    report: { title: `Of pact ${number}`, kind: "ARTICLE" },
    describes: {
      people: [{ slug: `signatory-${number}`, name: `Signatory ${number}` }],
      organizations: [{ slug: `office-${number}`, name: `Office ${number}` }],
      topics: [{ slug: "pact", label: "Pacts" }],
    },
    claims: [
      {
        subject: { newContact: { ref: "contact", keys: [`pact:${number}`] } },
        field: "TOPICS",
        value: "pact",
        stance,
      },
      { subject: { ref: "contact" }, field: "AGREEMENTS", value: "agreement", stance },
      {
        subject: { newAgreement: { ...subject, title: `Pact ${number}` } },
        field: "SIGNATORIES",
        value: { person: `signatory-${number}`, party: "FR" },
        stance,
      },
      { subject, field: "ESTABLISHES", value: `office-${number}`, stance },
    ],
  };
}

async function agreementsAt(asOf: string | null): Promise<unknown[]> {
  const { data, errors } = await query(AGREEMENTS, { asOf });
  expect(errors).toBeUndefined();
  return data.contacts.edges.flatMap(({ node }: { node: { agreements: unknown[] } }) => node.agreements);
}

/** A time after all that was written before, and before all that is written after. */
async function now(): Promise<string> {
  const [row] = await database.prisma.$queryRaw<{ now: Date }[]>`SELECT clock_timestamp() AS now`;
  await new Promise((done) => setTimeout(done, 2));
  return row?.now.toISOString() ?? "";
}
