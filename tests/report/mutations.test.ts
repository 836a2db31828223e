import { expect, test } from "vitest";
import { createKey } from "../../src/access/keys.ts";
import { loadFirstRecord } from "../../src/firstRecord/load.ts";
import { testClient } from "../testkit/client.ts";
import { testDatabase } from "../testkit/database.ts";

const database = await testDatabase();
await loadFirstRecord(database);
const { key } = await createKey(database.prisma, { name: "desk", role: "EDITOR", expiresAt: null });
const query = testClient(database, key);

const FILE = `mutation ($input: FileReportInput!) { fileReport(input: $input) {
  __typename
  ... on FileReportSuccess { isNew report { id title } contacts { id title independentOutlets version } agreements { slug } }
  ... on WriteError { code message path expected got }
  ... on Ambiguous { candidates }
} }`;

const report = (number: number) => ({
  title: `Report ${number}`,
  kind: "ARTICLE",
  publishedOn: "2024-03-17",
});
const outlet = { slug: "agency", name: "Agency", kind: "NEWS_AGENCY" };
const call = { ref: "call", kind: "CALL", parties: ["RU", "BY"], date: "2024-03-16" };
const occurred = (subject: object) => ({ subject, field: "OCCURRENCE", value: true, stance: "STATES" });

async function file(input: object) {
  const { data, errors } = await query(FILE, { input });
  expect(errors).toBeUndefined();
  return data.fileReport;
}

test("a report on a contact that one description fits counts for that contact", async () => {
  const filed = await file({ outlet, report: report(1), claims: [occurred({ newContact: call })] });

  expect(filed).toMatchObject({ __typename: "FileReportSuccess", isNew: true });
  expect(filed.contacts).toMatchObject([
    { title: "Call of Vladimir Putin and Alexander Lukashenko", independentOutlets: 3 },
  ]);
});

test("a report on what nobody reported makes a contact, with what its description says", async () => {
  const filed = await file({
    outlet,
    report: report(2),
    claims: [
      occurred({ newContact: { ref: "visit", kind: "VISIT", parties: ["FR", "DE"], date: "2024-05" } }),
    ],
  });

  expect(filed.contacts).toMatchObject([
    { title: "Visit of France and Germany", independentOutlets: 1, version: 1 },
  ]);
});

test("a description that several contacts fit is refused with their ids", async () => {
  for (const day of ["2020-01-01", "2020-01-02"]) {
    await file({
      outlet,
      report: report(3),
      claims: [occurred({ newContact: { ref: "c", kind: "CALL", parties: ["US", "CN"], date: day } })],
    });
  }

  const refused = await file({
    outlet,
    report: report(4),
    claims: [occurred({ newContact: { ref: "c", kind: "CALL", parties: ["US", "CN"], date: "2020-01" } })],
  });

  expect(refused).toMatchObject({
    __typename: "Ambiguous",
    code: "AMBIGUOUS",
    path: ["input", "claims", "0", "subject", "newContact"],
  });
  const { data } = await query("query ($ids: [ID!]!) { nodes(ids: $ids) { __typename } }", {
    ids: refused.candidates,
  });
  expect(data.nodes).toEqual([{ __typename: "Call" }, { __typename: "Call" }]);
});

test("the same key and input gives the same report, another input a Conflict", async () => {
  const input = {
    idempotencyKey: "desk:1",
    outlet,
    report: report(5),
    claims: [occurred({ newContact: call })],
  };
  const [first, second] = [await file(input), await file(input)];

  expect(second).toMatchObject({ isNew: false, report: first.report });
  expect(second.contacts.map(({ id }: { id: string }) => id)).toEqual(
    first.contacts.map(({ id }: { id: string }) => id),
  );
  expect(await file({ ...input, report: report(6) })).toMatchObject({
    __typename: "Conflict",
    code: "CONFLICT",
    path: ["input", "idempotencyKey"],
  });
});

test("what is wrong is named by its path, with what was expected and what was got", async () => {
  const wrong = { subject: { newContact: call }, field: "DURATION", value: "an hour", stance: "STATES" };
  expect(await file({ outlet, report: report(7), claims: [wrong] })).toMatchObject({
    __typename: "InvalidInput",
    path: ["input", "claims", "0", "value"],
    got: "an hour",
  });
  expect(await file({ outlet: { slug: "new" }, report: report(8), claims: [] })).toMatchObject({
    __typename: "InvalidInput",
    path: ["input", "outlet", "name"],
  });
  expect(await file({ outlet, report: { ...report(9), speaker: "nobody" }, claims: [] })).toMatchObject({
    __typename: "NotFound",
    path: ["input", "report", "speaker"],
  });
});

test("whoever a report names for the first time it can describe", async () => {
  const filed = await file({
    outlet,
    report: report(10),
    describes: {
      people: [{ slug: "ada-diplomat", name: "Ada Diplomat", tenures: [{ office: "envoy-of-malta" }] }],
      offices: [{ slug: "envoy-of-malta", title: "Envoy of Malta", party: "MT" }],
      topics: [{ slug: "fish", label: "Fish" }],
    },
    claims: [
      occurred({ newContact: { ref: "c", kind: "CALL", parties: ["MT", "IT"], date: "2024-06-01" } }),
      {
        subject: { ref: "c" },
        field: "PARTICIPANTS",
        value: { person: "ada-diplomat", party: "MT", office: "envoy-of-malta" },
        stance: "STATES",
      },
      { subject: { ref: "c" }, field: "PARTICIPANTS", value: { party: "IT" }, stance: "STATES" },
      { subject: { ref: "c" }, field: "TOPICS", value: "fish", stance: "STATES" },
    ],
  });

  expect(filed.contacts).toMatchObject([{ title: "Call of Ada Diplomat" }]);
});

