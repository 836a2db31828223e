import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { InvalidInput } from "../../../src/errors/errors.ts";
import { type Item, readHistorian } from "../../../src/import/historian/historian.ts";
import { plainText } from "../../../src/import/historian/plainText.ts";
import { type FilingInput, filingSchema } from "../../../src/report/filing.ts";

const fixtures = (...names: string[]) =>
  names.map((name) => fileURLToPath(new URL(`fixtures/${name}`, import.meta.url)));

async function filings(...names: string[]): Promise<Map<string, FilingInput>> {
  const { items } = await readHistorian(fixtures(...names));
  return new Map(
    [...items].flatMap((item) =>
      item.kind === "filing" ? [[item.filing.idempotencyKey ?? "", item.filing] as const] : [],
    ),
  );
}
function values(filing: FilingInput | undefined, field: string): unknown[] {
  return (filing?.claims ?? []).filter((claim) => claim.field === field).map(({ value }) => value);
}

it("makes of a trip to a named event a summit with its event, its place and its participants", async () => {
  const filing = (await filings("travels", "visits")).get("historian:travels:9001");
  expect(filing?.report).toEqual({
    title: "President William J. Clinton: travel to Norland, 3–5 April 1995",
    kind: "RECORD",
    language: "en",
    url: "https://history.state.gov/departmenthistory/travels/president/clinton-william-j",
  });
  expect(values(filing, "KIND")).toEqual(["SUMMIT"]);
  expect(values(filing, "EVENT")).toEqual(["NATO Summit"]);
  expect(values(filing, "DATE")).toEqual(["1995-04-03/1995-04-05"]);
  expect(filing?.claims[0]?.quote).toBe(
    "Met with Prime Minister Ole Berg and Foreign Minister Dahl. Attended the NATO Summit Meeting & a luncheon.",
  );
});

it("leaves open whose people are where the tables do not know the country, and names it as the place", async () => {
  const { counts } = await readHistorian(fixtures("travels", "visits"));
  const filing = (await filings("travels", "visits")).get("historian:travels:9001");
  expect(counts.unresolvedPlaces).toEqual({ Norland: 1 });
  expect(values(filing, "PLACE")).toEqual(["Harbour City, Norland"]);
  expect(values(filing, "PARTICIPANTS")).toEqual([
    { person: "william-j-clinton", party: "US", office: "president-of-the-united-states", role: "GUEST" },
    { person: "ole-berg", role: "PARTICIPANT" },
    { person: "dahl-foreign-minister", role: "PARTICIPANT" },
  ]);
});

it("knows a person of a trip and of a visit for one, and claims one contact by both records of a trip", async () => {
  const all = await filings("travels", "visits");
  const president = all.get("historian:travels:9002");
  const secretary = all.get("historian:travels:9101");
  expect(values(president, "PARTICIPANTS")).toContainEqual({
    person: "john-arden",
    party: "CA",
    office: "prime-minister-of-canada",
    role: "HOST",
  });
  expect(values(all.get("historian:visits:9002"), "PARTICIPANTS")).toContainEqual(
    expect.objectContaining({ person: "john-arden", role: "GUEST" }),
  );
  const keys = ["historian:travels:9002", "historian:travels:9101"];
  for (const filing of [president, secretary]) {
    expect(filing?.claims[0]?.subject).toMatchObject({ newContact: { ref: "contact", kind: "VISIT", keys } });
  }
  expect(values(secretary, "PARTICIPANTS")).toEqual([
    {
      person: "warren-minor-christopher",
      party: "US",
      office: "secretary-of-state-of-the-united-states",
      role: "GUEST",
    },
    { person: "william-j-clinton", party: "US", office: "president-of-the-united-states", role: "GUEST" },
    { party: "CA", role: "HOST" },
  ]);
});

