import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import { BoundedNames } from "./names.ts";
import type { Outcome } from "./outcome.ts";
import type { NamedOperation } from "./request.ts";

/** What Prometheus is told. What others count is asked for when it is scraped. */
export class Metrics {
  readonly #registry = new Registry();
  readonly #requests = this.#counter("requests_total", "Operations by how they ended", [
    "operation",
    "outcome",
  ]);
  readonly #durations = this.#histogram(
    "request_duration_seconds",
    "From the head of a request until it is answered; of a subscription, until it is begun",
    [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    ["operation"],
  );
  readonly #statementsEach = this.#histogram(
    "request_statements",
    "Statements that one request sends to the database; none where all is at hand",
    [0, 1, 2, 3, 5, 8, 13, 21, 34, 55],
  );
  readonly #statements = this.#histogram(
    "statement_duration_seconds",
    "From when a request sends a statement until it has the rows, waiting for a connection included",
    [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5],
  );
  readonly #batches = this.#histogram(
    "loader_batch_size",
    "How many things a loader loads at a time, for one request",
    [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000],
    ["loader"],
  );
  readonly #names = new BoundedNames(MOST_NAMES, KEEP_NAMES_MS, (operation) => {
    this.#durations.remove({ operation });
    for (const outcome of this.#outcomes) this.#requests.remove({ operation, outcome });
  });
  readonly #outcomes = new Set<Outcome>();

  constructor() {
    collectDefaultMetrics({ register: this.#registry });
  }

  request(operation: NamedOperation | null, outcome: Outcome, seconds: number, statements: number): void {
    const name = operation === null ? UNREAD : (operation.name ?? ANONYMOUS);
    const label = name === UNREAD || name === ANONYMOUS ? name : this.#names.label(name);
    this.#outcomes.add(outcome);
    this.#requests.inc({ operation: label, outcome });
    this.#durations.observe({ operation: label }, seconds);
    this.#statementsEach.observe(statements);
  }

  statement(seconds: number): void {
    this.#statements.observe(seconds);
  }

  batch(loader: string, size: number): void {
    this.#batches.observe({ loader }, size);
  }

  /** Asks for what is, each time. */
  gauge(name: string, help: string, value: () => number): void {
    new Gauge({
      name: PREFIX + name,
      help,
      registers: [this.#registry],
      collect() {
        this.set(value());
      },
    });
  }

  /** The same of several, told apart by a label. */
  gauges(name: string, help: string, label: string, values: () => Readonly<Record<string, number>>): void {
    new Gauge({
      name: PREFIX + name,
      help,
      labelNames: [label],
      registers: [this.#registry],
      collect() {
        this.reset();
        for (const [of, value] of Object.entries(values())) this.set({ [label]: of }, value);
      },
    });
  }

  /** Asks for what was counted, each time. */
  counters(name: string, help: string, label: string, values: () => Readonly<Record<string, number>>): void {
    const counter = new Counter({
      name: PREFIX + name,
      help,
      labelNames: [label],
      registers: [this.#registry],
      collect: () => {
        counter.reset();
        for (const [of, value] of Object.entries(values())) counter.inc({ [label]: of }, value);
      },
    });
  }

  /** A histogram of what is heard of elsewhere. */
  observer(name: string, help: string, buckets: number[]): (value: number) => void {
    const histogram = this.#histogram(name, help, buckets);
    return (value) => histogram.observe(value);
  }

  /** In Prometheus's text format. */
  text(): Promise<string> {
    return this.#registry.metrics();
  }

  get contentType(): string {
    return this.#registry.contentType;
  }

  #counter(name: string, help: string, labelNames: string[]): Counter {
    return new Counter({ name: PREFIX + name, help, labelNames, registers: [this.#registry] });
  }

  #histogram(name: string, help: string, buckets: number[], labelNames: string[] = []): Histogram {
    return new Histogram({ name: PREFIX + name, help, buckets, labelNames, registers: [this.#registry] });
  }
}

const PREFIX = "readout_";
const MOST_NAMES = 100;
const KEEP_NAMES_MS = 60 * 60_000;
/** Of operations without a name, and of what could not be read as one. */
const ANONYMOUS = "(anonymous)";
const UNREAD = "(unread)";
