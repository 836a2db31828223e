import { setTimeout } from "node:timers/promises";
import { pino } from "pino";
import { chromium, type Page } from "playwright-core";
import { readConfig } from "../src/config/config.ts";
import { serve } from "../src/server/serve.ts";
import { type Longest, traced } from "./pageTrace.ts";
import { filledDatabase } from "./read/record/database.ts";

/**
 * How the page does on 100,000 contacts, in the machine's Chromium: `npm run bench:page`. First contentful paint of a
 * relationship, each time in a browser that has nothing of it yet; what is sent; and of everything that a reader does, how
 * long it takes to the next frame, as the browser times it, and the longest task of the main thread meanwhile.
 */

const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 9);
const postgres = process.env.BENCH_DATABASE_URL ?? "postgresql://postgres@127.0.0.1:5432/postgres";
const tell = (line: string) => void process.stderr.write(`${line}\n`);
const database = await filledDatabase(postgres, 100_000, tell);
const server = await serve(
  readConfig({ DATABASE_URL: database.url, PORT: "0", RATE_LIMIT: "none", DATABASE_TIME: "30" }),
  pino({ level: "silent" }),
);
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"],
});

/** What a reader does, one after the other; each ends when what it asked for is there. */
const STEPS: Readonly<Record<string, (page: Page) => Promise<void>>> = {
  "opens a relationship": async (page) => {
    await page.goto(`${server.url}/relationship/RU,US`);
    await page.locator(".row").first().waitFor();
  },
  "chooses a kind": (page) => page.getByLabel("Calls").click(),
  "asks for more": async (page) => {
    await page.getByRole("button", { name: "Show more", exact: true }).click();
    await page.locator(".row").nth(49).waitFor();
  },
  "brushes the timeline": async (page) => {
    await page.evaluate("scrollTo(0, 0)");
    const box = await page.locator(".overview .overlay").boundingBox();
    if (box === null) throw new Error("There is no overview to brush across");
    await page.mouse.move(box.x + box.width * 0.8, box.y + 20);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.95, box.y + 20, { steps: 8 });
    await page.mouse.up();
  },
  "goes to the search": async (page) => {
    await page.keyboard.press("/");
    await page.locator("#search").waitFor();
  },
  "types a word": (page) => page.keyboard.type("grain", { delay: 120 }),
  "opens what is found": async (page) => {
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
  },
  "goes back": async (page) => {
    await page.goBack();
    await page.locator(".row").first().waitFor();
  },
  "opens a contact": async (page) => {
    await page.locator(".row-title a").first().click();
    await page.locator(".ledger").waitFor();
  },
  "opens the claims of a value": (page) => page.locator(".ledger summary").nth(2).click(),
  "opens a network of 200": async (page) => {
    await page.goto(`${server.url}/network?parties=200`);
    await page.locator(".node").first().waitFor();
  },
  "chooses a party of it": async (page) => {
    const box = await page.locator(".node").nth(5).boundingBox();
    if (box === null) throw new Error("There is no party to choose");
    const at = [box.x + box.width / 2, box.y + box.height / 2] as const;
    await page.mouse.move(...at);
    await setTimeout(AIMING_MS);
    await page.mouse.click(...at);
  },
};

/** Nobody clicks in the moment in which the pointer arrives. */
const AIMING_MS = 150;
/** Until the answers to what was done are shown, however late they come. */
const AFTERWARDS_MS = 600;
const WATCH = `new PerformanceObserver((list) => {
  for (const { duration, interactionId } of list.getEntries()) if (interactionId > 0) (window.interactions ??= []).push(duration);
}).observe({ type: 'event', durationThreshold: 16, buffered: true });`;

const paints: number[] = [];
const lists: number[] = [];
const sent: number[] = [];
const found = new Map<string, { interactions: number[]; longest: Longest[] }>();
for (let round = 0; round < ROUNDS; round++) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  const page = await context.newPage();
  await page.addInitScript(WATCH);
  await page.goto(`${server.url}/relationship/RU,US`);
  await page.locator(".row").first().waitFor();
  const first = await page.evaluate<{ paint: number; list: number; bytes: number }>(
    "({ paint: performance.getEntriesByName('first-contentful-paint')[0].startTime, list: performance.now(), bytes: performance.getEntries().reduce((sum, { transferSize = 0, name }) => sum + (name.endsWith('/graphql') ? 0 : transferSize), 0) })",
  );
  paints.push(first.paint);
  lists.push(first.list);
  sent.push(first.bytes);
  for (const [name, step] of Object.entries(STEPS)) {
    const longest = await traced(browser, page, async () => {
      await step(page);
      await page.waitForTimeout(AFTERWARDS_MS);
    });
    const interactions = await page.evaluate<number[]>("(window.interactions ?? []).splice(0)");
    const known = found.get(name) ?? { interactions: [], longest: [] };
    found.set(name, known);
    known.interactions.push(...interactions);
    known.longest.push(longest);
  }
  await context.close();
}

const sorted = (values: readonly number[]) => values.toSorted((a, b) => a - b);
const part = (values: readonly number[], share: number) =>
  Math.round(sorted(values).at(Math.ceil(values.length * share) - 1) ?? 0);
const both = (values: readonly number[]) =>
  values.length === 0 ? "-".padStart(12) : `${part(values, 0.5)} / ${part(values, 1)}`.padStart(12);
const all = [...found.values()];
process.stdout.write(
  [
    `${ROUNDS} rounds; median / longest, ms`,
    `first contentful paint of a relationship ${both(paints)}`,
    `its list is there                        ${both(lists)}`,
    "",
    "                              to the next   longest task of the main thread",
    "                                    frame     by the clock    of a processor",
    ...[...found].map(
      ([name, { interactions, longest }]) =>
        `${name.padEnd(28)} ${both(interactions)}     ${both(longest.map(({ wall }) => wall))}      ${both(longest.map(({ processor }) => processor))}`,
    ),
    `${"all".padEnd(28)} ${both(all.flatMap(({ interactions }) => interactions))}`,
    "",
    `sent for the first view, without answers: ${Math.round(Math.max(...sent) / 1000)} kB`,
    "",
  ].join("\n"),
);
await browser.close();
await server.stop();
if (database.isNew) await database.drop();
