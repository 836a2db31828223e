import { accessSync, constants, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { delimiter, join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { afterAll, expect } from "vitest";

/** The browser that the tests drive: the machine's Chromium. */
export const CHROMIUM = findChromium();

/** Said where there is none, beside the tests that are skipped for it. */
export const NO_CHROMIUM =
  "no Chromium on this machine: install one (Debian: apt-get install chromium), or set CHROMIUM to its path";

function findChromium(): string | null {
  const given = process.env.CHROMIUM;
  if (given !== undefined && given !== "") return given;
  const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
  const folders = (process.env.PATH ?? "").split(delimiter);
  return folders.flatMap((folder) => names.map((name) => join(folder, name))).find(isExecutable) ?? null;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  // The same edges of letters wherever it runs.
  "--font-render-hinting=none",
  "--disable-lcd-text",
];

/** Cache: one browser for all files of a worker. */
let launched: Promise<Browser> | undefined;

function browser(): Promise<Browser> {
  launched ??= chromium.launch({ executablePath: CHROMIUM ?? "", args: FLAGS });
  return launched;
}

afterAll(async () => {
  await (await launched)?.close();
  launched = undefined;
});

/** A page that is watched: what must never happen is kept, and looked at when the block ends. */
export interface Watched extends AsyncDisposable {
  readonly page: Page;
  /** Errors that the test itself brings about, as parts of their texts. */
  expectError(part: string): void;
}

export const LOOKS = {
  light: { colorScheme: "light", viewport: { width: 1280, height: 900 } },
  dark: { colorScheme: "dark", viewport: { width: 1280, height: 900 } },
  phone: { colorScheme: "light", viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true },
  "phone in the dark": {
    colorScheme: "dark",
    viewport: { width: 360, height: 780 },
    hasTouch: true,
    isMobile: true,
  },
} as const satisfies Record<string, BrowserContextOptions>;

/** Opens a page for a server; at the end it must have met no error, and asked no other host. */
export async function open(
  url: string,
  look: keyof typeof LOOKS | BrowserContextOptions = "light",
): Promise<Watched> {
  const context = await (await browser()).newContext({
    locale: "en-GB",
    reducedMotion: "reduce",
    ...(typeof look === "string" ? LOOKS[look] : { ...LOOKS.light, ...look }),
  });
  await context.grantPermissions(["clipboard-read", "clipboard-write"], { origin: url });
  const page = await context.newPage();
  const errors: string[] = [];
  const others: string[] = [];
  const expected: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") errors.push(message.text());
  });
  page.on("pageerror", ({ message }) => errors.push(message));
  page.on("dialog", (dialog) => {
    errors.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on("request", (request) => {
    const { protocol, origin } = new URL(request.url());
    if (protocol.startsWith("http") && origin !== new URL(url).origin) others.push(request.url());
  });
  return {
    page,
    expectError: (part) => void expected.push(part),
    [Symbol.asyncDispose]: async () => {
      await context.close();
      expect(others, "requests to other hosts").toEqual([]);
      expect(
        errors.filter((error) => !expected.some((part) => error.includes(part))),
        "errors of the page",
      ).toEqual([]);
    },
  };
}

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

interface Violation {
  readonly id: string;
  readonly impact: string;
  readonly nodes: readonly { readonly html: string; readonly failureSummary: string }[];
}

/** What axe-core finds wrong, of any weight, as text; and how many of its rules it tried. */
export async function axe(page: Page): Promise<{ violations: string[]; passes: number }> {
  // Not as a script of the page, whose policy allows none but its own.
  await page.evaluate(AXE);
  const { violations, passes } = await page.evaluate(async () => {
    const { axe } = window as unknown as {
      axe: { run(): Promise<{ violations: Violation[]; passes: unknown[] }> };
    };
    const { violations, passes } = await axe.run();
    return { violations, passes: passes.length };
  });
  return {
    violations: violations.map(
      ({ id, impact, nodes }) =>
        `${impact} ${id}: ${nodes.map(({ html, failureSummary }) => `${html} ${failureSummary}`).join("; ")}`,
    ),
    passes,
  };
}

/** Resolves once nothing on the page is awaited any more, and its letters are there. */
export async function settled(page: Page): Promise<void> {
  await page.locator("h1").first().waitFor();
  await until(page, () => document.querySelector('[aria-busy="true"]') === null);
  await page.evaluate(() => document.fonts.ready.then(() => undefined));
}

/**
 * Resolves once the condition holds in the page. (`waitForFunction` evaluates text, which the page's policy forbids after
 * the first look.)
 */
export async function until<Argument = undefined>(
  page: Page,
  condition: (argument: Argument) => boolean | undefined,
  argument?: Argument,
): Promise<void> {
  const deadline = performance.now() + MOST_MS;
  while (!(await page.evaluate(condition as never, argument as never))) {
    if (performance.now() > deadline) throw new Error(`It never came to be that ${condition}`);
    await delay(50);
  }
}

const MOST_MS = 30_000;
