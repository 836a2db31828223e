import type { Round } from "./rounds.ts";
import type { ServerName } from "./servers/servers.ts";
import type { Mix, OperationName } from "./variables.ts";

/** One server at one operation of one mix: medians over the rounds. */
export interface Measurement {
  readonly mix: Mix;
  readonly operation: OperationName;
  readonly server: ServerName;
  readonly requestsPerSecond: number;
  /** From the slowest round to the fastest, as a share of the median. */
  readonly spread: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly statementsPerRequest: number;
  readonly cpuMsPerRequest: number;
  /** Null where PostgreSQL runs elsewhere. */
  readonly databaseCpuMsPerRequest: number | null;
  readonly bytesPerAnswer: number;
  readonly rounds: readonly Round[];
}

export function measurementOf(
  mix: Mix,
  operation: OperationName,
  server: ServerName,
  rounds: readonly Round[],
): Measurement {
  const of = (pick: (round: Round) => number) => median(rounds.map(pick));
  const speeds = rounds.map(({ requestsPerSecond }) => requestsPerSecond);
  const requestsPerSecond = median(speeds);
  return {
    mix,
    operation,
    server,
    requestsPerSecond,
    spread: (Math.max(...speeds) - Math.min(...speeds)) / requestsPerSecond,
    p50Ms: of(({ p50 }) => p50),
    p99Ms: of(({ p99 }) => p99),
    statementsPerRequest: of(({ statementsPerRequest }) => statementsPerRequest),
    cpuMsPerRequest: of(({ cpuMsPerRequest }) => cpuMsPerRequest),
    databaseCpuMsPerRequest: rounds.some((round) => round.databaseCpuMsPerRequest === null)
      ? null
      : of((round) => round.databaseCpuMsPerRequest ?? 0),
    bytesPerAnswer: of(({ bytesPerAnswer }) => bytesPerAnswer),
    rounds,
  };
}

/** What the variants of Readout are called in the ratios, and what they are compared with. */
export const VARIANTS = {
  all: "readout",
  noResponseCache: "readoutNoResponseCache",
  noCaches: "readoutNoCaches",
} as const satisfies Record<string, ServerName>;
const PEERS = ["postgraphile", "byHand", "pothosPrisma"] as const satisfies readonly ServerName[];

type Variant = keyof typeof VARIANTS;
/** Null where one of the two was not measured. */
type AgainstPeers = { readonly [Peer in (typeof PEERS)[number]]: number | null };

/**
 * Readout's figure as a multiple of a peer's: the median over the operations of the median over the rounds, in each of
 * which both had their turn. Read by recency, for each variant; cold, of the one whose caches are all off, since there
 * no cache is to help.
 */
export interface Ratios {
  readonly recency: { readonly [Name in Variant]: AgainstPeers };
  readonly cold: AgainstPeers;
  /** Cold, with the caches on. */
  readonly coldWithCaches: AgainstPeers;
}

export function ratiosOf(measurements: readonly Measurement[], pick: (round: Round) => number): Ratios {
  const against = (mix: Mix, variant: Variant): AgainstPeers => {
    const ratio = (peer: ServerName) => {
      const ratios = operationsOf(measurements, mix).flatMap((operation) => {
        const found = (server: ServerName) => find(measurements, mix, operation, server);
        const [ours, theirs] = [found(VARIANTS[variant]), found(peer)];
        return ours === undefined || theirs === undefined ? [] : [ratioOfRounds(ours, theirs, pick)];
      });
      return ratios.length === 0 ? null : rounded(median(ratios));
    };
    return Object.fromEntries(PEERS.map((peer) => [peer, ratio(peer)])) as AgainstPeers;
  };
  return {
    recency: {
      all: against("recency", "all"),
      noResponseCache: against("recency", "noResponseCache"),
      noCaches: against("recency", "noCaches"),
    },
    cold: against("cold", "noCaches"),
    coldWithCaches: against("cold", "all"),
  };
}

function ratioOfRounds(ours: Measurement, theirs: Measurement, pick: (round: Round) => number): number {
  return median(
    ours.rounds.flatMap((round, index) => {
      const other = theirs.rounds[index];
      return other === undefined ? [] : [pick(round) / pick(other)];
    }),
  );
}

export function operationsOf(measurements: readonly Measurement[], mix: Mix): OperationName[] {
  return [...new Set(measurements.filter((one) => one.mix === mix).map(({ operation }) => operation))];
}

export function find(
  measurements: readonly Measurement[],
  mix: Mix,
  operation: OperationName,
  server: ServerName,
): Measurement | undefined {
  return measurements.find((one) => one.mix === mix && one.operation === operation && one.server === server);
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const [low = 0, high = 0] = [sorted[(sorted.length - 1) >> 1], sorted[middle]];
  return (low + high) / 2;
}

function rounded(ratio: number): number {
  return Number(ratio.toPrecision(3));
}
