import { SingleBar } from "cli-progress";

/** Progress of something that takes longer than two seconds, on standard error. */
export interface Progress {
  advance(done: number): void;
  stop(): void;
}

export interface ProgressOptions {
  /** Null where nobody knows. */
  readonly total: number | null;
  readonly unit: string;
  readonly isSilent: boolean;
}

/** A bar with the rate and the time left on a terminal, a line now and then elsewhere, nothing for a script. */
export function createProgress({ total, unit, isSilent }: ProgressOptions): Progress {
  if (isSilent) return { advance: () => {}, stop: () => {} };
  return process.stderr.isTTY === true ? createBar(total, unit) : createLines(total, unit);
}

const FROM_MS = 2000;

function createBar(total: number | null, unit: string): Progress {
  const rateOf = rateSinceNow();
  let done = 0;
  const bar = new SingleBar({
    format:
      total === null
        ? `{value} ${unit} | {rate} a second`
        : `[{bar}] {percentage} % | {value} of {total} ${unit} | {rate} a second | {eta_formatted} left`,
    barCompleteChar: "=",
    barIncompleteChar: " ",
    hideCursor: true,
    stopOnComplete: false,
    etaBuffer: 1000,
  });
  return {
    advance: (more) => {
      done += more;
      const { rate, elapsed } = rateOf(done);
      if (bar.isActive) bar.update(done, { rate });
      else if (elapsed >= FROM_MS) bar.start(total ?? 0, done, { rate });
    },
    stop: () => bar.stop(),
  };
}

const LINE_EVERY_MS = 5000;

function createLines(total: number | null, unit: string): Progress {
  const rateOf = rateSinceNow();
  let done = 0;
  let last = 0;
  return {
    advance: (more) => {
      done += more;
      const { rate, elapsed } = rateOf(done);
      if (elapsed - last < LINE_EVERY_MS) return;
      last = elapsed;
      const of = total === null ? "" : ` of ${total}`;
      const left = total === null ? "" : `, ${Math.ceil((total - done) / Math.max(rate, 1))} s left`;
      process.stderr.write(`${done}${of} ${unit}, ${rate} a second${left}\n`);
    },
    stop: () => {},
  };
}

/** A second and elapsed milliseconds, counted from now. */
function rateSinceNow(): (done: number) => { rate: number; elapsed: number } {
  const began = performance.now();
  return (done) => {
    const elapsed = performance.now() - began;
    return { rate: Math.round((done * 1000) / Math.max(elapsed, 100)), elapsed };
  };
}
