import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { pipeline } from "node:stream/promises";
import { fileURLToPath } from "node:url";
import type { Environment } from "../testkit/process.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const { scripts } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as {
  scripts: { readout: string };
};
/** As `npm run readout --` has it, without what that prepares. */
const READOUT = scripts.readout.split(" && ").at(-1) ?? "";

/**
 * Runs a line of a shell in which `readout` is the command, and `$READOUT` what it stands for: `readout export | head -1`.
 * What its standard input gets is made as it is read.
 */
export async function shell(
  line: string,
  environment: Environment,
  input: Iterable<string> = [],
): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const { PATH = "", HOME = tmpdir(), TMPDIR = tmpdir() } = process.env;
  const child = spawn("sh", ["-c", `readout() { $READOUT "$@"; }\n${line}`], {
    cwd: ROOT,
    env: {
      PATH: `${dirname(process.execPath)}:${PATH}`,
      HOME,
      TMPDIR,
      READOUT,
      NODE_COMPILE_CACHE: join(tmpdir(), "readout-test-compiled"),
      ...environment,
    },
    stdio: "pipe",
  });
  const ended = once(child, "close");
  const [stdout, stderr] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    // A command that fails leaves the rest of its input: its own messages tell why.
    pipeline(Readable.from(input), child.stdin).catch(() => {}),
  ]);
  const [code] = (await ended) as [number | null];
  return { code, stdout, stderr };
}

/** `script` of util-linux runs a command on a terminal of its own. */
export const hasTerminal = spawnSync("script", ["-qec", "true", "/dev/null"]).status === 0;

/** What a command of a shell writes on a terminal: `$READOUT export --out file`. */
export async function onTerminal(line: string, environment: Environment): Promise<string> {
  const { stdout } = await shell(`script -qec '${line}' /dev/null`, { TERM: "xterm", ...environment });
  return stdout;
}
