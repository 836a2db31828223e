import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import pg from "pg";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const PEERS = join(ROOT, "bench", "read", "peers");
const MODELS = join(ROOT, "prisma");

/**
 * Makes ready what Readout is compared with: packages of their own, which the product does without, in `peers/`; a
 * Prisma client with Pothos's types, of the product's models; and the functions that they use in the database.
 */
export async function preparePeers(databaseUrl: string, tell: (line: string) => void): Promise<void> {
  once(join(PEERS, "node_modules", ".installed"), digestOf([join(PEERS, "package-lock.json")]), () => {
    tell("Installing PostGraphile and Pothos's Prisma plugin in bench/read/peers (400 MB, this once) …");
    const { npm_execpath: npm } = process.env;
    const install = ["ci", "--ignore-scripts", "--no-audit", "--no-fund"];
    if (npm === undefined) run("npm", install);
    else run(process.execPath, [npm, ...install]);
  });
  const models = readdirSync(MODELS).filter((file) => file.endsWith(".prisma"));
  once(
    join(PEERS, ".generated", ".models"),
    digestOf(models.sort().map((file) => join(MODELS, file))),
    () => {
      tell("Generating a Prisma client with Pothos's types …");
      generate(models);
    },
  );
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query(readFileSync(join(PEERS, "functions.sql"), "utf8"));
  } finally {
    await client.end();
  }
}

/** The versions of what Readout is compared with, by package. */
export function peerVersions(): Record<string, string> {
  const { packages } = JSON.parse(readFileSync(join(PEERS, "package-lock.json"), "utf8"));
  return Object.fromEntries(
    ["postgraphile", "@pothos/plugin-prisma", "@prisma/client", "pg"].map((name) => [
      name,
      packages[`node_modules/${name}`].version,
    ]),
  );
}

function generate(models: readonly string[]): void {
  const folder = join(PEERS, ".generated", "prisma");
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const file of models) cpSync(join(MODELS, file), join(folder, file));
  writeFileSync(join(folder, "schema.prisma"), GENERATORS);
  run(
    process.execPath,
    [join(ROOT, "node_modules", "prisma", "build", "index.js"), "generate", "--schema", folder, "--no-hints"],
    {
      PATH: [join(PEERS, "node_modules", ".bin"), process.env.PATH].join(delimiter),
      // Prisma downloads a native engine unless this names an executable; generating never runs it.
      PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
      CHECKPOINT_DISABLE: "1",
    },
  );
}

const GENERATORS = `
generator client {
  provider = "prisma-client"
  output   = "../client"
}
generator pothos {
  provider          = "prisma-pothos-types"
  clientOutput      = "./client/client.ts"
  output            = "../pothos.ts"
  generateDatamodel = true
}
datasource db {
  provider = "postgresql"
}
`;

/** Does something where the stamp that was left by doing it is not of this digest. */
function once(stamp: string, digest: string, work: () => void): void {
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === digest) return;
  work();
  writeFileSync(stamp, digest);
}

function digestOf(files: readonly string[]): string {
  const digest = createHash("sha256");
  for (const file of files) digest.update(readFileSync(file));
  return digest.digest("hex");
}

function run(program: string, input: readonly string[], environment: Record<string, string> = {}): void {
  const { status, stdout, stderr } = spawnSync(program, input, {
    cwd: PEERS,
    encoding: "utf8",
    env: { ...process.env, ...environment },
  });
  if (status !== 0) throw new Error(`${[program, ...input].join(" ")} failed:\n${stdout}${stderr}`);
}
