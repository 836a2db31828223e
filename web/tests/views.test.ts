import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Folder, recordFolder, type Serving, serve } from "../../tests/testkit/process.ts";
import { axe, CHROMIUM, LOOKS, NO_CHROMIUM, open, settled } from "./browser.ts";

/** Each view on the first record: what it shows, and that anybody can use it. */

let server: Serving;
let call = "";
let report = "";
const disposal = new AsyncDisposableStack();

describe.skipIf(CHROMIUM === null)(
  `the views${CHROMIUM === null ? ` (skipped: ${NO_CHROMIUM})` : ""}`,
  () => {
    beforeAll(async () => {
      const folder: Folder = disposal.use(await recordFolder());
      server = disposal.use(await serve({ DATA_DIR: folder.path }));
      const found = await server.data(
        "{ calls { edges { node { id reports { edges { node { id kind } } } } } } }",
      );
      const { node } = found.calls.edges[0];
      call = node.id;
      report = node.reports.edges.find(({ node }: { node: { kind: string } }) => node.kind === "ARTICLE").node
        .id;
    });
    afterAll(() => disposal.disposeAsync());

    const VIEWS: readonly { path: () => string; heading: string }[] = [
      { path: () => "/", heading: "Who spoke to whom" },
      { path: () => "/?text=media", heading: "“media”" },
      { path: () => "/?text=nothingofthesort", heading: "“nothingofthesort”" },
      { path: () => "/relationship/RU,BY", heading: "Russia and Belarus" },
      { path: () => "/relationship/RU,FR", heading: "Russia and France" },
      { path: () => `/contact/${call}`, heading: "Call of Vladimir Putin and Alexander Lukashenko" },
      { path: () => `/contact/${call}?asOf=2020-01-01T00:00:00Z`, heading: "Not known yet" },
      { path: () => "/contact/nothing", heading: "No such contact" },
      { path: () => "/network", heading: "Who met whom" },
      { path: () => "/party/RU", heading: "Russia" },
      { path: () => "/party/union-state", heading: "Union State" },
      { path: () => "/person/alexander-lukashenko", heading: "Alexander Lukashenko" },
      { path: () => "/outlet/first-pool", heading: "First Pool" },
      {
        path: () => "/agreement/development-plan-for-the-union-state",
        heading: "Development Plan for the Union State",
      },
      { path: () => `/report/${report}`, heading: "Report on the telephone call of Putin and Lukashenko" },
    ];

    const LONGEST_MS = 180_000;
    for (const look of Object.keys(LOOKS) as (keyof typeof LOOKS)[]) {
      it(
        `are usable by everybody, as axe-core sees it, ${look}`,
        async () => {
          await using watched = await open(server.url, look);
          const { page } = watched;
          for (const { path, heading } of VIEWS) {
            await page.goto(`${server.url}${path()}`);
            await settled(page);
            expect(await page.locator("h1").textContent(), path()).toBe(heading);
            expect(await page.title()).toBe(`${heading} · Readout`);
            const { violations, passes } = await axe(page);
            expect(violations, path()).toEqual([]);
            expect(passes).toBeGreaterThan(10);
            const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
            expect(overflow, `${path()} is not wider than its window`).toBeLessThanOrEqual(0);
          }
        },
        LONGEST_MS,
      );
    }

    it("show a relationship: days since the last contact, a mark for each dated thing, who reports how much", async () => {
      await using watched = await open(server.url);
      const { page } = watched;
      const { relationship } = await server.data(
        '{ relationship(between: ["RU", "BY"]) { daysSinceLastContact } }',
      );
      await page.goto(`${server.url}/relationship/RU,BY`);
      await settled(page);

      expect(await page.locator(".figure").textContent()).toBe(
        relationship.daysSinceLastContact.toLocaleString("en-GB"),
      );
      expect(await page.locator('.timeline [role="img"] circle.mark').count()).toBe(2);
      expect(await page.locator('.timeline [role="img"] .mark.inferred').count()).toBe(3);
      expect(await page.locator('.timeline [role="img"] .mark.range').count()).toBe(1);
      expect(await page.locator(".row").count()).toBe(3);
      expect(await page.locator(".shares .share-value").allTextContents()).toEqual(
        Array(3).fill("33% 1 report"),
      );
      expect(await page.getByText("1 contact without a date is in the list").count()).toBe(1);
    });

    it("show a contact: each value with its verdict, and the claims behind it on demand", async () => {
      await using watched = await open(server.url);
      const { page } = watched;
      await page.goto(`${server.url}/contact/${call}`);
      await settled(page);

      const rows = await page
        .locator(".ledger-row")
        .evaluateAll((all) =>
          all.map((row) =>
            [".value", ".verdict"].map((part) => row.querySelector(part)?.textContent?.trim()),
          ),
        );
      expect(rows).toContainEqual(["Call", "corroborated"]);
      expect(rows).toContainEqual(["16 March 2024, year inferred", "inferred"]);
      expect(rows).toContainEqual(["Vladimir Putin, President of Russia", "corroborated"]);
      expect(rows).toContainEqual(["not told", "single source"]);
      const date = page.locator(".ledger-row", { hasText: "16 March 2024" });
      const reading = date.getByText("The report names no year.");
      expect(await reading.isVisible()).toBe(false);
      await date.locator("summary").focus();
      await page.keyboard.press("Enter");
      expect(await reading.isVisible()).toBe(true);
      expect(await date.locator("q").allTextContents()).toEqual(["March 16", "March 16"]);
    });

    it("show why three reports are two voices", async () => {
      await using watched = await open(server.url);
      const { page } = watched;
      await page.goto(`${server.url}/contact/${call}`);
      await settled(page);

      expect(await page.locator(".voices").textContent()).toBe(
        "3 reports, 2 independent voices: one repeats what others report.",
      );
      expect(await page.locator(".citations .arc").count()).toBe(2);
      expect(await page.locator(".citations .voice").count()).toBe(2);
      expect(await page.locator(".citations .repeats").count()).toBe(1);
    });

    it("show what claims name by its name, and their dates in words", async () => {
      await using watched = await open(server.url);
      const { page } = watched;
      await page.goto(`${server.url}/report/${report}`);
      await settled(page);
      const claimed = await page.locator(".claims-table td").allTextContents();
      expect(claimed).toContain("Alexander Lukashenko, President of Belarus");
      expect(claimed).toContain("16 March (no year)March 16");
      expect(claimed).toContain("The current state of relations");
      expect(claimed.filter((text) => /[a-z]-[a-z]+-[a-z]/.test(text))).toEqual([]);
      expect(await page.locator(".claims-table caption").count()).toBe(5);

      await page.goto(`${server.url}/agreement/development-plan-for-the-union-state`);
      await settled(page);
      const values = await page.locator(".ledger .value").allTextContents();
      expect(values).toContain("Vladimir Putin, President of Russia");
      expect(values).toContain("January 2024, year inferred");
    });

    it("show names in other scripts, in their language", async () => {
      await using watched = await open(server.url);
      const { page } = watched;
      await page.goto(`${server.url}/person/vladimir-putin`);
      expect(await page.locator('[lang="ru"]').textContent()).toBe("Владимир Путин");
    });

    it("write dates as the reader's language does", async () => {
      await using watched = await open(server.url, { locale: "de-DE" });
      const { page } = watched;
      await page.goto(`${server.url}/contact/${call}`);
      expect(await page.locator("time").first().textContent()).toBe("16. März 2024");
    });
  },
);
