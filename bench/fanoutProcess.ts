import { fork } from "node:child_process";
import { once } from "node:events";
import { setImmediate as turn } from "node:timers/promises";
import { fileURLToPath } from "node:url";

/** What a process does for the one that started it, by calls whose input and output are plain data. */
type Functions = Record<string, (...input: never[]) => unknown>;

/** The functions of another process. */
export type Remote<F extends Functions> = {
  readonly [Name in keyof F]: (...input: Parameters<F[Name]>) => Promise<Awaited<ReturnType<F[Name]>>>;
};

interface Call {
  readonly id: number;
  readonly name: string;
  readonly input: never[];
}

interface Answer {
  readonly id: number;
  readonly output?: unknown;
  readonly error?: string;
}

/** Does what the process that started this one asks for. */
export function offer<F extends Functions>(functions: F): void {
  process.on("message", async ({ id, name, input }: Call) => {
    const answer = (answer: Omit<Answer, "id">) => process.send?.({ id, ...answer });
    try {
      answer({ output: await functions[name]?.(...input) });
    } catch (error) {
      answer({ error: error instanceof Error ? error.message : String(error) });
    }
  });
  process.once("disconnect", () => process.exit());
  process.send?.("ready");
}

/** Works with a process of its own, which runs a file of this folder; it ends after. */
export async function withProcess<F extends Functions, T>(
  file: string,
  environment: Record<string, string>,
  work: (remote: Remote<F>) => Promise<T>,
): Promise<T> {
  const child = fork(fileURLToPath(new URL(file, import.meta.url)), {
    execArgv: ["--disable-warning=ExperimentalWarning", "--expose-gc"],
    env: { ...process.env, ...environment },
  });
  const ended = once(child, "exit");
  const calls = new Map<number, PromiseWithResolvers<unknown>>();
  const fails = ended.then(([code, signal]) => {
    const error = new Error(`${file} ended (${code ?? signal})`);
    for (const { reject } of calls.values()) reject(error);
    throw error;
  });
  fails.catch(() => {}); // It ends so in the end.
  try {
    await Promise.race([once(child, "message"), fails]);
    child.on("message", ({ id, output, error }: Answer) => {
      const call = calls.get(id);
      calls.delete(id);
      if (error === undefined) call?.resolve(output);
      else call?.reject(new Error(`${file}: ${error}`));
    });
    let count = 0;
    const call = (name: string, input: unknown[]) => {
      const id = ++count;
      const result = Promise.withResolvers<unknown>();
      calls.set(id, result);
      child.send({ id, name, input });
      return result.promise;
    };
    const remote = new Proxy({} as Remote<F>, {
      get: (_, name) => (name === "then" ? undefined : (...input: unknown[]) => call(String(name), input)),
    });
    return await work(remote);
  } finally {
    if (child.connected) child.disconnect();
    await ended;
  }
}

/** In milliseconds, the same in all processes of a machine. */
export function now(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}

export interface Memory {
  /** In bytes, of the process. */
  readonly resident: number;
  /** In bytes: objects, and what they hold outside of the heap. */
  readonly heap: number;
}

/** What is in use once all garbage is gone. */
export async function memoryInUse(): Promise<Memory> {
  if (globalThis.gc === undefined) throw new Error("The process was not started with --expose-gc");
  for (let round = 0; round < 3; round++) {
    await globalThis.gc({ type: "major", execution: "async", flavor: "last-resort" });
    await turn();
  }
  const { rss, heapUsed, external } = process.memoryUsage();
  return { resident: rss, heap: heapUsed + external };
}
