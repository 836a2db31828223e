import { expect, test } from "vitest";
import { createKey } from "../../src/access/keys.ts";
import { fileItems } from "../../src/feed/write.ts";
import { loadFirstRecord } from "../../src/firstRecord/load.ts";
import { globalId } from "../../src/identity/globalId.ts";
import type { FeedItem } from "../../src/import/feed/feed.ts";
import { filingOf, itemKey } from "../../src/import/feed/filing.ts";
import { exportFilings, exportSource } from "../../src/report/export.ts";
import { readFiling } from "../../src/report/filing.ts";
import { fileReports } from "../../src/report/write.ts";
import { testClient } from "../testkit/client.ts";
import { testDatabase } from "../testkit/database.ts";

const database = await testDatabase();
await loadFirstRecord(database);
const keyOf = async (role: "EDITOR" | "CONTRIBUTOR") =>
  (await createKey(database.prisma, { name: `desk of ${role}`, role, expiresAt: null })).key;
const query = testClient(database, await keyOf("EDITOR"));
const outlet = { slug: "first-pool" };

let items = 0;

/** Files an item of the feed of First Pool, which speaks for the President of Belarus; gives its global id. */
async function arrive(title: string, item: Partial<FeedItem> = {}): Promise<string> {
  const whole = {
    id: `item ${++items}`,
    title,
    url: null,
    published: null,
    language: "en",
    text: "",
    ...item,
  };
  const filing = readFiling(filingOf(whole, outlet, "TELEGRAM_CHANNEL"));
  const { results } = await fileItems(database, [{ filing, itemKey: itemKey(outlet.slug, whole) }], "feed");
  const [result] = results;
  if (result?.outcome !== "created") throw new Error(JSON.stringify(result));
  return globalId("Report", result.reportId);
}

const SUGGESTIONS = "suggestedClaims { id: key subject field value stance rule words isAccepted }";
const WAITING = `query ($first: Int) { unreviewedReports(first: $first) {
  totalCount edges { node { id title kind url language publishedOn { edtf } ${SUGGESTIONS} } } } }`;

async function waiting() {
  const { data, errors } = await query(WAITING, { first: 50 });
  expect(errors).toBeUndefined();
  return data.unreviewedReports.edges.map(({ node }: { node: unknown }) => node);
}

async function suggestedFor(report: string) {
  const { data } = await query(`query ($id: ID!) { report(id: $id) { ${SUGGESTIONS} } }`, { id: report });
  return data.report.suggestedClaims as {
    id: string;
    field: string;
    value: string;
    words: string;
    isAccepted: boolean;
  }[];
}

const ACCEPT = `mutation ($input: AcceptSuggestionsInput!) { acceptSuggestions(input: $input) {
  __typename
  ... on AcceptSuggestionsSuccess {
    isNew
    report { claims { field value stance quote } suggestedClaims { field isAccepted } }
    contacts { id __typename title date { edtf } duration { iso8601 } independentOutlets }
    agreements { slug title kind }
  }
  ... on WriteError { code message path expected got }
  ... on Ambiguous { candidates }
} }`;

async function accept(input: object) {
  const { data, errors } = await query(ACCEPT, { input });
  expect(errors).toBeUndefined();
  return data.acceptSuggestions;
}

async function dismiss(report: string, reason?: string) {
  const { data } = await query(
    `mutation ($input: DismissReportInput!) { dismissReport(input: $input) {
      __typename ... on DismissReportSuccess { report { id } } ... on WriteError { code path } } }`,
    { input: { report, reason } },
  );
  return data.dismissReport;
}

