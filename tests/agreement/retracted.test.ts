import { expect, test } from "vitest";
import { globalId } from "../../src/identity/globalId.ts";
import { rebuild } from "../../src/rebuild/rebuild.ts";
import type { FilingInput } from "../../src/report/filing.ts";
import { retractClaim, retractReport } from "../../src/report/retract.ts";
import { testQuery } from "../testkit/client.ts";
import { testDatabase } from "../testkit/database.ts";
import { mustFile } from "../testkit/filings.ts";

/** An agreement of which no claim counts any more. */

const database = await testDatabase();
const ask = testQuery(database);
const why = { reason: "wrong", actor: "desk" };
const stance = "STATES" as const;

test("keeps its last title where its claims still name it, and is shown nowhere else", async () => {
  const reportId = await fileOne({
    outlet: { slug: "gazette", name: "Gazette", kind: "NEWSPAPER" },
    report: { title: "Of a treaty", kind: "ARTICLE" },
    claims: [
      {
        subject: { newAgreement: { ref: "a", title: "River Treaty" } },
        field: "KIND",
        value: "TREATY",
        stance,
      },
    ],
  });
  await fileOne({
    outlet: { slug: "times", name: "Times", kind: "NEWSPAPER" },
    report: { title: "Of a call", kind: "ARTICLE" },
    claims: [
      {
        subject: { newContact: { ref: "c", kind: "CALL", parties: ["FR", "DE"] } },
        field: "AGREEMENTS",
        value: "river-treaty",
        stance,
      },
    ],
  });
  const agreed =
    "{ contacts { edges { node { agreements { title } evidence(field: AGREEMENTS) { value } } } } }";
  const evidence = [{ value: "river-treaty" }];
  expect(await ask(agreed)).toEqual({
    contacts: { edges: [{ node: { agreements: [{ title: "River Treaty" }], evidence } }] },
  });

  await retractReport(database, { id: reportId, ...why });

  const subject = {
    title: "River Treaty",
    history: [{ before: { title: "River Treaty" }, after: null }, {}],
  };
  expect(await subjectOf(reportId)).toMatchObject(subject);
  expect(await ask(agreed)).toEqual({ contacts: { edges: [{ node: { agreements: [], evidence } }] } });
  expect(await ask('{ agreement(slug: "river-treaty") { title } agreements { totalCount } }')).toEqual({
    agreement: null,
    agreements: { totalCount: 0 },
  });
  expect(await rebuild(database)).toMatchObject({ changed: 0 });
  expect(await subjectOf(reportId)).toMatchObject(subject);
});

test("keeps the title that a claim gave last, when its claims are retracted one by one", async () => {
  const reportId = await fileOne({
    outlet: { slug: "gazette", name: "Gazette", kind: "NEWSPAPER" },
    report: { title: "Of a pact", kind: "ARTICLE" },
    claims: [
      {
        subject: { newAgreement: { ref: "a", title: "Alpine Pact" } },
        field: "TITLE",
        value: "Alpine Pact",
        stance,
      },
      { subject: { ref: "a" }, field: "OCCURRENCE", value: true, stance },
    ],
  });
  const claims = await database.prisma.claim.findMany({ where: { reportId }, orderBy: { position: "asc" } });

  for (const { id } of claims) await retractClaim(database, { id, ...why });

  expect(await subjectOf(reportId)).toMatchObject({ title: "Alpine Pact" });
});

test("is called by its slug when a report names it again and gives no title", async () => {
  await fileOne({
    outlet: { slug: "times", name: "Times", kind: "NEWSPAPER" },
    report: { title: "Of the pact", kind: "ARTICLE" },
    claims: [{ subject: { agreement: "alpine-pact" }, field: "KIND", value: "TREATY", stance }],
  });

  expect(await ask('{ agreement(slug: "alpine-pact") { title } }')).toEqual({
    agreement: { title: "alpine-pact" },
  });
});

/** What the first claim of a report is about. */
async function subjectOf(reportId: string): Promise<unknown> {
  const { report } = await ask(
    `query ($id: ID!) { report(id: $id) { claims { subject {
      ... on Agreement { title history { before after } }
    } } } }`,
    { id: globalId("Report", reportId) },
  );
  return report.claims[0].subject;
}

async function fileOne(filing: FilingInput): Promise<string> {
  const [filed] = await mustFile(database, filing);
  return filed?.reportId ?? "";
}
