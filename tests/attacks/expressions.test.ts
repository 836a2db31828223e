import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { checkSync } from "recheck";
import { parseSync } from "vite";
import { expect, it } from "vitest";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/** Their input is files that whoever runs the import has chosen, a field of some hundred characters at a time. */
const OF_FILES = /^src\/import\//;

/** Made of text, of ours, and so not looked at here: each is anchored, or bounded by what it is made of. */
const MADE = [
  "src/import/historian/xml.ts",
  ...Array.from({ length: 4 }, () => "src/review/names.ts"),
  "src/review/phrases.ts",
  "src/review/when.ts",
  "src/review/when.ts",
  "src/time/expression.ts",
  "src/time/expression.ts",
];

interface Expression {
  readonly file: string;
  readonly pattern: string;
  readonly flags: string;
}

const { literals, made } = expressionsIn("src", "schema", "web");

it("no regular expression that reads what strangers send takes more than linear time", () => {
  const read = literals.filter(({ file }) => !OF_FILES.test(file));
  const wrong = read.filter((expression) => checked(expression) !== "safe");
  expect(wrong.map(({ file, pattern }) => `${file}: ${pattern}`)).toEqual([]);
  expect(read.length).toBeGreaterThan(50);
}, 120_000);

it("none that reads files takes exponential time", () => {
  const wrong = literals.filter(
    (expression) => OF_FILES.test(expression.file) && checked(expression, 300) === "exponential",
  );
  expect(wrong.map(({ file, pattern }) => `${file}: ${pattern}`)).toEqual([]);
}, 120_000);

it("none is made of text but those that are known", () => {
  expect(made.toSorted()).toEqual(MADE);
});

it("finds what takes long", () => {
  expect(checked({ file: "", pattern: "^(a+)+$", flags: "" })).toBe("exponential");
  expect(checked({ file: "", pattern: "\\s+$", flags: "" })).toBe("polynomial");
});

/** What time it takes, as "safe" or a sort of complexity; "unknown" where that is not found out in time. */
function checked({ pattern, flags }: Expression, timeout = 20_000): string {
  // A lookbehind is fuzzed, from a fixed beginning.
  const found = checkSync(pattern, flags, { timeout, randomSeed: 1, recallTimeout: -1 });
  return found.status === "vulnerable" ? found.complexity.type : found.status;
}

/** All regular expressions, and the files that make others of text. */
function expressionsIn(...folders: string[]): { literals: Expression[]; made: string[] } {
  const literals: Expression[] = [];
  const made: string[] = [];
  for (const path of folders.flatMap(codeIn)) {
    const file = relative(ROOT, path);
    const look = (node: unknown): void => {
      if (typeof node !== "object" || node === null) return;
      const { type, regex, callee } = node as {
        type?: string;
        regex?: { pattern: string; flags: string };
        callee?: { name?: string };
      };
      if (regex !== undefined) literals.push({ file, ...regex });
      if (/^(New|Call)Expression$/.test(type ?? "") && callee?.name === "RegExp") made.push(file);
      Object.values(node).forEach(look);
    };
    look(parseSync(path, readFileSync(path, "utf8")).program);
  }
  return { literals, made };
}

function codeIn(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !/\/(dist[^/]*|tests|node_modules)\//.test(path));
}
