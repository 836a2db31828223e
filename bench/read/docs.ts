import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { chart } from "./chart.ts";
import { type Results, report } from "./report.ts";

const PAGE = new URL("../../docs/performance.md", import.meta.url);
const PICTURE = new URL("../../docs/performance.svg", import.meta.url);
const [BEGIN, END] = ["<!-- npm run bench -->", "<!-- end of npm run bench -->"];

/** Puts the picture and the tables of a run between the two marks of the page, which is made where there is none. */
export function writeDocs(results: Results): void {
  writeFileSync(PICTURE, chart(results));
  const before = existsSync(PAGE) ? readFileSync(PAGE, "utf8") : `# Performance\n\n${BEGIN}\n${END}\n`;
  const [start, rest] = before.split(BEGIN);
  const [, end] = (rest ?? "").split(END);
  if (start === undefined || end === undefined) {
    throw new Error(`docs/performance.md lacks the marks ${BEGIN} and ${END}`);
  }
  const picture = "![Requests a second of each server at each operation](performance.svg)";
  writeFileSync(PAGE, `${start}${BEGIN}\n\n${picture}\n\n${report(results)}\n\n${END}${end}`);
}
