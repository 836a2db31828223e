import { setTimeout as delay } from "node:timers/promises";
import { type Config, readConfig } from "../config/config.ts";
import { InvalidInput, Unavailable } from "../errors/errors.ts";
import { lockFollowing } from "../server/followLock.ts";
import { openRecorder, type Recorder } from "../server/record.ts";
import { watchInterruption } from "./filing.ts";

/** How often a source is tried that cannot be read, where it is to be read once. */
export const ATTEMPTS = 3;

/** How often a source is looked at; `once`: until it was read. */
export interface Rhythm {
  readonly everyMs: number;
  readonly once: boolean;
}

/**
 * Follows a source into the record, as the only process that does, until it is interrupted: `begin` gives what catches
 * up with it, which throws Unavailable where it cannot now. Then it is asked again after 1, 2, 4… seconds.
 */
export async function follow(
  source: string,
  rhythm: Rhythm,
  begin: (config: Config, recorder: Recorder, signal: AbortSignal) => () => Promise<void>,
): Promise<void> {
  const config = readConfig(process.env);
  const recorder = await openRecorder(config);
  const interruption = watchInterruption();
  try {
    const lock = await lockFollowing(config, source);
    try {
      const signal = AbortSignal.any([interruption.signal, lock.lost]);
      await repeat(signal, rhythm, begin(config, recorder, signal));
      if (lock.lost.aborted) {
        throw new Unavailable(
          "The connection that makes this the only process that follows broke: start it again.",
        );
      }
    } finally {
      await lock.release();
    }
  } finally {
    interruption.stop();
    await recorder.close();
  }
  if (interruption.signal.aborted) process.exitCode = 130;
}

async function repeat(
  signal: AbortSignal,
  { everyMs, once }: Rhythm,
  catchUp: () => Promise<void>,
): Promise<void> {
  let failures = 0;
  while (!signal.aborted) {
    try {
      await catchUp();
      failures = 0;
      if (once) return;
      await delay(everyMs, undefined, { signal });
    } catch (error) {
      if (signal.aborted) return;
      if (!(error instanceof Unavailable)) throw error;
      failures++;
      if (once && failures >= ATTEMPTS) throw error;
      process.stderr.write(`${error.message}\n`);
      const wait = Math.min(everyMs, 1000 * 2 ** (failures - 1));
      await delay(wait, undefined, { signal }).catch(() => {});
    }
  }
}

const UNITS: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000 };

/** Milliseconds of "15m". */
export function readSpan(text: string): number {
  const [, number, unit] = /^([1-9]\d{0,3})([smh])$/.exec(text) ?? [];
  if (number !== undefined && unit !== undefined) return Number(number) * (UNITS[unit] ?? 0);
  throw new InvalidInput(`--every must be a span such as 15m, 30s or 1h, and is ${JSON.stringify(text)}.`);
}