it("reads several visitors, a former state, the host and the place of a visit", async () => {
  const filing = (await filings("visits")).get("historian:visits:9001");
  expect(values(filing, "PARTICIPANTS")).toEqual([
    { person: "jan-novak", party: "CSHH", office: "president-of-czechoslovakia", role: "GUEST" },
    { person: "petr-maly", party: "CSHH", office: "prime-minister-of-czechoslovakia", role: "GUEST" },
    { person: "ronald-reagan", party: "US", office: "president-of-the-united-states", role: "HOST" },
  ]);
  expect(values(filing, "PLACE")).toEqual(["Camp David, MD"]);
  expect(values(filing, "PURPOSE")).toEqual(["Official working visit"]);
  expect(filing?.describes?.offices).toContainEqual({
    slug: "president-of-czechoslovakia",
    title: "President",
    party: "CSHH",
  });
});

it("reads several travellers and several countries of one trip", async () => {
  const filing = (await filings("travels")).get("historian:travels:9103");
  expect(values(filing, "PARTICIPANTS")).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ person: "warren-minor-christopher" }),
      expect.objectContaining({ person: "strobe-example" }),
      expect.objectContaining({ party: "EG", office: "president-of-egypt", role: "PARTICIPANT" }),
      { party: "DE", role: "HOST" },
    ]),
  );
});

it("rejects a record whose end precedes its start, and reads the rest", async () => {
  const { items, total } = await readHistorian(fixtures("travels"));
  const rejected = [...items].filter((item) => item.kind === "rejected");
  expect(total).toBe(5);
  expect(rejected).toEqual([
    {
      kind: "rejected",
      file: "travels/secretary-travels/christopher-warren-minor.xml",
      id: "9102",
      reason: "the end precedes the start: expected <end-date> on or after 1996-02-04, got 1996-02-03",
    },
  ]);
});

it("reports every record that cannot be used, with what was expected and got, and reads the others", async () => {
  const items: Item[] = [...(await readHistorian(fixtures("broken"))).items];
  expect(items.map((item) => [item.id, item.kind === "rejected" ? item.reason : "a filing"])).toEqual([
    ["9201", expect.stringMatching(/^expected a well-formed <trip>, got an error in its line 9: /)],
    [null, "expected an <id>, got none"],
    ["9203", 'expected <start-date> to be a day such as 1974-06-17, got "2012-02-30"'],
    ["9204", "expected a <country> with an id or a name, got none"],
    ["9205", "a filing"],
    ["9205", "expected an id of its own, got 9205, which a record of broken/trips.xml has already"],
    [null, "expected an <id>, got none"],
    ["9207", expect.stringMatching(/^expected a well-formed <trip>/)],
    [null, "expected </trips> at the end of the file, got none: it may be cut off"],
  ]);
});

it("says so where a path does not exist, and where a file given holds no records", async () => {
  await expect(readHistorian(["no/such/folder"])).rejects.toThrow(InvalidInput);
  const { items } = await readHistorian([fileURLToPath(new URL("person.test.ts", import.meta.url))]);
  expect([...items]).toEqual([
    {
      kind: "rejected",
      file: "person.test.ts",
      id: null,
      reason: "expected a file with <trips> or <visits>, got neither",
    },
  ]);
});

it("reads a file once, however often it is given", async () => {
  const once = await readHistorian(fixtures("visits"));
  const twice = await readHistorian(fixtures("visits", "visits/1980.xml", "visits"));
  expect([...twice.items]).toHaveLength([...once.items].length);
});

it("makes only filings that the format takes", async () => {
  for (const filing of (await filings("travels", "visits", "broken")).values()) filingSchema.parse(filing);
});

it.each([
  ["a<br/>b", "a b"],
  ["<em>Prime</em> Minister", "Prime Minister"],
  ["un<i>-</i>known", "un-known"],
  ["a &amp; b &#8217; &#x2019; &nosuch; &nbsp;", "a & b ’ ’ &nosuch;"],
  ["<![CDATA[x & y < z]]>", "x & y < z"],
  ["a <!-- no > comment --> b", "a b"],
  ["  a\n\t b ", "a b"],
  ["a < b", "a"],
  ["", ""],
])("takes %j for the words %j", (markup, words) => {
  expect(plainText(markup)).toBe(words);
});
