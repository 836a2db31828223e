import { cpus, totalmem } from "node:os";
import { find, type Measurement, operationsOf, type Ratios, VARIANTS } from "./results.ts";
import { SERVERS, type ServerName } from "./servers/servers.ts";
import type { Mix, OperationName } from "./variables.ts";

/** All that a run found out. */
export interface Results {
  readonly contacts: number;
  readonly rounds: number;
  readonly seconds: number;
  readonly warmUpSeconds: number;
  readonly connections: number;
  readonly command: string;
  readonly machine: {
    readonly processor: string;
    readonly cores: number;
    readonly memoryGb: number;
    readonly node: string;
    readonly postgres: string;
    /** Is every server alone on its core, PostgreSQL on another? */
    readonly pinned: { readonly servers: boolean; readonly database: boolean };
  };
  /** Versions by package. */
  readonly peers: Readonly<Record<string, string>>;
  readonly ratios: Ratios;
  /** Of the 99th percentile of latency: below 1 is better. */
  readonly p99Ratios: Ratios;
  readonly servers: readonly {
    readonly name: ServerName;
    /** From its start to its first answer. */
    readonly startMs: number;
    readonly peakMb: number;
  }[];
  readonly measurements: readonly Measurement[];
}

export function machineOf(postgres: string, pinned: Results["machine"]["pinned"]): Results["machine"] {
  return {
    processor: cpus()[0]?.model ?? "unknown",
    cores: cpus().length,
    memoryGb: Math.round(totalmem() / 2 ** 30),
    node: process.versions.node,
    postgres,
    pinned,
  };
}

export const OPERATION_TITLES: Record<OperationName, string> = {
  latest: "latest 50, six levels deep",
  evidence: "a contact with its evidence",
  relationship: "page of a pair, a century by year",
  filter: "filter by party, period and text",
  byId: "100 contacts by id",
  walk: "walk by cursor, 100 a page",
};
export const MIX_TITLES: Record<Mix, string> = {
  recency: "Read by recency",
  cold: "Cold: nothing repeats",
};

/** The tables of a run, as Markdown that also reads as plain text. */
export function report(results: Results): string {
  const { measurements, servers, ratios, p99Ratios } = results;
  const names = servers.map(({ name }) => name);
  const mixes = (["recency", "cold"] as const).filter((mix) => operationsOf(measurements, mix).length > 0);
  const ofServers = (mix: Mix, cell: (one: Measurement) => string) =>
    table(
      ["", ...names.map((name) => SERVERS[name].title)],
      operationsOf(measurements, mix).map((operation) => [
        OPERATION_TITLES[operation],
        ...names.map((name) => {
          const one = find(measurements, mix, operation, name);
          return one === undefined ? "" : cell(one);
        }),
      ]),
    );
  return [
    head(results),
    ...mixes.flatMap((mix) => [
      `### ${MIX_TITLES[mix]}`,
      "Requests a second, the median of the rounds, and how far the rounds lie apart:",
      ofServers(mix, (one) => `${figure(one.requestsPerSecond)} ±${Math.round(50 * one.spread)} %`),
      "Latency in milliseconds, median and 99th percentile:",
      ofServers(mix, ({ p50Ms, p99Ms }) => `${figure(p50Ms)}, ${figure(p99Ms)}`),
      "Statements to PostgreSQL a request, and milliseconds of CPU a request, the server's and PostgreSQL's:",
      ofServers(
        mix,
        ({ statementsPerRequest, cpuMsPerRequest, databaseCpuMsPerRequest }) =>
          `${figure(statementsPerRequest)}, ${figure(cpuMsPerRequest)} + ${databaseCpuMsPerRequest === null ? "?" : figure(databaseCpuMsPerRequest)}`,
      ),
    ]),
    "### Against the others",
    "Readout's requests a second as a multiple of theirs, the median over the operations; in brackets the same for the 99th percentile of latency, where less is better:",
    ratioTable(ratios, p99Ratios),
    "### Memory and start",
    table(
      ["", "most memory", "start to first answer"],
      servers.map(({ name, peakMb, startMs }) => [
        SERVERS[name].title,
        `${Math.round(peakMb)} MB`,
        `${(startMs / 1000).toFixed(1)} s`,
      ]),
    ),
    NOTES,
  ].join("\n\n");
}

