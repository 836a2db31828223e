import { pino } from "pino";
import { chromium } from "playwright-core";
import { readConfig } from "../src/config/config.ts";
import { serve } from "../src/server/serve.ts";
import { filledDatabase } from "./read/record/database.ts";

/**
 * How long the page takes on 100,000 contacts, in the machine's Chromium: `npm run bench:page`. First contentful paint of a
 * relationship, each time in a browser that has nothing of it yet; interactions as the browser itself times them, from the
 * key or click to the next frame; and what is sent.
 */

const ROUNDS = 9;
const postgres = process.env.BENCH_DATABASE_URL ?? "postgresql://postgres@127.0.0.1:5432/postgres";
const database = await filledDatabase(postgres, 100_000, (line) => void process.stderr.write(`${line}\n`));
const server = await serve(readConfig({ DATABASE_URL: database.url, PORT: "0" }), pino({ level: "silent" }));
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"],
});
const paints: number[] = [];
const answers: number[] = [];
const interactions: number[] = [];
let bytes = 0;
for (let round = 0; round < ROUNDS; round++) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  const page = await context.newPage();
  await page.addInitScript(
    "new PerformanceObserver((list) => { for (const { duration, interactionId } of list.getEntries()) if (interactionId > 0) (window.interactions ??= []).push(duration); }).observe({ type: 'event', durationThreshold: 16, buffered: true });",
  );
  await page.goto(`${server.url}/relationship/RU,US`);
  await page.locator(".row").first().waitFor();
  const first = await page.evaluate<{ paint: number; answer: number; bytes: number }>(
    "({ paint: performance.getEntriesByName('first-contentful-paint')[0].startTime, answer: performance.now(), bytes: performance.getEntries().reduce((sum, { transferSize = 0, name }) => sum + (name.endsWith('/graphql') ? 0 : transferSize), 0) })",
  );
  paints.push(first.paint);
  answers.push(first.answer);
  bytes = first.bytes;
  await page.getByLabel("Calls").click();
  await page.waitForTimeout(300);
  await page.keyboard.press("/");
  await page.locator("#search").waitFor();
  await page.keyboard.type("grain", { delay: 120 });
  await page.waitForTimeout(500);
  interactions.push(...(await page.evaluate<number[]>("window.interactions ?? []")));
  await context.close();
}
const sorted = (values: number[]) => values.toSorted((a, b) => a - b);
const part = (values: number[], share: number) =>
  Math.round(sorted(values).at(Math.ceil(values.length * share) - 1) ?? 0);
process.stdout.write(
  [
    `first contentful paint of a relationship: median ${part(paints, 0.5)} ms, longest ${part(paints, 1)} ms`,
    `its list is there: median ${part(answers, 0.5)} ms, longest ${part(answers, 1)} ms`,
    `${interactions.length} interactions of 16 ms or more: median ${part(interactions, 0.5)} ms, longest ${part(interactions, 1)} ms`,
    `sent for the first view, without answers: ${Math.round(bytes / 1000)} kB`,
    "",
  ].join("\n"),
);
await browser.close();
await server.stop();
if (database.isNew) await database.drop();
