import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { inferValue } from "../../src/claim/infer.ts";
import { mergeContacts } from "../../src/contact/merge.ts";
import { globalId } from "../../src/identity/globalId.ts";
import { idOf } from "../../src/identity/identity.ts";
import { retractReport } from "../../src/report/retract.ts";
import { filing, outlet, says, took } from "../report/made.ts";
import { mustFile } from "../testkit/filings.ts";
import { type Running, runServer } from "../testkit/running.ts";
import { TRANSPORTS, take } from "../testkit/transports.ts";

let server: Running;
/** The place after all that was there before. */
let start: string;
beforeAll(async () => {
  server = await runServer();
  start = await endOfLog();
  await history();
});
afterAll(() => server[Symbol.asyncDispose]());

async function endOfLog(): Promise<string> {
  const [row] = await server.database.prisma.$queryRaw<{ cursor: string }[]>`
    SELECT left(id::text, 8) || ':' || (SELECT max(seq) FROM change) AS cursor FROM change_log`;
  return Buffer.from(row?.cursor ?? "").toString("base64url");
}

/** A call becomes known, with a treaty; is said to have been elsewhere; its report is retracted. A visit is merged. */
async function history(): Promise<void> {
  const { database } = server;
  const [first] = await mustFile(
    database,
    filing(
      [
        took({ keys: ["call"] }),
        says("KIND", "CALL"),
        says("PARTICIPANTS", { party: "RU" }),
        says("PARTICIPANTS", { party: "BY" }),
        {
          subject: { newAgreement: { ref: "a", title: "Grain Treaty", parties: ["RU", "BY"] } },
          field: "OCCURRENCE",
          value: true,
          stance: "STATES",
        },
        { subject: { ref: "a" }, field: "PARTIES", value: "BY", stance: "STATES" },
      ],
      { report: { title: "A call", kind: "ARTICLE" } },
    ),
  );
  await inferValue(database, {
    ...{ subject: { contact: idOf("contact", "call") }, field: "DATE", value: "2024-03" },
    ...{ reason: "so it seems", actor: "desk" },
  });
  await retractReport(database, { id: first?.reportId ?? "", reason: "wrong", actor: "desk" });
  await mustFile(
    database,
    ...["visit", "same"].map((key) =>
      filing([took({ keys: [key] }), says("KIND", "VISIT"), says("PARTICIPANTS", { party: "FR" })], {
        outlet: outlet("gazette"),
        report: { title: `The ${key}`, kind: "ARTICLE" },
      }),
    ),
  );
  const [from, into] = [idOf("contact", "same"), idOf("contact", "visit")];
  await mergeContacts(database, { from, into, reason: "the same", actor: "desk" });
}

const SUBSCRIPTIONS = {
  changes: `subscription ($after: String) { changes(after: $after) { __typename kind cursor at
    ... on ContactChange { contact { title } } ... on AgreementChange { agreement { title } }
    ... on ReportChange { report { title } } } }`,
  contactChanged: `subscription ($after: String) { contactChanged(after: $after) {
    kind cursor contact { id __typename title date { edtf } parties { key } reports(first: 5) { totalCount } } } }`,
  agreementChanged: `subscription ($after: String) { agreementChanged(after: $after) {
    kind cursor agreement { title parties { key } } } }`,
  reportFiled: `subscription ($after: String) { reportFiled(after: $after) {
    kind cursor report { title retractedAt } } }`,
} as const;

const CALL = "Call of Russia and Belarus";

