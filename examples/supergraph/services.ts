import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

/** Readout and the gateway, as processes of their own on this machine. */

/** A process that answers at an address, until it is stopped. */
export interface Service {
  readonly url: string;
  /** What it has written. */
  readonly log: string;
  stop(): Promise<void>;
}

const README = "examples/supergraph/README.md";

/** Readout on the embedded database in a folder, which is made where it is missing. */
export async function startReadout(dataDir: string, port = 0): Promise<Service> {
  const root = new URL("../../", import.meta.url);
  const main = fileURLToPath(new URL("src/main.ts", root));
  const environment = { DATA_DIR: dataDir, PORT: String(port), HOST: "127.0.0.1", DATABASE_URL: "" };
  return start("Readout", [main, "serve"], environment, /GraphQL and GraphiQL: (\S+)/);
}

/** Hive Gateway, for a supergraph in a file; started anew, on the same port, where one is given. */
export async function startGateway(supergraph: string, port: number): Promise<Service> {
  const hive = fileURLToPath(import.meta.resolve("@graphql-hive/gateway/package.json"));
  const bin = hive.replace(/package\.json$/, "dist/bin.js");
  const config = fileURLToPath(new URL("gateway.config.ts", import.meta.url));
  // Its newer planner: the older one cannot fetch what the desk adds to contacts that it found in Readout.
  const args = [
    bin,
    "supergraph",
    supergraph,
    "--hive-router-runtime",
    "--config-path",
    config,
    "--port",
    String(port),
  ];
  const gateway = await start("The gateway", args, {}, /Listening on (\S+?)\/?$/m);
  const url = `http://127.0.0.1:${port}/graphql`;
  return {
    url,
    get log() {
      return gateway.log;
    },
    stop: gateway.stop,
  };
}

/** Starts a process, and waits until it says where it listens. Throws an error with its log where it ends before. */
async function start(
  name: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
  listening: RegExp,
): Promise<Service> {
  const child = spawn(process.execPath, [...FLAGS, ...args], {
    env: { ...process.env, ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let log = "";
  const url = await new Promise<string>((resolve, reject) => {
    const read = (text: string) => {
      log += text;
      const [, address] = listening.exec(log) ?? [];
      if (address !== undefined) resolve(address);
    };
    child.stdout.setEncoding("utf8").on("data", read);
    child.stderr.setEncoding("utf8").on("data", read);
    child.once("error", reject);
    child.once("close", (code) => reject(new Error(`${name} ended with ${code} (see ${README}):\n${log}`)));
  });
  return {
    url,
    get log() {
      return log;
    },
    stop: () => stop(child),
  };
}

/** They start in half the time so. */
const FLAGS = ["--disable-warning=ExperimentalWarning", "--liftoff-only"];

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const closed = once(child, "close");
  child.kill("SIGTERM");
  await closed;
}