test("an edit of what has changed meanwhile is a Conflict, and the history tells who did what", async () => {
  const { contacts } = await file({
    outlet,
    report: report(11),
    claims: [occurred({ newContact: { ref: "c", kind: "CALL", parties: ["SE", "NO"], date: "2024-07" } })],
  });
  const [{ id, version }] = contacts;
  const infer = (value: string, expectedVersion: number) =>
    query(
      `mutation ($input: InferValueInput!) { inferValue(input: $input) { __typename
        ... on InferValueSuccess { claim { stance quote } contact { version date { edtf } } } ... on WriteError { path } } }`,
      { input: { contact: id, field: "DATE", value, reason: "The agenda says so.", expectedVersion } },
    );

  const inferred = await infer("2024-07-05", version);
  const late = await infer("2024-07-06", version);

  expect(inferred.data.inferValue).toMatchObject({
    claim: { stance: "INFERRED", quote: "The agenda says so." },
    contact: { version: version + 1, date: { edtf: "2024-07-05" } },
  });
  expect(late.data.inferValue).toMatchObject({ __typename: "Conflict", path: ["input", "expectedVersion"] });
  const { data } = await query(
    "query ($id: ID!) { contact(id: $id) { history(first: 5) { actor action reason version before after report { title } } } }",
    { id },
  );
  expect(data.contact.history).toMatchObject([
    {
      actor: "desk",
      action: "VALUE_INFERRED",
      reason: "The agenda says so.",
      version: 2,
      before: { date: "2024-07" },
      after: { date: "2024-07-05" },
    },
    {
      actor: "desk",
      action: "FILED",
      reason: null,
      version: 1,
      before: null,
      after: { date: "2024-07" },
      report: { title: "Report 11" },
    },
  ]);
});

test("what was retracted counts no more, and is still there to be read", async () => {
  const filed = await file({
    outlet,
    report: report(12),
    claims: [occurred({ newContact: { ref: "c", kind: "CALL", parties: ["PL", "CZ"], date: "2024-08" } })],
  });
  const [{ id }] = filed.contacts;

  const { data } = await query(
    `mutation ($input: RetractReportInput!) { retractReport(input: $input) { ... on RetractReportSuccess { report {
      retractedAt claims { retractedAt } history { action reason } } } ... on WriteError { message } } }`,
    { input: { report: filed.report.id, reason: "A hoax." } },
  );

  expect(data.retractReport.report).toMatchObject({
    retractedAt: expect.any(String),
    history: [{ action: "REPORT_RETRACTED", reason: "A hoax." }, { action: "FILED" }],
  });
  const again = await query(
    'query ($id: ID!) { contact(id: $id) { id } node(id: $id) { id } relationship(between: ["PL", "CZ"]) { contacts { totalCount } } }',
    { id },
  );
  expect(again.data).toEqual({ contact: null, node: null, relationship: { contacts: { totalCount: 0 } } });
});

test("merged contacts show the claims of both under either id, and apart again when the merge is undone", async () => {
  const parties = ["AT", "CH"];
  const made = [];
  for (const [number, kind] of [
    [13, "CALL"],
    [14, "VISIT"],
  ] as const) {
    const filed = await file({
      outlet: { slug: `paper-${number}`, name: "Paper", kind: "NEWSPAPER" },
      report: report(number),
      claims: [occurred({ newContact: { ref: "c", kind, parties, date: "2024-09-01" } })],
    });
    made.push(filed.contacts[0].id);
  }
  const [from, into] = made;
  const count = async () =>
    (await query(`{ relationship(between: ["AT", "CH"]) { contacts { totalCount } } }`)).data.relationship
      .contacts.totalCount;
  expect(await count()).toBe(2);

  const merged = await query(
    `mutation ($input: MergeContactsInput!) { mergeContacts(input: $input) { ... on MergeContactsSuccess { merge contact { id independentOutlets } } } }`,
    { input: { from, into, reason: "One visit." } },
  );
  expect(merged.data.mergeContacts.contact).toEqual({ id: into, independentOutlets: 2 });
  expect((await query("query ($id: ID!) { contact(id: $id) { id } }", { id: from })).data.contact.id).toBe(
    into,
  );
  expect(await count()).toBe(1);

  const undone = await query(
    `mutation ($input: UndoMergeInput!) { undoMerge(input: $input) { ... on UndoMergeSuccess { from { id } into { id independentOutlets } } } }`,
    { input: { merge: merged.data.mergeContacts.merge, reason: "Two after all." } },
  );
  expect(undone.data.undoMerge).toEqual({ from: { id: from }, into: { id: into, independentOutlets: 1 } });
  expect(await count()).toBe(2);
});

test("a wrong credential is refused with 401, whatever is asked", async () => {
  const stranger = testClient(database, "readout_00000000_wrong");
  const { status, errors } = await stranger("{ __typename }");
  expect(status).toBe(401);
  expect(errors?.[0]?.extensions?.code).toBe("UNAUTHENTICATED");
});
