import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Folder, recordFolder, type Serving, serve } from "../../tests/testkit/process.ts";
import { axe, CHROMIUM, NO_CHROMIUM, open, settled, until } from "./browser.ts";
import { callFiling, importReports } from "./record.ts";

/** What happens while the page is open: new contacts, a lost server, a lost network. */

let server: Serving;
let folder: Folder;
const disposal = new AsyncDisposableStack();

describe.skipIf(CHROMIUM === null)(
  `the page, live${CHROMIUM === null ? ` (skipped: ${NO_CHROMIUM})` : ""}`,
  () => {
    beforeAll(async () => {
      folder = disposal.use(await recordFolder());
      server = await serve({ DATA_DIR: folder.path });
    });
    afterAll(async () => {
      await server[Symbol.asyncDispose]();
      await disposal.disposeAsync();
    });

    const isSaid = (page: Page, state: string) =>
      until(page, (wanted) => document.querySelector(".connection")?.textContent === wanted, state);

    it("asks for each thing once, after the place from which it follows the changes", async () => {
      await using watched = await open(server.url);
      const { page } = watched;
      const asked: string[] = [];
      page.on("request", (request) => {
        const { operationName } = JSON.parse(request.postData() ?? "{}");
        if (operationName !== undefined) asked.push(operationName);
      });
      await page.goto(`${server.url}/relationship/RU,BY`);
      await isSaid(page, "Live");
      await settled(page);
      expect(asked[0]).toBe("Place");
      expect(asked.slice(1).sort()).toEqual(["Relationship", "RelationshipContacts", "RelationshipMarks"]);
    });

    it("shows a new contact without a reload, marked, in the list and in the drawing", async () => {
      await using watched = await open(server.url);
      const { page } = watched;
      await page.goto(`${server.url}/relationship/RU,BY`);
      await isSaid(page, "Live");
      await page.evaluate(() => Object.assign(window, { isSamePage: true }));

      await importReports(folder.path, callFiling("live", "2025-02-03"));

      await page.locator(".row.is-news", { hasText: "3 Feb 2025" }).waitFor();
      expect(await page.locator(".row.is-news .news-mark").textContent()).toBe("new");
      expect(await page.locator(".news-title").textContent()).toContain("1 change");
      await until(page, () => document.querySelectorAll('.timeline [role="img"] circle.mark').length === 3);
      expect(await page.evaluate(() => "isSamePage" in window)).toBe(true);
      // Whoever wants no motion sees none.
      expect(await page.evaluate(() => document.getAnimations().length)).toBe(0);

      await page.getByRole("button", { name: "Seen" }).click();
      expect(await page.locator(".news, .row.is-news").count()).toBe(0);
    });

    it("tells first what was missed while the server was away", async () => {
      await using watched = await open(server.url);
      watched.expectError("WebSocket connection");
      watched.expectError("Failed to load resource");
      const { page } = watched;
      await page.goto(server.url);
      await isSaid(page, "Live");
      server.kill("SIGTERM");
      await server.ended;
      await isSaid(page, "Offline");

      await importReports(
        folder.path,
        callFiling("missed-1", "2025-03-01"),
        callFiling("missed-2", "2025-03-02"),
      );
      server = await serve({ DATA_DIR: folder.path, PORT: new URL(server.url).port });

      await page.getByText("2 changes while you were away").waitFor();
      await isSaid(page, "Live");
      await importReports(folder.path, callFiling("after", "2025-03-03"));
      await until(page, () => document.querySelectorAll(".news li").length === 3);
      const told = await page.locator(".news li").allTextContents();
      expect(told.map((text) => /(\d) Mar/.exec(text)?.[1])).toEqual(["2", "1", "3"]);
      await until(page, () => document.querySelectorAll(".row.is-news").length === 3);
    });

    it("says that it is offline, keeps what it has, and goes on by itself", async () => {
      await using watched = await open(server.url);
      watched.expectError("ERR_INTERNET_DISCONNECTED");
      watched.expectError("WebSocket connection");
      const { page } = watched;
      await page.goto(`${server.url}/relationship/RU,BY`);
      await settled(page);
      await isSaid(page, "Live");
      await page.context().setOffline(true);
      await isSaid(page, "Offline");

      await page.locator("main").getByRole("link", { name: "Belarus" }).first().click();
      await page.getByText("The record is out of reach").waitFor();
      await page.goBack();
      expect(await page.locator("h1").textContent()).toBe("Russia and Belarus");
      expect(await page.locator(".row").count()).toBeGreaterThan(0);
      await page.goForward();
      await page.getByText("The record is out of reach").waitFor();
      await page.context().setOffline(false);
      await page.locator("h1", { hasText: "Belarus" }).waitFor();
    });

    it("says that the server is busy, and asks again when it was told to", async () => {
      await using watched = await open(server.url);
      watched.expectError("Failed to load resource");
      const { page } = watched;
      let refused = 0;
      await page.route("**/graphql", (route) => {
        if (!(route.request().postData() ?? "").includes("query Party")) return route.continue();
        refused++;
        if (refused > 1) return route.continue();
        return route.fulfill({
          status: 429,
          headers: { "Retry-After": "1", "Content-Type": "application/json" },
          body: JSON.stringify({ errors: [{ message: "Too many.", extensions: { code: "TOO_MANY" } }] }),
        });
      });
      await page.goto(`${server.url}/party/RU`);
      await page.locator("h1", { hasText: "The record is busy" }).waitFor();
      await page.getByText("Too many. This page asks again in 1 second.").waitFor();
      expect((await axe(page)).violations).toEqual([]);
      await page.locator("h1", { hasText: "Russia" }).waitFor();
    });
  },
);
