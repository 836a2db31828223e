import { SingleBar } from "cli-progress";

/** Progress of something that takes longer than two seconds, on standard error. */
export interface Progress {
  advance(done: number): void;
  stop(): void;
}

/** A bar with the rate and the time left on a terminal, a line now and then elsewhere, nothing for a script. */
export function createProgress(total: number, isSilent: boolean, unit = "records"): Progress {
  if (isSilent) return { advance: () => {}, stop: () => {} };
  return process.stderr.isTTY === true ? createBar(total, unit) : createLines(total, unit);
}

function createBar(total: number, unit: string): Progress {
  const began = performance.now();
  let done = 0;
  const rate = () => Math.round(done / Math.max((performance.now() - began) / 1000, 0.1));
  const bar = new SingleBar({
    format: `[{bar}] {percentage} % | {value} of {total} ${unit} | {rate} a second | {eta_formatted} left`,
    barCompleteChar: "=",
    barIncompleteChar: " ",
    hideCursor: true,
    stopOnComplete: false,
    etaBuffer: 1000,
  });
  bar.start(total, 0, { rate: 0 });
  return {
    advance: (records) => {
      done += records;
      bar.update(done, { rate: rate() });
    },
    stop: () => bar.stop(),
  };
}

const LINE_EVERY_MS = 5000;

function createLines(total: number, unit: string): Progress {
  const began = performance.now();
  let done = 0;
  let last = began;
  return {
    advance: (records) => {
      done += records;
      const now = performance.now();
      if (now - last < LINE_EVERY_MS) return;
      last = now;
      const rate = done / ((now - began) / 1000);
      const left = Math.ceil((total - done) / rate);
      process.stderr.write(`${done} of ${total} ${unit}, ${Math.round(rate)} a second, ${left} s left\n`);
    },
    stop: () => {},
  };
}
