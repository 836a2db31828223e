import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import type { Counted } from "../../counting.ts";
import type { ServerKind } from "./servers.ts";

/** A server in a process of its own, on a core of its own where the machine lets one choose. */
export interface RunningServer {
  /** Where it is asked: "http://127.0.0.1:4000/graphql". */
  readonly url: string;
  /** What it did so far. */
  counted(): Promise<Counted>;
  stop(): Promise<void>;
}

const counting = fileURLToPath(new URL("../../counting.ts", import.meta.url));

export async function startServer(kind: ServerKind, databaseUrl: string): Promise<RunningServer> {
  const child = onCores(
    SERVER_CORE,
    [
      process.execPath,
      "--disable-warning=ExperimentalWarning",
      ...kind.flags,
      "--import",
      counting,
      kind.main,
      ...kind.arguments,
    ],
    { ...kind.environment, DATABASE_URL: databaseUrl, PORT: "0", HOST: "127.0.0.1" },
  );
  const ended = once(child, "exit");
  return {
    url: await urlTold(child, kind.title),
    counted: async () => (await ask(child, "count")) as Counted,
    stop: async () => {
      child.kill();
      await ended;
    },
  };
}

/** Sends a message to a process, and gives what it sends back. Throws where it ends instead. */
export function ask(child: ChildProcess, message: string | object): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const ended = (code: number | null) =>
      reject(new Error(`${child.spawnargs.join(" ")} ended with ${code}`));
    child.once("exit", ended);
    child.once("message", (answer) => {
      child.off("exit", ended);
      resolve(answer);
    });
    child.send(message);
  });
}

/** The first URL that it prints. */
function urlTold(child: ChildProcess, title: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let told = "";
    child.stdout?.on("data", (text) => {
      told += text;
      const url = /(http:\/\/\S+)\s/.exec(told)?.[1];
      if (url !== undefined) resolve(url);
    });
    child.once("exit", (code) =>
      reject(new Error(`${title} ended with ${code} before it was started: ${told}`)),
    );
  });
}

/** The first core is the server's, the others are for PostgreSQL and the load. */
const CORES = availableParallelism();
const SERVER_CORE = "0";
export const OTHER_CORES = CORES === 2 ? "1" : `1-${CORES - 1}`;

/** Of util-linux; other systems have nothing like it. */
const TASKSET = "taskset";

/** Can processes be kept to cores here? */
export const canPin = CORES > 1 && spawnSync(TASKSET, ["--version"]).status === 0;

/** Starts a Node process on these cores, with a channel for messages. */
export function onCores(
  cores: string,
  [command = "", ...given]: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): ChildProcess {
  const [program, ...input] = canPin ? [TASKSET, "-c", cores, command, ...given] : [command, ...given];
  return spawn(program ?? command, input, {
    env: { ...process.env, ...environment },
    stdio: ["ignore", "pipe", "inherit", "ipc"],
  });
}

/** Keeps running processes to cores; false where that is not permitted, as for those of another user. */
export function pin(cores: string, ids: readonly number[]): boolean {
  const pinned = ids.map((id) => spawnSync(TASKSET, ["-cp", cores, String(id)]).status === 0);
  // One that has ended meanwhile cannot be.
  return pinned.includes(true);
}
