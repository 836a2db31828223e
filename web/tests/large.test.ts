import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type FilledDatabase, filledDatabase } from "../../bench/read/record/database.ts";
import { type Serving, serve } from "../../tests/testkit/process.ts";
import { axe, CHROMIUM, NO_CHROMIUM, open, settled, until } from "./browser.ts";

/** Each view on 20,000 contacts, in a database of a PostgreSQL server. */

const POSTGRES = process.env.TEST_DATABASE_URL ?? "";
const LACK =
  CHROMIUM === null ? NO_CHROMIUM : POSTGRES === "" ? "TEST_DATABASE_URL names no PostgreSQL server" : null;

let database: FilledDatabase;
let server: Serving;
const disposal = new AsyncDisposableStack();

describe.skipIf(LACK !== null)(`20,000 contacts${LACK === null ? "" : ` (skipped: ${LACK})`}`, () => {
  beforeAll(async () => {
    database = await filledDatabase(POSTGRES, 20_000, () => undefined);
    if (database.isNew) disposal.defer(() => database.drop());
    server = disposal.use(await serve({ DATABASE_URL: database.url }));
  });
  afterAll(() => disposal.disposeAsync());

  it("are shown by every view, as axe-core wants it", async () => {
    await using watched = await open(server.url);
    const { page } = watched;
    const found = await server.data(`{
      contacts(first: 1, orderBy: REPORTS_DESC) { edges { node { id participants { person { slug } } reports(first: 1) { edges { node { id outlet { slug } } } } } } }
      agreements(first: 1) { edges { node { slug } } }
    }`);
    const { node: contact } = found.contacts.edges[0];
    const { node: report } = contact.reports.edges[0];
    const paths = [
      "/",
      "/?text=grain&kinds=CALL",
      "/relationship/RU,US",
      `/contact/${contact.id}`,
      "/network?parties=200",
      "/party/US",
      `/person/${contact.participants.find(({ person }: { person: unknown }) => person !== null).person.slug}`,
      `/outlet/${report.outlet.slug}`,
      `/report/${report.id}`,
      `/agreement/${found.agreements.edges[0].node.slug}`,
    ];
    for (const path of paths) {
      await page.goto(`${server.url}${path}`);
      await settled(page);
      expect(await page.getByText("Nothing here").count()).toBe(0);
      expect((await axe(page)).violations, path).toEqual([]);
    }
  });

  it("are listed page by page", async () => {
    await using watched = await open(server.url);
    const { page } = watched;
    await page.goto(server.url);
    await settled(page);
    expect(await page.locator(".list-count").textContent()).toBe("20,000 contacts");
    expect(await page.locator(".row").count()).toBe(50);
    await page.getByRole("button", { name: "Show more" }).click();
    await until(page, () => document.querySelectorAll(".row").length === 100);
    const shownIds = () =>
      page.locator(".row").evaluateAll((rows) => rows.map((row) => row.getAttribute("data-contact")));
    expect(new Set(await shownIds()).size).toBe(100);

    // The way back leads to where one was.
    expect(new URL(page.url()).searchParams.get("pages")).toBe("2");
    await page.locator(".row-title a").nth(80).click();
    await page.locator(".ledger").waitFor();
    await page.goBack();
    await until(page, () => document.querySelectorAll(".row").length === 100);
    await until(page, () => {
      const top = document.querySelectorAll(".row")[80]?.getBoundingClientRect().top ?? -1;
      return top > 0 && top < innerHeight;
    });
    // Another list begins anew.
    await page.evaluate(() => scrollTo(0, 0));
    await page.locator("#search").fill("trade");
    // Until it is asked for, and answered, the list is still that of all.
    await until(page, () => document.querySelector(".list-count")?.textContent !== "20,000 contacts");
    await settled(page);
    await until(page, () => document.querySelectorAll(".row").length === 50);
    expect(new URL(page.url()).search).toBe("?text=trade");
    await page.getByRole("button", { name: "Show more" }).click();
    await until(page, () => document.querySelectorAll(".row").length === 100);
    const traded = await server.data(
      `{ contacts(first: 100, filter: { text: "trade" }, orderBy: DATE_DESC) { edges { node { id } } } }`,
    );
    expect(await shownIds()).toEqual(
      traded.contacts.edges.map(({ node }: { node: { id: string } }) => node.id),
    );

    // A view may have two lists, each with its own pages.
    const { state } = await server.data(
      `{ state(code: "US") { agreements(first: 50) { totalCount edges { node { slug } } } } }`,
    );
    expect(state.agreements.totalCount).toBeGreaterThan(50);
    await page.goto(`${server.url}/party/US?pages=2`);
    await until(page, () => document.querySelectorAll(".row").length === 50);
    await page.getByRole("button", { name: "Show more agreements" }).click();
    await until(page, () => document.querySelectorAll(".agreements li").length === 50);
    expect(new URL(page.url()).search).toBe("?pages=2&agreements=2");
    expect(
      await page
        .locator(".agreements a")
        .evaluateAll((links) => links.map((link) => link.getAttribute("href"))),
    ).toEqual(
      state.agreements.edges.map(({ node }: { node: { slug: string } }) => `/agreement/${node.slug}`),
    );
    await page.reload();
    await until(page, () => document.querySelectorAll(".agreements li").length === 50);
    expect(await page.locator(".row").count()).toBe(50);

    const { relationship } = await server.data(
      `{ relationship(between: ["RU", "US"]) { outletShares(first: 1) { outlet { slug reports { totalCount } } } } }`,
    );
    const { outlet } = relationship.outletShares[0];
    expect(outlet.reports.totalCount).toBeGreaterThan(150);
    await page.goto(`${server.url}/outlet/${outlet.slug}?pages=2`);
    await until(page, () => document.querySelectorAll(".reports li").length === 100);
    await page.getByRole("button", { name: "Show more" }).click();
    await until(page, () => document.querySelectorAll(".reports li").length === 150);
    expect(new URL(page.url()).search).toBe("?pages=3");
  });

  it("are downloaded whole, telling how far it is, or not at all", async () => {
    await using watched = await open(server.url);
    const { page } = watched;
    await page.goto(server.url);
    await settled(page);
    const csv = page.getByRole("button", { name: "Download CSV" });
    await csv.click();
    await page.locator("progress").waitFor();
    await page.getByRole("button", { name: "Stop" }).click();
    await page.getByText("Stopped; no file was saved.").waitFor();

    const [download] = await Promise.all([page.waitForEvent("download"), csv.click()]);
    const [head, ...rows] = (await readFile(await download.path(), "utf8")).split("\n");
    expect(head?.split(",").slice(0, 4)).toEqual(["id", "kind", "title", "date.edtf"]);
    expect(new Set(rows.map((row) => row.split(",")[0])).size).toBe(20_000);
  });

  it("are numbers by period in a timeline, and marks once the period is short enough", async () => {
    await using watched = await open(server.url);
    const { page } = watched;
    await page.goto(`${server.url}/relationship/RU,US`);
    await settled(page);
    expect(await page.locator('.timeline [role="img"] .mark').count()).toBe(0);
    expect(await page.locator('.timeline [role="img"] .bar').count()).toBeGreaterThan(20);

    await page.goto(`${server.url}/relationship/RU,US?from=2024-01-01&to=2024-12-31`);
    await settled(page);
    const { relationship } = await server.data(`{ relationship(between: ["RU", "US"]) {
      contacts(first: 200, filter: { during: { from: "2024-01-01", to: "2024-12-31" } }) {
        totalCount edges { node { date { earliest latest } } }
      } } }`);
    const { totalCount, edges } = relationship.contacts;
    // A day of no stated year may be in any year, and has no place in a drawing.
    const bounded = edges.filter(
      ({ node }: { node: { date: { earliest: unknown; latest: unknown } } }) =>
        node.date.earliest !== null || node.date.latest !== null,
    );
    expect(bounded.length).toBeGreaterThan(5);
    expect(await page.locator('.timeline [role="img"] .mark:not(.of-agreements)').count()).toBe(
      bounded.length,
    );
    expect(await page.locator(".list-count").textContent()).toBe(`${totalCount} contacts`);
  });

  it("are a network of 200 parties whose names do not cover one another, and whose pairs open", async () => {
    await using watched = await open(server.url);
    const { page } = watched;
    await page.goto(`${server.url}/network?parties=200`);
    await settled(page);
    expect(await page.locator(".node").count()).toBe(200);
    const overlaps = await page.locator(".node-name").evaluateAll((names) => {
      const boxes = names.map((name) => name.getBoundingClientRect());
      // Of the letters themselves: a line is higher than they are.
      return boxes.flatMap((one, index) =>
        boxes
          .slice(index + 1)
          .filter(
            (other) =>
              one.left + 3 < other.right &&
              other.left + 3 < one.right &&
              one.top + 4 < other.bottom &&
              other.top + 4 < one.bottom,
          ),
      ).length;
    });
    expect(overlaps).toBe(0);
    expect(await page.locator(".node-name").count()).toBeGreaterThan(60);

    await page.getByText("All parties as a table").click();
    await page.getByRole("button", { name: "Russia", exact: true }).focus();
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "Pairs of Russia" }).waitFor();
    expect(new URL(page.url()).searchParams.get("party")).toBe("RU");
    await page.getByRole("link", { name: "United States", exact: true }).first().click();
    await page.locator("h1", { hasText: "Russia and United States" }).waitFor();
  });
});
