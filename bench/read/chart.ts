import { figure, MIX_TITLES, OPERATION_TITLES, type Results } from "./report.ts";
import { find, type Measurement, operationsOf } from "./results.ts";
import { SERVERS } from "./servers/servers.ts";

const WIDTH = 900;
const LABELS = 190;
const BAR = 15;
const GAP = 26;
const COLORS = ["#0b6e4f", "#3a9d7a", "#8fcbb1", "#c8553d", "#6b6b6b", "#d9a441"];

/** Requests a second of every server at every operation, as bars (SVG): of each operation the longest is the fastest. */
export function chart({ measurements, servers, contacts }: Results): string {
  const parts: string[] = [];
  let y = 24;
  const text = (x: number, at: number, words: string, style = "") =>
    parts.push(`<text x="${x}" y="${at}" ${style}>${escaped(words)}</text>`);
  text(10, y, `Requests a second, ${contacts.toLocaleString("en")} contacts`, 'class="title"');
  for (const mix of ["recency", "cold"] as const) {
    const operations = operationsOf(measurements, mix);
    if (operations.length === 0) continue;
    y += GAP + 8;
    text(10, y, MIX_TITLES[mix], 'class="head"');
    y += 6;
    for (const operation of operations) {
      y += GAP;
      text(10, y, OPERATION_TITLES[operation]);
      const found = servers.map(({ name }) => find(measurements, mix, operation, name));
      const speeds = found.map((one) => one?.requestsPerSecond ?? 0);
      y += 8;
      found.forEach((one, index) => {
        if (one !== undefined) parts.push(...bar(one, y + index * BAR, index, Math.max(...speeds)));
      });
      y += found.length * BAR - 8;
    }
  }
  const height = y + GAP;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img" aria-label="Requests a second of each server at each operation">
<style>text { font: 12px system-ui, sans-serif; fill: #222 } .title { font-size: 16px; font-weight: 600 } .head { font-size: 14px; font-weight: 600 } .name { fill: #555 }</style>
<rect width="100%" height="100%" fill="#fff"/>
${parts.join("\n")}
</svg>
`;
}

function bar(one: Measurement, y: number, index: number, most: number): string[] {
  const width = Math.max(1, ((WIDTH - LABELS - 90) * one.requestsPerSecond) / most);
  return [
    `<text x="${LABELS - 8}" y="${y + 10}" text-anchor="end" class="name">${escaped(SERVERS[one.server].title)}</text>`,
    `<rect x="${LABELS}" y="${y}" width="${width.toFixed(1)}" height="${BAR - 3}" fill="${COLORS[index % COLORS.length]}"/>`,
    `<text x="${(LABELS + width + 6).toFixed(1)}" y="${y + 10}">${figure(one.requestsPerSecond)}</text>`,
  ];
}

function escaped(words: string): string {
  return words.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
}