test("an item of a feed waits, with what may be claimed, until an editor accepts it", async () => {
  const report = await arrive("Telephone conversation with Vladimir Putin", {
    url: "https://pool.example/1",
    published: "2024-06-21",
    text: "Alexander Lukashenko and Vladimir Putin spoke by phone yesterday.\nThe conversation lasted about an hour. They signed the Treaty on Common Energy.",
  });

  const [item] = await waiting();
  expect(item).toMatchObject({
    id: report,
    title: "Telephone conversation with Vladimir Putin",
    kind: "POST",
    url: "https://pool.example/1",
    language: "en",
    publishedOn: { edtf: "2024-06-21" },
  });
  const contact = item.suggestedClaims.filter(({ subject }: { subject: string }) =>
    subject.startsWith("contact"),
  );
  expect(contact.map(({ field, value }: Record<string, string>) => [field, value])).toEqual([
    ["OCCURRENCE", "true"],
    ["KIND", "CALL"],
    ["CHANNEL", "TELEPHONE"],
    ["PARTICIPANTS", '{"person":"alexander-lukashenko","party":"BY","office":"president-of-belarus"}'],
    ["PARTICIPANTS", '{"person":"vladimir-putin","party":"RU","office":"president-of-russia"}'],
    ["DATE", "2024-06-20"],
    ["DURATION", "PT1H~"],
    ["AGREEMENTS", "Treaty on Common Energy"],
  ]);

  const accepted = await accept({ report });
  expect(accepted).toMatchObject({
    __typename: "AcceptSuggestionsSuccess",
    isNew: true,
    contacts: [
      {
        __typename: "Call",
        title: "Call of Alexander Lukashenko and Vladimir Putin",
        date: { edtf: "2024-06-20" },
        duration: { iso8601: "PT1H" },
        independentOutlets: 1,
      },
    ],
    agreements: [{ slug: "treaty-on-common-energy", title: "Treaty on Common Energy", kind: "TREATY" }],
  });
  expect(accepted.report.claims).toContainEqual({
    field: "DURATION",
    value: "PT1H~",
    stance: "STATES",
    quote: "about an hour",
  });
  expect(accepted.report.suggestedClaims.every(({ isAccepted }: { isAccepted: boolean }) => isAccepted)).toBe(
    true,
  );
  expect(await waiting()).toEqual([]);

  const again = await accept({ report });
  expect(again).toMatchObject({ isNew: false, contacts: [{ title: accepted.contacts[0].title }] });
  expect(again.report.claims).toEqual(accepted.report.claims);
});

test("some are accepted, and others later, for the same contact; only these become claims", async () => {
  const report = await arrive("Lukashenko and Putin spoke by phone on 3 May 2023 for 40 minutes.");
  const suggested = await suggestedFor(report);
  const ids = (...fields: string[]) =>
    suggested.filter(({ field }) => fields.includes(field)).map(({ id }) => id);

  expect(await accept({ report, suggestions: ids("DURATION") })).toMatchObject({
    __typename: "InvalidInput",
    path: ["input", "suggestions"],
  });
  const first = await accept({ report, suggestions: ids("KIND", "PARTICIPANTS", "DATE") });
  expect(first.report.claims.map(({ field }: { field: string }) => field)).toEqual([
    "KIND",
    "PARTICIPANTS",
    "PARTICIPANTS",
    "DATE",
  ]);
  expect(first.contacts).toMatchObject([
    { __typename: "Call", duration: null, date: { edtf: "2023-05-03" } },
  ]);

  const second = await accept({ report, suggestions: ids("OCCURRENCE", "DURATION", "DATE") });
  expect(second).toMatchObject({
    isNew: true,
    contacts: [{ id: first.contacts[0].id, __typename: "Call", duration: { iso8601: "PT40M" } }],
  });
  expect(second.report.claims).toHaveLength(6);
});

test("it counts for the contact that fits, for the one that is named where several do, and is refused with their ids otherwise", async () => {
  const day = { published: "2024-07-01" };
  const made: string[] = [];
  for (const date of ["2022-02-01", "2022-02-02"]) {
    const { contacts } = await accept({
      report: await arrive(`Putin and Lukashenko spoke by phone on ${date}.`),
    });
    made.push(contacts[0].id);
  }
  const fitting = await accept({ report: await arrive("On 2022-02-02 Lukashenko phoned Putin.", day) });
  expect(fitting.contacts).toMatchObject([{ id: made[1] }]);

  const report = await arrive("In February 2022 Putin and Lukashenko spoke by phone.", day);
  const refused = await accept({ report });
  expect(refused).toMatchObject({
    __typename: "Ambiguous",
    path: ["input", "suggestions", "0"],
  });
  expect(new Set(refused.candidates)).toEqual(new Set(made));
  expect(await waiting()).toMatchObject([{ id: report }]);
  expect(await accept({ report, contact: made[0] })).toMatchObject({ contacts: [{ id: made[0] }] });
});