describe.each(Object.keys(TRANSPORTS))("over %s", (transport) => {
  async function told(name: keyof typeof SUBSCRIPTIONS, count: number) {
    const results = TRANSPORTS[transport]?.(server.url, SUBSCRIPTIONS[name], { after: start });
    if (results === undefined) throw new Error("No such transport");
    const taken = await take(results, count);
    expect(taken.map(({ errors }) => errors)).toEqual(taken.map(() => undefined));
    return taken.map(({ data }) => data[name]);
  }

  test("changes tells every change of contacts, agreements and reports in their order", async () => {
    const changes = await told("changes", 10);

    const short = changes.map(
      ({ __typename, kind, contact, agreement, report }) =>
        `${__typename} ${kind} ${(contact ?? agreement ?? report).title}`,
    );
    // In which order a transaction changes things is its own.
    expect(new Set(short.slice(0, 3))).toEqual(
      new Set([
        `ContactChange CREATED ${CALL}`,
        "AgreementChange CREATED Grain Treaty",
        "ReportChange CREATED A call",
      ]),
    );
    expect(new Set(short.slice(3, 5))).toEqual(
      new Set([`ContactChange UPDATED ${CALL}`, "ReportChange CREATED Reading of date by desk"]),
    );
    expect(short.slice(5, 7)).toContain("ReportChange RETRACTED A call");
    expect(changes.map(({ at }) => at)).toEqual(changes.map(({ at }) => at).toSorted());
    expect(new Set(changes.map(({ cursor }) => cursor)).size).toBe(changes.length);
  });

  test("contactChanged shows the contact as it was known right after, and where it is retracted right before", async () => {
    const changes = await told("contactChanged", 7);

    const call = { id: globalId("Contact", idOf("contact", "call")), __typename: "Call", title: CALL };
    const parties = [{ key: "RU" }, { key: "BY" }];
    const visit = { title: "Visit of France", parties: [{ key: "FR" }] };
    expect(changes).toMatchObject([
      { kind: "CREATED", contact: { ...call, date: null, parties, reports: { totalCount: 1 } } },
      {
        kind: "UPDATED",
        contact: { ...call, date: { edtf: "2024-03" }, parties, reports: { totalCount: 1 } },
      },
      // All that is left is an inference, which is of nothing without the report.
      { kind: "UPDATED", contact: { date: { edtf: "2024-03" }, parties: [], reports: { totalCount: 0 } } },
      { kind: "CREATED", contact: { ...visit, reports: { totalCount: 1 } } },
      { kind: "CREATED", contact: { ...visit, reports: { totalCount: 1 } } },
      { kind: expect.stringMatching("RETRACTED|UPDATED") },
      { kind: expect.stringMatching("RETRACTED|UPDATED") },
    ]);
    const merged = changes.slice(-2).toSorted((a, b) => (a.kind < b.kind ? -1 : 1));
    expect(merged).toMatchObject([
      {
        kind: "RETRACTED",
        contact: { id: globalId("Contact", idOf("contact", "same")), ...visit, reports: { totalCount: 1 } },
      },
      {
        kind: "UPDATED",
        contact: { id: globalId("Contact", idOf("contact", "visit")), ...visit, reports: { totalCount: 2 } },
      },
    ]);
  });

  test("agreementChanged does the same for agreements", async () => {
    const agreement = { title: "Grain Treaty", parties: [{ key: "BY" }] };
    expect(await told("agreementChanged", 2)).toMatchObject([
      { kind: "CREATED", agreement },
      { kind: "RETRACTED", agreement },
    ]);
  });

  test("reportFiled tells of reports, and of their retraction", async () => {
    expect(await told("reportFiled", 5)).toMatchObject([
      { kind: "CREATED", report: { title: "A call" } },
      { kind: "CREATED", report: { title: "Reading of date by desk" } },
      { kind: "RETRACTED", report: { title: "A call", retractedAt: expect.any(String) } },
      { kind: "CREATED", report: { title: "The visit" } },
      { kind: "CREATED", report: { title: "The same" } },
    ]);
  });

  test("what comes is told as it comes", async () => {
    const results = TRANSPORTS[transport]?.(server.url, SUBSCRIPTIONS.reportFiled, {
      after: await endOfLog(),
    });
    const next = results?.next();
    const title = `Told over ${transport}`;
    await mustFile(server.database, filing([], { report: { title, kind: "ARTICLE" } }));

    expect((await next)?.value).toMatchObject({
      data: { reportFiled: { kind: "CREATED", report: { title } } },
    });
    await results?.return();
  });
});
