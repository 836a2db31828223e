import { readFile } from "node:fs/promises";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Folder, recordFolder, type Serving, serve } from "../../tests/testkit/process.ts";
import { CHROMIUM, NO_CHROMIUM, open, settled, until } from "./browser.ts";
import { callFiling, importReports } from "./record.ts";

/** How the page is used: by keyboard, by its addresses, back and forward, and what one takes along from it. */

let server: Serving;
let folder: Folder;
let call = "";
const disposal = new AsyncDisposableStack();

describe.skipIf(CHROMIUM === null)(
  `using the page${CHROMIUM === null ? ` (skipped: ${NO_CHROMIUM})` : ""}`,
  () => {
    beforeAll(async () => {
      folder = disposal.use(await recordFolder());
      server = disposal.use(await serve({ DATA_DIR: folder.path }));
      call = (await server.data("{ calls { edges { node { id } } } }")).calls.edges[0].node.id;
    });
    afterAll(() => disposal.disposeAsync());

    /** One of each view. */
    async function views(): Promise<string[]> {
      const found = await server.data(
        `query ($id: ID!) { contact(id: $id) { reports { edges { node { id } } } } }`,
        {
          id: call,
        },
      );
      return [
        "/",
        "/relationship/RU,BY",
        `/contact/${call}`,
        "/network",
        "/party/RU",
        "/person/alexander-lukashenko",
        "/outlet/first-pool",
        "/agreement/development-plan-for-the-union-state",
        `/report/${found.contact.reports.edges[0].node.id}`,
      ];
    }

    const focused = (page: Page) => page.evaluate(() => document.activeElement?.textContent ?? "");

    it("finds as one types, by keyboard alone, and comes back to what was found", async () => {
      await using watched = await open(server.url);
      const { page } = watched;
      await page.goto(`${server.url}/network`);
      await settled(page);

      await page.keyboard.press("/");
      await until(page, () => document.activeElement?.id === "search");
      await page.keyboard.type("лукаш");
      await until(page, () => document.querySelector(".found a")?.textContent === "Alexander Lukashenko");
      expect(new URL(page.url()).searchParams.get("text")).toBe("лукаш");
      await page.keyboard.press("ArrowDown");
      expect(await focused(page)).toBe("Alexander Lukashenko");
      await page.keyboard.press("Enter");
      await page.waitForURL("**/person/alexander-lukashenko");
      await settled(page);
      expect(await focused(page)).toBe("Alexander Lukashenko");
      expect(await page.evaluate(() => document.activeElement?.tagName)).toBe("H1");

      await page.goBack();
      await until(page, () => document.querySelector<HTMLInputElement>("#search")?.value === "лукаш");
      await page.goForward();
      await page.waitForURL("**/person/alexander-lukashenko");
    });

    it("reaches everything of every view by the Tab key", async () => {
      await using watched = await open(server.url);
      const { page } = watched;
      for (const path of await views()) {
        await page.goto(`${server.url}${path}`);
        await settled(page);
        const wanted = await page.evaluate(() => {
          const all = [
            ...document.querySelectorAll<HTMLElement>(
              "a[href], button:not(:disabled), input, select, summary, [tabindex='0']",
            ),
          ].filter((element) => element.checkVisibility());
          addEventListener("focusin", ({ target }) =>
            (target as HTMLElement).setAttribute("data-reached", ""),
          );
          return all.length;
        });
        for (let press = 0; press < wanted; press++) await page.keyboard.press("Tab");
        const missed = await page.evaluate(() =>
          [
            ...document.querySelectorAll<HTMLElement>(
              "a[href], button:not(:disabled), input, select, summary, [tabindex='0']",
            ),
          ]
            .filter((element) => element.checkVisibility() && !element.hasAttribute("data-reached"))
            .map(({ outerHTML }) => outerHTML.slice(0, 120)),
        );
        expect(missed, path).toEqual([]);
      }
    }, 120_000);

    it("takes a period as the reader's language writes days, or a year, or a month", async () => {
      await using watched = await open(server.url, { locale: "de-DE" });
      const { page } = watched;
      await page.goto(`${server.url}/relationship/RU,BY?from=2024-03-01`);
      await settled(page);
      const from = page.getByLabel("From");
      expect(await from.inputValue()).toBe("01.03.2024");
      const ticks = await page.locator(".timeline .tick").allTextContents();
      expect(ticks).toContain("10. März");

      await from.fill("16.3.2024");
      await from.press("Enter");
      expect(new URL(page.url()).searchParams.get("from")).toBe("2024-03-16");
      await page.getByLabel("to", { exact: true }).fill("2023");
      await page.keyboard.press("Tab");
      // A period that ends before it begins is none: what was typed last holds.
      expect(new URL(page.url()).search).toBe("?to=2023-12-31");
      await from.fill("gestern");
      await from.press("Enter");
      await page.getByText("A day, a month or a year: 16.03.2024, 2024-03, 2024").waitFor();
      expect(new URL(page.url()).search).toBe("?to=2023-12-31");
      expect(await from.getAttribute("aria-invalid")).toBe("true");
    });

    it("has every state in its address: filters, periods, orders", async () => {
      await using watched = await open(server.url);
      const { page } = watched;
      await page.goto(`${server.url}/?kinds=CALL`);
      await settled(page);
      expect(await page.locator(".row").count()).toBe(1);
      expect(await page.getByLabel("Calls").isChecked()).toBe(true);

      await page.getByLabel("Exchanges").focus();
      await page.keyboard.press("Space");
      await until(page, () => document.querySelectorAll(".row").length === 2);
      expect(new URL(page.url()).search).toBe("?kinds=CALL,EXCHANGE");
      await page.getByLabel("Order").selectOption("earliest first");
      await until(page, () => document.querySelector(".row-title")?.textContent?.startsWith("Exchange"));

      await page.reload();
      await settled(page);
      expect(await page.locator(".row-title").allTextContents()).toEqual([
        "Exchange of Vladimir Putin and Alexander Lukashenko",
        "Call of Vladimir Putin and Alexander Lukashenko",
      ]);
    });

    it("zooms a timeline by brushing, with the list in step, and back", async () => {
      await using watched = await open(server.url);
      const { page } = watched;
      await page.goto(`${server.url}/relationship/RU,BY`);
      await settled(page);
      const overview = await page.locator(".overview .overlay").boundingBox();
      if (overview === null) throw new Error("There is no overview to brush across");
      const at = (part: number) =>
        [overview.x + overview.width * part, overview.y + overview.height / 2] as const;
      // From January to March, of which the last quarter begins on the 9th.
      await page.mouse.move(...at(0.75));
      await page.mouse.down();
      await page.mouse.move(...at(0.95), { steps: 5 });
      await page.mouse.up();

      await until(page, () => document.querySelectorAll(".row").length === 1);
      const { searchParams } = new URL(page.url());
      expect(searchParams.get("from")).toMatch(/^2024-03-(0|1)\d$/);
      expect(searchParams.get("to")).toMatch(/^2024-03-2\d$/);
      expect(await page.locator(".row .row-title").textContent()).toMatch(/^Call/);
      await until(page, () => document.querySelectorAll('.timeline [role="img"] .mark').length === 1);

      await page.goBack();
      await until(page, () => document.querySelectorAll(".row").length === 3);
    });

    it("lights in the drawing what is pointed at in the list, and opens what is clicked in the drawing", async () => {
      await using watched = await open(server.url);
      const { page } = watched;
      await page.goto(`${server.url}/relationship/RU,BY`);
      await settled(page);
      await page.locator(".row-title a").first().focus();
      expect(await page.locator(".mark.is-lit title").textContent()).toMatch(/^Call/);
      await page.locator('.timeline [role="img"] .mark', { hasText: "Exchange" }).click();
      await page.waitForURL("**/contact/*");
      await page.locator("h1", { hasText: "Exchange" }).waitFor();
    });

    it("shows in the network whom one points at, for as long, and keeps who is chosen", async () => {
      await using watched = await open(server.url);
      const { page } = watched;
      await page.goto(`${server.url}/network`);
      await settled(page);
      const node = await page.locator(".everybody .node", { hasText: "Russia" }).boundingBox();
      if (node === null) throw new Error("There is no node");
      const [x, y] = [node.x + node.width / 2, node.y + node.height / 2];
      // The node that is drawn over itself, as the one that is looked at.
      const told = () =>
        page.evaluate(() => {
          const shape = document.querySelector(".node.is-chosen")?.getAttribute("d");
          const nodes = [...document.querySelectorAll(".everybody .node")];
          return nodes.find((node) => node.getAttribute("d") === shape)?.textContent;
        });
      await page.mouse.move(x, y);
      await page.mouse.move(x + 1, y + 1);
      await until(page, () => document.querySelectorAll(".link.is-near").length === 1);
      expect(await told()).toBe("Russia: 3 contacts");
      // Whoever is not looked at steps back as one, and is not painted again.
      const opacity = () => page.locator(".everybody").evaluate((all) => getComputedStyle(all).opacity);
      expect(Number(await opacity())).toBeLessThan(1);
      await page.mouse.move(x, y + 2 * node.height);
      await until(page, () => document.querySelectorAll(".link.is-near").length === 0);
      expect(await opacity()).toBe("1");

      await page.mouse.click(x, y);
      await page.mouse.move(0, 0);
      await page.getByRole("heading", { name: "Pairs of Russia" }).waitFor();
      expect(await told()).toBe("Russia: 3 contacts");
      const svg = (await downloaded(page, "Download SVG")).text;
      expect(svg.match(/(?<=<text [^>]*>)[^<]+/g)?.toSorted()).toEqual(["Belarus", "Russia"]);

      const reach = await page.locator(".link-reach").boundingBox();
      if (reach === null) throw new Error("There is no line");
      await page.mouse.move(reach.x + reach.width / 2, reach.y + reach.height / 2);
      expect(await page.locator(".link-reach title").textContent()).toBe("Russia and Belarus: 3 contacts");
      await page.mouse.down();
      await page.mouse.up();
      await page.waitForURL("**/relationship/*");
    });

    it("leads to the contact before, and back to the one after", async () => {
      await using watched = await open(server.url);
      const { page } = watched;
      await page.goto(`${server.url}/contact/${call}`);
      await page.locator('[rel="prev"]').click();
      await page.locator("h1", { hasText: "Exchange" }).waitFor();
      await page.locator('[rel="next"]').click();
      await page.locator("h1", { hasText: "Call" }).waitFor();
    });

    it("slides through what was known when, without mixing it with what is known now", async () => {
      await importReports(folder.path, callFiling("as-of", "2024-03-16", "A later report"));
      await using watched = await open(server.url);
      const { page } = watched;
      await page.goto(`${server.url}/contact/${call}`);
      await settled(page);
      expect(await page.locator(".reports li").count()).toBe(4);

      await page.locator("#as-of").focus();
      await page.keyboard.press("ArrowLeft");
      await until(page, () => document.querySelectorAll(".reports li").length === 3);
      expect(new URL(page.url()).searchParams.get("asOf")).toMatch(/Z$/);
      expect(await page.locator(".lede-meta").textContent()).toContain("2 independent outlets");
      expect(await page.evaluate(() => document.activeElement?.id)).toBe("as-of");
      await page.keyboard.press("ArrowRight");
      await until(page, () => document.querySelectorAll(".reports li").length === 4);
      expect(await page.evaluate(() => document.activeElement?.id)).toBe("as-of");
      await page.keyboard.press("ArrowLeft");
      await until(page, () => document.querySelectorAll(".reports li").length === 3);

      await page.locator("main").getByRole("link", { name: "Russia and Belarus" }).click();
      await settled(page);
      expect(await page.locator(".row", { hasText: "Call" }).textContent()).toContain(
        "3 independent outlets",
      );
      await page.goBack();
      await page.getByRole("button", { name: "Show what is known now" }).click();
      await until(page, () => document.querySelectorAll(".reports li").length === 4);
    });

    it("takes along from every view its query, its data, its drawing and a line to cite", async () => {
      await using watched = await open(server.url);
      const { page } = watched;
      for (const path of await views()) {
        await page.goto(`${server.url}${path}`);
        await settled(page);
        const title = (await page.locator("h1").textContent()) ?? "";
        const address = await page.getByRole("link", { name: "Open in GraphiQL" }).getAttribute("href");
        const { searchParams } = new URL(address ?? "", server.url);
        const answer = await server.data(
          searchParams.get("query") ?? "",
          JSON.parse(searchParams.get("variables") ?? ""),
        );
        const [found] = Object.values(answer).filter((part) => part !== null);
        expect(found, path).toBeDefined();

        const { text } = await downloaded(page, "Download CSV");
        expect(text.split("\n").length, path).toBeGreaterThan(1);
        const json = JSON.parse((await downloaded(page, "Download JSON")).text);
        expect(Array.isArray(json) ? json.length : Object.keys(json).length, path).toBeGreaterThan(0);
        const isDrawn = (await page.locator("main .timeline, main .network, main .citations").count()) > 0;
        if (isDrawn && !path.startsWith("/outlet")) {
          const svg = (await downloaded(page, "Download SVG")).text;
          expect(svg, path).toMatch(/^<svg /);
          expect(svg, path).toContain("</text>");
        }
        const cited = path === "/" ? "Contacts" : title;
        expect(await page.locator(".citation cite").textContent(), path).toContain(
          `Readout, “${cited}”, as of `,
        );
        expect(await page.locator(".citation cite").textContent(), path).toContain(page.url());
      }
    }, 120_000);

    it("opens in GraphiQL with the very query and variables that drew it", async () => {
      await using watched = await open(server.url);
      const { page } = watched;
      await page.goto(`${server.url}/relationship/RU,BY?kinds=CALL`);
      await settled(page);
      const address = await page.getByRole("link", { name: "Open in GraphiQL" }).getAttribute("href");
      const { searchParams } = new URL(address ?? "", server.url);
      const variables = JSON.parse(searchParams.get("variables") ?? "");
      const { relationship } = await server.data(searchParams.get("query") ?? "", variables);
      expect(variables).toMatchObject({ between: ["RU", "BY"], filter: { kinds: ["CALL"] } });
      expect(relationship.contacts.edges).toHaveLength(1);
      expect(relationship.agreements.edges).toHaveLength(2);

      await page.goto(`${server.url}${address}`);
      await page.locator(".graphiql-query-editor", { hasText: "RelationshipMarks" }).waitFor();
      await page.locator('[aria-label="Variables"]', { hasText: '"CALL"' }).first().waitFor();
      await page.getByRole("button", { name: "Execute query (Ctrl-Enter)" }).click();
      await page.locator(".graphiql-response", { hasText: "Call of Vladimir Putin" }).waitFor();
    });

    it("gives CSV, JSON, SVG and a line to cite", async () => {
      await using watched = await open(server.url);
      const { page } = watched;
      await page.goto(`${server.url}/relationship/RU,BY`);
      await settled(page);

      const csv = await downloaded(page, "Download CSV");
      expect(csv.name).toBe("russia-and-belarus.csv");
      const [head, ...rows] = csv.text.split("\n");
      expect(head).toMatch(/^id,kind,title,/);
      expect(head).toContain("date.edtf");
      expect(rows).toHaveLength(3);
      expect(rows[0]).toContain("2024?-03-16");
      const json = JSON.parse((await downloaded(page, "Download JSON")).text);
      expect(json).toHaveLength(3);
      const svg = (await downloaded(page, "Download SVG")).text;
      expect(svg).toMatch(/^<svg [^>]*xmlns="http:\/\/www\.w3\.org\/2000\/svg"/);
      expect(svg).not.toContain("var(--");

      await page.getByRole("button", { name: "Copy" }).click();
      await page.getByText("Copied.").waitFor();
      expect(await page.evaluate(() => navigator.clipboard.readText())).toMatch(
        /^Readout, “Russia and Belarus”, as of .+, http.+\/relationship\/RU,BY$/,
      );
    });

    it("prints what is known, without what only a screen can be used for", async () => {
      await using watched = await open(server.url);
      const { page } = watched;
      await page.emulateMedia({ media: "print" });
      for (const [path, known] of [
        ["/", ".row"],
        ["/relationship/RU,BY", ".timeline svg"],
        ["/network", ".network svg"],
      ] as const) {
        await page.goto(`${server.url}${path}`);
        await settled(page);
        expect(await page.locator(known).first().isVisible(), path).toBe(true);
        expect(await page.locator(".citation").isVisible(), path).toBe(true);
        for (const part of ["nav", ".finder", ".pair", ".kinds", ".period", ".overview", ".tools ul"]) {
          expect(await page.locator(part).locator("visible=true").count(), `${part} of ${path}`).toBe(0);
        }
      }
    });

    it("draws a date without a beginning as far as the drawing goes", async () => {
      await importReports(folder.path, {
        ...callFiling("open-range", "2024-03-16"),
        claims: [
          {
            subject: { newContact: { ref: "visit", kind: "VISIT", parties: ["FI", "SE"], date: "../1960" } },
            field: "OCCURRENCE",
            value: true,
            stance: "STATES",
          },
          {
            subject: { newContact: { ref: "call", kind: "CALL", parties: ["FI", "SE"], date: "1950-06-01" } },
            field: "OCCURRENCE",
            value: true,
            stance: "STATES",
          },
        ],
      });
      await using watched = await open(server.url);
      const { page } = watched;
      await page.goto(`${server.url}/relationship/FI,SE`);
      await settled(page);
      const lane = await page.locator('.timeline [role="img"] line.lane').first().boundingBox();
      const range = await page.locator('.timeline [role="img"] rect.mark.range').boundingBox();
      expect(range?.width).toBeGreaterThan((lane?.width ?? 0) / 2);
      expect(range?.x).toBeGreaterThanOrEqual(lane?.x ?? 0);
    });

    it("shows what looks like mark-up as the text that it is", async () => {
      const title = '<img src="/x" onerror="alert(1)"><script>alert(2)</script> & "quotes"';
      await importReports(folder.path, callFiling("hostile", "2023-05-05", title));
      await using watched = await open(server.url);
      const { page } = watched;
      await page.goto(`${server.url}/outlet/example-agency`);
      await page.getByText(title).first().click();
      await page.waitForURL("**/report/*");
      await settled(page);
      expect(await page.locator("h1").textContent()).toBe(title);
      expect(await page.locator("main img, main script").count()).toBe(0);
    });

    it("says where an address leads nowhere", async () => {
      await using watched = await open(server.url);
      const { page } = watched;
      await page.goto(`${server.url}/relationship/RU`);
      expect(await page.locator("h1").textContent()).toBe("Nothing here");
      await page.goto(`${server.url}/relationship/RU,atlantis`);
      await page.getByText("The record does not know all of “RU” and “atlantis”").waitFor();
    });
  },
);

async function downloaded(page: Page, name: string): Promise<{ name: string; text: string }> {
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name }).click(),
  ]);
  return { name: download.suggestedFilename(), text: await readFile(await download.path(), "utf8") };
}