function head({
  contacts,
  connections,
  rounds,
  seconds,
  warmUpSeconds,
  machine,
  peers,
  command,
}: Results): string {
  const { processor, cores, memoryGb, node, postgres, pinned } = machine;
  const cpu = pinned.servers
    ? `each server on one core, the load${pinned.database ? " and PostgreSQL" : ""} on the other${cores > 2 ? "s" : ""}${pinned.database ? "" : "; PostgreSQL wherever it was put"}`
    : "processes could not be kept to cores";
  return (
    `${contacts.toLocaleString("en")} contacts, ${connections} connections, ${rounds} rounds of ${seconds} s for each server and operation in turn, after it warmed up: in stretches of ${warmUpSeconds} s, until two in a row gave hardly more than any before (of 1 s where nothing repeats). ` +
    `${processor}, ${cores} cores, ${memoryGb} GB; Node ${node}, PostgreSQL ${postgres}; ${cpu}. ${Object.entries(
      peers,
    )
      .map((peer) => peer.join(" "))
      .join(", ")}. \`${command}\``
  );
}

function ratioTable(ratios: Ratios, p99: Ratios): string {
  const rows = (name: string, speed: Ratios["cold"], latency: Ratios["cold"]) => {
    const cell = (peer: keyof Ratios["cold"]) =>
      speed[peer] === null ? "" : `${figure(speed[peer])} × (${figure(latency[peer] ?? 0)} ×)`;
    return [name, cell("postgraphile"), cell("byHand"), cell("pothosPrisma")];
  };
  const title = (variant: keyof typeof VARIANTS) => SERVERS[VARIANTS[variant]].title;
  return table(
    ["", "against PostGraphile 5", "against by hand", "against Pothos Prisma plugin"],
    [
      ...(["all", "noResponseCache", "noCaches"] as const).map((variant) =>
        rows(`by recency: ${title(variant)}`, ratios.recency[variant], p99.recency[variant]),
      ),
      rows(`cold: ${title("noCaches")}`, ratios.cold, p99.cold),
      rows(`cold: ${title("all")}`, ratios.coldWithCaches, p99.coldWithCaches),
    ].filter((row) => row.slice(1).some((cell) => cell !== "")),
  );
}

const NOTES = `Before anything is measured, every server's answers are compared with Readout's on sampled variables: the same contacts, names and values, whatever the shape. The evidence of a contact is worked out by Readout alone; the others give the claims that it rests on, with their reports and outlets. By recency, variables are drawn by Zipf's law over the contacts by date, and the walk goes through all pages in order; cold, they are drawn evenly and do not come again before all contacts had their turn. Statements are counted in the servers, where they are handed to the driver (\`pg\`) that all of them use. PostGraphile has its Amber preset and the connection filter plugin, and custom queries in SQL for text, pairs and the timeline, as its documentation recommends; Prisma's text search and timeline are SQL as well.`;

/** Columns padded to one width. */
function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((cell, column) =>
    Math.max(3, cell.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const line = (cells: readonly string[]) =>
    `| ${widths.map((width, column) => (cells[column] ?? "").padEnd(width)).join(" | ")} |`;
  return [line(head), line(widths.map((width) => "-".repeat(width))), ...rows.map(line)].join("\n");
}

/** Three digits that matter. */
export function figure(value: number): string {
  if (value >= 100) return Math.round(value).toLocaleString("en");
  return String(Number(value.toPrecision(value < 10 ? 2 : 3)));
}
