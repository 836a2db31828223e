import { expect, test } from "vitest";
import { loadFirstRecord } from "../../src/firstRecord/load.ts";
import { testQuery } from "../testkit/client.ts";
import { nodesOf } from "../testkit/connections.ts";
import { testDatabase } from "../testkit/database.ts";
import { mustFile } from "../testkit/filings.ts";

const database = await testDatabase();
await loadFirstRecord(database);
const agency = {
  slug: "agency",
  name: "The Agency",
  kind: "NEWS_AGENCY",
  country: "SUHH",
  url: "https://agency.example/",
  speaksFor: ["president-of-russia", "president-of-belarus"],
} as const;
const published = (title: string, publishedOn: string | undefined) => ({
  outlet: { ...agency, speaksFor: [...agency.speaksFor] },
  report: { title, kind: "ARTICLE" as const, publishedOn, url: `https://agency.example/${title}` },
  claims: [],
});
await mustFile(
  database,
  published("in-2020", "2020"),
  published("undated", undefined),
  published("on-a-day", "2021-03-04"),
  published("in-march-2020", "2020-03"),
);
const ask = testQuery(database);

test("an outlet has a kind, a country, an address and the offices whose voice it is", async () => {
  const { outlet } = await ask(`{
    outlet(slug: "agency") { slug name kind country { code name } url speaksFor { slug party { key } } }
  }`);

  expect(outlet).toEqual({
    slug: "agency",
    name: "The Agency",
    kind: "NEWS_AGENCY",
    country: { code: "SUHH", name: "Soviet Union" },
    url: "https://agency.example/",
    speaksFor: [
      { slug: "president-of-belarus", party: { key: "BY" } },
      { slug: "president-of-russia", party: { key: "RU" } },
    ],
  });
});

test("an outlet that speaks for nobody has an empty list, and is null for an unknown slug", async () => {
  const { site, nobody } = await ask(`{
    site: outlet(slug: "unnamed-news-site") { speaksFor { slug } country { code } url }
    nobody: outlet(slug: "nobody") { name }
  }`);

  expect(site).toEqual({ speaksFor: [], country: null, url: null });
  expect(nobody).toBeNull();
});

test("its reports come the latest published first, those without a date last, and can be walked", async () => {
  const titles: string[] = [];
  for (let before: string | null = null; ; ) {
    const { outlet } = await ask(
      `query Reports($before: String) { outlet(slug: "agency") { reports(last: 1, before: $before) {
        totalCount edges { node { title outlet { slug } } } pageInfo { hasPreviousPage startCursor } } } }`,
      { before },
    );
    expect(outlet.reports.totalCount).toBe(4);
    titles.unshift(...nodesOf(outlet.reports).map(({ title }) => title));
    if (!outlet.reports.pageInfo.hasPreviousPage) break;
    before = outlet.reports.pageInfo.startCursor;
  }

  expect(titles).toEqual(["on-a-day", "in-march-2020", "in-2020", "undated"]);
});

test("outlets are listed by slug, and filtered by kind, country, voice and name", async () => {
  const listed = async (filter: object) => {
    const { outlets } = await ask(
      "query Outlets($filter: OutletFilter) { outlets(filter: $filter) { totalCount edges { node { slug } } } }",
      { filter },
    );
    const slugs = nodesOf(outlets).map(({ slug }) => slug);
    expect(outlets.totalCount).toBe(slugs.length);
    return slugs;
  };

  expect(await listed({})).toEqual([
    "agency",
    "first-pool",
    "kremlin-spokesperson",
    "readout-editors",
    "unnamed-news-site",
  ]);
  expect(await listed({ kinds: ["NEWS_AGENCY", "WEBSITE"] })).toEqual(["agency", "unnamed-news-site"]);
  expect(await listed({ countries: ["BY", "RU"] })).toEqual(["first-pool", "kremlin-spokesperson"]);
  expect(await listed({ speaksFor: ["president-of-belarus"] })).toEqual(["agency", "first-pool"]);
  expect(await listed({ text: "POOL" })).toEqual(["first-pool"]);
  expect(await listed({ kinds: ["WEBSITE"], countries: ["BY"] })).toEqual([]);
});

test("reports are filtered by kind, outlet, party, time of publication and words", async () => {
  const listed = async (filter: object) => {
    const { reports } = await ask(
      "query Reports($filter: ReportFilter) { reports(filter: $filter) { totalCount edges { node { title } } } }",
      { filter },
    );
    const titles = nodesOf(reports).map(({ title }) => title);
    expect(reports.totalCount).toBe(titles.length);
    return titles;
  };

  expect(await listed({ outlets: ["agency"], during: { from: "2020-06-01", to: "2020-06-30" } })).toEqual([
    "in-2020",
  ]);
  expect(await listed({ during: { from: "2020-01-01", to: "2020-06-30", match: "CERTAIN" } })).toEqual([
    "in-march-2020",
  ]);
  expect(await listed({ kinds: ["POST"] })).toEqual(["Post on the telephone call of Putin and Lukashenko"]);
  // Not the editors' reading: that is no report on a contact.
  expect(await listed({ parties: { exactly: ["BY", "RU", "BY"] } })).toHaveLength(3);
  expect(await listed({ parties: { noneOf: ["RU"] }, outlets: ["agency", "first-pool"] })).toHaveLength(4);
  expect(await listed({ parties: { allOf: ["RU", "US"] } })).toEqual([]);
  expect(await listed({ text: "telephone call", kinds: ["STATEMENT"] })).toEqual([
    "Brief statement on the telephone call of Putin and Lukashenko",
  ]);
});

test("a report has the web address, the citations both ways and what it is about", async () => {
  const { reports } = await ask(`{
    reports(filter: { outlets: ["unnamed-news-site"] }) { edges { node {
      id language cites { title citedBy { id } } citedBy { outlet { slug } }
      contacts { kind } agreements { kind } recordedAt
    } } }
  }`);

  const [article] = nodesOf(reports);
  expect(article.language).toBe("en");
  expect(article.cites.map(({ citedBy }: { citedBy: unknown[] }) => citedBy)).toEqual([
    [{ id: article.id }],
    [{ id: article.id }],
  ]);
  expect(article.citedBy).toEqual([{ outlet: { slug: "readout-editors" } }]);
  expect(article.contacts).toEqual([{ kind: "CALL" }, { kind: "EXCHANGE" }, { kind: "ENCOUNTER" }]);
  expect(article.agreements).toEqual([{ kind: "PLAN" }, { kind: "FOUNDING_ACT" }]);
  expect(article.recordedAt).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);

  const { report, other } = await ask(
    'query One($id: ID!) { report(id: $id) { id outlet { slug } } other: report(id: "nothing") { id } }',
    { id: article.id },
  );
  expect(report).toEqual({ id: article.id, outlet: { slug: "unnamed-news-site" } });
  expect(other).toBeNull();
});
