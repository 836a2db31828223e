import { expect, test } from "vitest";
import { mergeContacts } from "../../src/contact/merge.ts";
import type { Database } from "../../src/database/database.ts";
import { loadFirstRecord } from "../../src/firstRecord/load.ts";
import { exportFilings, exportSource } from "../../src/report/export.ts";
import { readFilingInput } from "../../src/report/filing.ts";
import { retractReport } from "../../src/report/retract.ts";
import { fileReports } from "../../src/report/write.ts";
import { testQuery } from "../testkit/client.ts";
import { testDatabase } from "../testkit/database.ts";
import { fileContacts, makeContacts } from "../testkit/madeContacts.ts";

const [original, copy] = [await testDatabase(), await testDatabase()];
await loadFirstRecord(original);
await fileContacts(original, makeContacts(60));
const contacts = await original.prisma.contact.findMany({ orderBy: { id: "asc" } });
await mergeContacts(original, {
  from: contacts[0]?.id ?? "",
  into: contacts[1]?.id ?? "",
  reason: "the same",
  actor: "test",
});
const [report] = await original.prisma.report.findMany({
  where: { key: null },
  orderBy: { recordedAt: "desc" },
  take: 1,
});
const last = report ?? (await original.prisma.report.findFirstOrThrow({ orderBy: { recordedAt: "desc" } }));
await retractReport(original, { id: last.id, reason: "wrong", actor: "test" });

test("gives the same bytes again after an import into an empty database", async () => {
  const lines = await exported(original);
  const results = await fileReports(
    copy,
    lines.map((line) => readFilingInput(JSON.parse(line))),
  );

  expect(results.filter(({ outcome }) => outcome !== "created")).toEqual([]);
  expect(lines.length).toBeGreaterThan(100);
  expect((await exported(copy)).join("\n")).toBe(lines.join("\n"));
});

test("makes a record that answers the same", async () => {
  const query = `{
    contacts(first: 200) { totalCount edges { node {
      title kind date { edtf } duration { text } independentOutlets disputed
      participants { person { name names { name } tenures { office { title } } } party { key name } role }
      topics { label } agreements { title acts { kind by { name } date { edtf } } }
      evidence { field verdict independentOutlets } } } }
    outlets(first: 200) { edges { node { slug name kind speaksFor { slug } country { code } url } } }
    organization(slug: "union-state") { name members { code } }
  }`;
  // Which of two contacts of one day comes first, their ids decide.
  const sorted = (data: { contacts: { edges: unknown[] } }) => ({
    ...data,
    contacts: { ...data.contacts, edges: data.contacts.edges.map((edge) => JSON.stringify(edge)).sort() },
  });
  expect(sorted(await testQuery(copy)(query))).toEqual(sorted(await testQuery(original)(query)));
});

async function exported({ prisma }: Database): Promise<string[]> {
  const lines: string[] = [];
  for await (const filing of exportFilings(exportSource(prisma))) lines.push(JSON.stringify(filing));
  return lines;
}
