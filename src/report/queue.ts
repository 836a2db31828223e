import { setImmediate, setTimeout } from "node:timers/promises";
import type { Database } from "../database/database.ts";
import { type FilingResult, fileSubmissions, type Submission } from "./write.ts";

/**
 * Files a report of one of many users. Only one transaction writes at a time: what comes while one is under way is
 * filed together in the next, in the order in which it came. The result is known once it is committed; where the
 * transaction fails, it fails for all that are filed in it.
 */
export function fileReport(
  database: Pick<Database, "prisma">,
  submission: Submission,
): Promise<FilingResult> {
  const queue = queues.get(database.prisma) ?? new FilingQueue(database);
  queues.set(database.prisma, queue);
  return queue.file(submission);
}

/** Cache: the queue of each open database. */
const queues = new WeakMap<Database["prisma"], FilingQueue>();

interface Waiting {
  readonly submission: Submission;
  resolve(result: FilingResult): void;
  reject(error: unknown): void;
}

class FilingQueue {
  readonly #database: Pick<Database, "prisma">;
  #waiting: Waiting[] = [];
  #isAtWork = false;
  /** How many filings were in the last group or waited at its end, and until when as many are waited for again. */
  #last = { filings: 0, until: 0 };

  constructor(database: Pick<Database, "prisma">) {
    this.#database = database;
  }

  file(submission: Submission): Promise<FilingResult> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ submission, resolve, reject });
      if (!this.#isAtWork) void this.#work();
    });
  }

  async #work(): Promise<void> {
    this.#isAtWork = true;
    while (this.#waiting.length > 0) {
      await this.#gather();
      const group = this.#waiting.splice(0, this.#groupSize());
      const began = performance.now();
      await this.#write(group);
      const took = performance.now() - began;
      this.#last = {
        filings: group.length + this.#waiting.length,
        until: performance.now() + Math.min(took, LONGEST_WAIT_MS),
      };
    }
    this.#isAtWork = false;
  }

  /**
   * A group takes little longer than one filing. So those who were answered just now, and may be about to send their
   * next, are waited for: as long as the last group took, at most.
   */
  async #gather(): Promise<void> {
    // The embedded database leaves no time between its statements in which requests could come in.
    await setImmediate();
    while (
      this.#waiting.length < this.#last.filings &&
      this.#waiting.length === this.#groupSize() &&
      performance.now() < this.#last.until
    ) {
      await setTimeout(1);
    }
  }

  /** How many of those that wait, from the first on, are written in a fraction of a second. */
  #groupSize(): number {
    let claims = 0;
    const end = this.#waiting.findIndex(({ submission: { filing } }, place) => {
      claims += filing.claims.length;
      return place > 0 && (place >= MOST_FILINGS || claims > MOST_CLAIMS);
    });
    return end < 0 ? this.#waiting.length : end;
  }

  async #write(group: readonly Waiting[]): Promise<void> {
    try {
      const results = await fileSubmissions(
        this.#database,
        group.map(({ submission }) => submission),
      );
      group.forEach(({ resolve, reject }, place) => {
        const result = results[place];
        if (result === undefined) reject(new Error("A filing without a result"));
        else resolve(result);
      });
    } catch (error) {
      for (const { reject } of group) reject(error);
    }
  }
}

const MOST_FILINGS = 100;
const MOST_CLAIMS = 1000;
const LONGEST_WAIT_MS = 100;
