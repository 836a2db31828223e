import { type ChildProcess, spawn } from "node:child_process";
import { constants, existsSync } from "node:fs";
import { cp, mkdtemp, rename, rm } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { inject } from "vitest";
import { isCode } from "../../src/database/lock.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** A folder for what all workers of a run use. */
    shared: string;
  }
}

/**
 * Readout as users run it: real processes, on folders of their own. What is started here ends, and what is made here
 * is removed, with the block that declared it by `await using`.
 */

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const MAIN = join(ROOT, "src", "main.ts");
/** Those of the script `start` in package.json, and one that halves the work of a start. */
const SERVE_FLAGS = ["--disable-warning=ExperimentalWarning", "--liftoff-only"];
/** Those of the script `readout`. */
const COMMAND_FLAGS = [...SERVE_FLAGS, "--max-old-space-size=128", "--max-semi-space-size=8"];
/** Every process loads the same modules: compiled once. */
const NODE_COMPILE_CACHE = join(tmpdir(), "readout-test-compiled");

export type Environment = Readonly<Record<string, string>>;

/** How a process ended, and all it wrote. */
export interface Ended {
  /** Null where a signal ended it. */
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A process under way. */
export interface Started extends AsyncDisposable {
  readonly pid: number;
  /** What it wrote until now. */
  readonly stdout: string;
  readonly stderr: string;
  readonly ended: Promise<Ended>;
  kill(signal: NodeJS.Signals): void;
  /** Resolves once the text is on its standard output; throws where it ends before. */
  says(text: string | RegExp): Promise<void>;
}

export interface Serving extends Started {
  /** "http://127.0.0.1:4000" */
  readonly url: string;
  /** What GraphQL answers to a POST. */
  ask(query: string, variables?: Record<string, unknown>): Promise<Response>;
  /** The data of an answer without errors. */
  // biome-ignore lint/suspicious/noExplicitAny: tests read answers of any shape
  data(query: string, variables?: Record<string, unknown>): Promise<any>;
}

/** A command under way: `command(["import", "historian", folder], { DATA_DIR })`. */
export function command(args: readonly string[], environment: Environment = {}, cwd?: string): Started {
  return start([...COMMAND_FLAGS, MAIN, ...args], environment, cwd);
}

/** A program of ours under way: `program("examples/watch/watch.ts", ["ws"])`. */
export function program(
  path: string,
  args: readonly string[] = [],
  environment: Environment = {},
  cwd?: string,
): Started {
  return start([...SERVE_FLAGS, join(ROOT, path), ...args], environment, cwd);
}

/** A command, from start to end. */
export async function run(
  args: readonly string[],
  environment: Environment = {},
  cwd?: string,
): Promise<Ended> {
  await using started = command(args, environment, cwd);
  return await started.ended;
}

/** A start of the server, which may fail. */
export function startServer(environment: Environment, cwd?: string): Started {
  return start([...SERVE_FLAGS, MAIN, "serve"], { PORT: "0", LOG_LEVEL: "warn", ...environment }, cwd);
}

/** A server that answers. */
export async function serve(environment: Environment, cwd?: string): Promise<Serving> {
  const started = startServer(environment, cwd);
  try {
    await started.says("Ctrl+C");
  } catch (error) {
    await started[Symbol.asyncDispose]();
    throw error;
  }
  const url = /http:\/\/\S+(?=\/graphql)/.exec(started.stdout)?.[0] ?? "";
  const ask = (query: string, variables?: Record<string, unknown>) =>
    fetch(`${url}/graphql`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ query, variables }),
    });
  const data = async (query: string, variables?: Record<string, unknown>) => {
    const answer = (await (await ask(query, variables)).json()) as { data?: unknown; errors?: unknown };
    if (answer.errors !== undefined) throw new Error(JSON.stringify(answer.errors, null, 2));
    return answer.data;
  };
  // Not copied: what it wrote, and how it ended, is known later.
  return Object.assign(Object.create(started) as Started, { url, ask, data });
}

function start(args: readonly string[], environment: Environment, cwd = tmpdir()): Started {
  const { PATH = "", HOME = tmpdir(), TMPDIR = tmpdir() } = process.env;
  // Nothing else of the test runner's environment: no colours that it asks for, no database of its own.
  const child = spawn(process.execPath, args, {
    env: { PATH, HOME, TMPDIR, NODE_COMPILE_CACHE, ...environment },
    stdio: ["ignore", "pipe", "pipe"],
    cwd,
  });
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (text) => {
    stdout += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text) => {
    stderr += text;
  });
  const ended = new Promise<Ended>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code, signal) => resolve({ code, signal, stdout, stderr }));
  });
  return {
    pid: child.pid ?? 0,
    get stdout() {
      return stdout;
    },
    get stderr() {
      return stderr;
    },
    ended,
    kill: (signal) => child.kill(signal),
    says: (text) => waitFor(child, text, () => ({ stdout, stderr })),
    [Symbol.asyncDispose]: async () => {
      child.kill("SIGKILL");
      await ended;
    },
  };
}

function waitFor(
  child: ChildProcess,
  text: string | RegExp,
  written: () => Pick<Ended, "stdout" | "stderr">,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const look = () => {
      const { stdout } = written();
      if (typeof text === "string" ? !stdout.includes(text) : !text.test(stdout)) return;
      child.stdout?.off("data", look);
      resolve();
    };
    child.stdout?.on("data", look);
    child.once("close", () => reject(new Error(`It ended and did not say ${text}: ${written().stderr}`)));
    look();
  });
}

export interface Folder extends AsyncDisposable {
  readonly path: string;
}

/** An empty folder, removed with all that is in it. */
export async function temporaryFolder(name = "readout-process-"): Promise<Folder> {
  const path = await mkdtemp(join(tmpdir(), name));
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
}

/** A folder with a database that holds the first record, made once for all workers and copied for each test. */
export async function recordFolder(): Promise<Folder> {
  madeRecord ??= makeRecord(join(inject("shared"), "record"));
  const [made, folder] = await Promise.all([madeRecord, temporaryFolder()]);
  // Where the file system can, the copies share what they do not change.
  await cp(made, folder.path, { recursive: true, mode: constants.COPYFILE_FICLONE });
  return folder;
}

/** Cache: the folder to copy. */
let madeRecord: Promise<string> | undefined;

async function makeRecord(folder: string): Promise<string> {
  if (existsSync(folder)) return folder;
  const draft = await mkdtemp(`${folder}-`);
  const { code, stderr } = await run(["migrate"], { DATA_DIR: draft });
  if (code !== 0) throw new Error(stderr);
  try {
    await rename(draft, folder);
  } catch (error) {
    // Another worker has made it meanwhile.
    if (!isCode(error, "ENOTEMPTY")) throw error;
  }
  return folder;
}

/** A port that something else uses. */
export async function takenPort(): Promise<{ port: number } & AsyncDisposable> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    port: (server.address() as AddressInfo).port,
    [Symbol.asyncDispose]: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}
