import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { Counted } from "./counting.ts";
import type { Held } from "./soakProbe.ts";

const [main, counting] = ["../src/main.ts", "./counting.ts"].map((path) =>
  fileURLToPath(new URL(path, import.meta.url)),
) as [string, string];

/** A server in a process of its own, as `npm start` runs it. */
export interface BenchServer {
  /** "http://127.0.0.1:4000/graphql" */
  readonly url: string;
  /** What it did so far. */
  counted(): Promise<Counted>;
  /** What it holds, where it was started with `soakProbe.ts`. */
  held(): Promise<Held>;
}

/** Works with a server that these environment variables configure; it ends after. */
export async function withServer<T>(
  environment: Record<string, string>,
  work: (server: BenchServer) => Promise<T>,
  flags: readonly string[] = ["--import", counting],
): Promise<T> {
  const server = spawn(process.execPath, ["--disable-warning=ExperimentalWarning", ...flags, main, "serve"], {
    env: { ...process.env, PORT: "0", LOG_LEVEL: "warn", RATE_LIMIT: "none", ...environment },
    stdio: ["ignore", "pipe", "inherit", "ipc"],
  });
  const ended = once(server, "exit");
  try {
    let told = "";
    for await (const text of server.stdout ?? []) {
      told += text;
      if (told.includes("Ctrl+C")) break;
    }
    const [url] = /http:\/\/\S+\/graphql/.exec(told) ?? [];
    if (url === undefined) throw new Error(`The server did not start: ${told}`);
    const ask = async () => {
      server.send("tell");
      const [told] = await once(server, "message");
      return told;
    };
    return await work({ url, counted: ask, held: ask });
  } finally {
    server.kill();
    await ended;
  }
}
