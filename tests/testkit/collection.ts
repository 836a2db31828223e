import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The small collections beside the importer's own tests: "travels", "visits", "broken". */
export function fixtures(name = ""): string {
  return fileURLToPath(new URL(`../import/historian/fixtures/${name}`, import.meta.url));
}

/**
 * Writes a collection of made-up records in the formats of HistoryAtState/visits and /travels: so many visits, and
 * of trips by a president and his secretary of state together a fifth of that, which become one contact each.
 */
export function writeCollection(folder: string, visits: number): { folder: string; records: number } {
  const pairs = Math.floor(visits / 5);
  write(
    join(folder, "visits", "data"),
    "1985.xml",
    "visits",
    Array.from({ length: visits }, (_, n) => visit(n)),
  );
  write(
    join(folder, "travels", "president-travels"),
    "reagan-ronald.xml",
    "trips",
    Array.from({ length: pairs }, (_, n) =>
      trip(n, "president", "Ronald Reagan", "Met with Prime Minister Ole Berg."),
    ),
  );
  write(
    join(folder, "travels", "secretary-travels"),
    "shultz-george-pratt.xml",
    "trips",
    Array.from({ length: pairs }, (_, n) =>
      trip(n, "secretary", "George Pratt Shultz", "Accompanied President Reagan."),
    ),
  );
  return { folder, records: visits + 2 * pairs };
}

const COUNTRIES = [
  ["canada", "Canada"],
  ["france", "France"],
  ["norway", "Norway"],
  ["japan", "Japan"],
  ["egypt", "Egypt"],
] as const;

function visit(n: number): string {
  const [slug, name] = COUNTRIES[n % COUNTRIES.length] ?? COUNTRIES[0];
  return `    <visit>
        <id>${n + 1}</id>
        <start-date>${dayOf(1981, n)}</start-date>
        <end-date>${dayOf(1981, n + 1)}</end-date>
        <visitor>Prime Minister ${nameOf(n)}</visitor>
        <from id="${slug}">${name}</from>
        <description>Official working visit. Met with President Reagan at Camp David, MD.</description>
    </visit>`;
}

function trip(n: number, role: "president" | "secretary", traveller: string, remarks: string): string {
  const [slug, name] = COUNTRIES[n % COUNTRIES.length] ?? COUNTRIES[0];
  return `    <trip role="${role}" who="${traveller.split(" ").reverse().join("-").toLowerCase()}">
        <id>${(role === "president" ? 10_000 : 20_000) + n}</id>
        <role>${role}</role>
        <name>${traveller}</name>
        <start-date>${dayOf(1983, 3 * n)}</start-date>
        <end-date>${dayOf(1983, 3 * n + 1)}</end-date>
        <country id="${slug}">${name}</country>
        <locale>Harbour City</locale>
        <remarks>${remarks}</remarks>
    </trip>`;
}

/** A few people who come again and again. */
function nameOf(n: number): string {
  const first = ["Jan", "Ole", "Petr", "Anna", "Ines", "Marc", "Lena"][n % 7];
  const last = ["Novak", "Berg", "Maly", "Dahl", "Roux", "Arden"][n % 6];
  return `${first} ${last}`;
}

function dayOf(year: number, day: number): string {
  return new Date(Date.UTC(year, 0, 1 + day)).toISOString().slice(0, 10);
}

function write(folder: string, file: string, root: "visits" | "trips", records: readonly string[]): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    join(folder, file),
    `<?xml version="1.0" encoding="UTF-8"?>\n<${root}>\n${records.join("\n")}\n</${root}>\n`,
  );
}