test("a report that says nothing is dismissed once, and what is wrong is told", async () => {
  const report = await arrive("The President toured a tractor plant");
  expect(await suggestedFor(report)).toEqual([]);
  expect(await accept({ report })).toMatchObject({ __typename: "InvalidInput", code: "INVALID_INPUT" });
  expect(await accept({ report, suggestions: ["x"] })).toMatchObject({
    __typename: "NotFound",
    path: ["input", "suggestions", "0"],
  });
  expect(await dismiss(report, "A tractor plant")).toEqual({
    __typename: "DismissReportSuccess",
    report: { id: report },
  });
  expect(await waiting()).toEqual([]);
  expect(await dismiss(report)).toMatchObject({ __typename: "Conflict" });
  expect(await accept({ report })).toMatchObject({ __typename: "Conflict", path: ["input", "report"] });

  const withClaims = await arrive("Putin met Lukashenko on 2021-01-01.");
  await accept({ report: withClaims });
  expect(await dismiss(withClaims)).toMatchObject({ __typename: "Conflict", path: ["input", "report"] });
  expect(await dismiss("UmVwb3J0Onw=")).toMatchObject({ __typename: "NotFound" });
});

test("an item that its outlet changed waits in the place of what it was, and one that is the same comes once", async () => {
  const before = await arrive("Putin met Lukashneko", { id: "changing" });
  const after = await arrive("Putin met Lukashenko", { id: "changing" });
  expect((await waiting()).map(({ id }: { id: string }) => id)).toEqual([after]);
  expect(await accept({ report: before })).toMatchObject({ __typename: "Conflict" });
  await expect(arrive("Putin met Lukashenko", { id: "changing" })).rejects.toThrow("unchanged");
  await dismiss(after);
});

test("only editors see the queue and what is suggested", async () => {
  const report = await arrive("Putin and Lukashenko spoke by phone on 1 June 2024.");
  const { data: seen } = await query("query ($id: ID!) { report(id: $id) { title } }", { id: report });
  for (const key of [await keyOf("CONTRIBUTOR"), undefined]) {
    const other = testClient(database, key);
    expect((await other(WAITING)).errors).toMatchObject([{ extensions: { code: "FORBIDDEN" } }]);
    const one = await other(`query ($id: ID!) { report(id: $id) { title suggestedClaims { key } } }`, {
      id: report,
    });
    expect(one.errors).toMatchObject([{ extensions: { code: "FORBIDDEN" } }]);
    expect((await other("query ($id: ID!) { report(id: $id) { title } }", { id: report })).data).toEqual(
      seen,
    );
    const refused = await other(ACCEPT, { input: { report } });
    expect(refused.data.acceptSuggestions).toMatchObject({ __typename: "Forbidden" });
  }
});

test("what waits is exported with its text, for it to wait elsewhere; what was dismissed is not", async () => {
  const filings = [];
  for await (const filing of exportFilings(exportSource(database.prisma))) filings.push(filing);
  const empty = filings.filter(({ claims }) => claims.length === 0);
  expect(empty.map(({ report }) => report.title)).toEqual([
    "Putin and Lukashenko spoke by phone on 1 June 2024.",
  ]);
  await arrive("Title", { text: "What it says" });
  for await (const { report } of exportFilings(exportSource(database.prisma))) {
    if (report.title === "Title") expect(report.text).toBe("What it says");
  }
});

test("a page of the queue takes a fixed number of statements", async () => {
  const { statements: few } = await query(WAITING, { first: 1 });
  for (let more = 0; more < 5; more++) await arrive(`Putin and Lukashenko spoke by phone, again ${more}.`);
  const { statements, data } = await query(WAITING, { first: 50 });
  expect(data.unreviewedReports.totalCount).toBeGreaterThan(5);
  expect(statements.length).toBeLessThanOrEqual(few.length);
});

test("a later version of an item takes the place of the earlier one, also where that was not come to", async () => {
  const version = (title: string) => {
    const item = { id: "changed", title, url: null, published: null, language: "en", text: "" };
    const filing = readFiling(filingOf(item, outlet, "TELEGRAM_CHANNEL"));
    return { filing, itemKey: itemKey(outlet.slug, item) };
  };
  const [first, second] = [version("They may speak"), version("They spoke")];
  const titles = async () =>
    (await waiting())
      .map(({ title }: { title: string }) => title)
      .filter((title: string) => title.startsWith("They "));

  await fileItems(database, [first], "feed");
  // Whoever filed it was killed then.
  await fileReports(database, [second.filing], { actor: "feed" });
  expect((await titles()).toSorted()).toEqual(["They may speak", "They spoke"]);
  expect(await fileItems(database, [second], "feed")).toMatchObject({ superseded: 1 });
  expect(await titles()).toEqual(["They spoke"]);

  // A version that was superseded takes nobody's place.
  expect(await fileItems(database, [first], "feed")).toMatchObject({ superseded: 0 });
  expect(await titles()).toEqual(["They spoke"]);
});
