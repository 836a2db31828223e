import { closeSync, openSync, writeSync } from "node:fs";
import { InvalidInput, Unavailable } from "../errors/errors.ts";
import type { Reason } from "./filing.ts";
import type { Input } from "./lines.ts";
import { checkWritable } from "./writable.ts";

/** A line that was not taken, and why, as the file of rejects has it. */
interface Reject {
  /** Its number, from 1 on. */
  readonly line: number;
  readonly reason: string;
  /** Where in the filing, and what would have been right; not there where it is not known. */
  readonly path?: Reason["path"];
  readonly expected?: string | undefined;
  readonly got?: string | undefined;
  /** The line, to be corrected. */
  readonly text: string;
}

/** The file of rejects: made with the first of them, written at once, and a file that `import reports` reads again. */
export class Rejects {
  readonly #path: string;
  readonly #goesOn: boolean;
  #file: number | null = null;

  /**
   * `goesOn`: those of the run before stay in it. Throws where the file cannot be written, and where it is what is
   * imported.
   */
  constructor(path: string, input: Input, goesOn: boolean) {
    if (input.is(path)) {
      throw new InvalidInput(
        `Rejected lines would go to ${path}, which is what is imported: give another file with --rejects.`,
      );
    }
    this.#path = path;
    this.#goesOn = goesOn;
    this.#orSay(() => checkWritable(path));
  }

  write(line: number, { message: reason, path, expected, got }: Reason, text: string): void {
    const reject: Reject = { line, reason, path, expected, got, text };
    this.#orSay(() => {
      this.#file ??= openSync(this.#path, this.#goesOn ? "a" : "w");
      writeSync(this.#file, `${JSON.stringify(reject)}\n`);
    });
  }

  close(): void {
    if (this.#file !== null) closeSync(this.#file);
  }

  #orSay(work: () => void): void {
    try {
      work();
    } catch (error) {
      throw new Unavailable(
        `Rejected lines cannot be written to ${this.#path} (${(error as Error).message}): give another file with --rejects.`,
      );
    }
  }
}

/** Is a line one of a file of rejects? */
export function isReject(value: unknown): value is Pick<Reject, "text"> {
  return (
    typeof value === "object" &&
    value !== null &&
    "reason" in value &&
    "text" in value &&
    typeof value.text === "string"
  );
}
