// Runs before start, test and every command: checks the Node version, and generates Prisma's client when the
// models have changed since. Examples with dependencies of their own are named as arguments. Plain JavaScript, so that an old Node can read it and say what it lacks.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const [major, minor] = process.versions.node.split(".").map(Number);
if (major < 22 || (major === 22 && minor < 18)) {
  fail(
    `Readout needs Node 22.18 or newer and this is ${process.versions.node}. "npm ci" brings Node 24 unless install scripts are off: run "npm ci --ignore-scripts=false", or install a newer Node.`,
  );
}

const models = join(root, "prisma");
const digest = createHash("sha256");
for (const file of readdirSync(models).sort()) {
  if (file.endsWith(".prisma")) digest.update(file).update(readFileSync(join(models, file)));
}
const current = digest.digest("hex");
const stamp = join(models, "client", ".models");
if (!existsSync(stamp) || readFileSync(stamp, "utf8") !== current) {
  const cli = join(root, "node_modules", "prisma", "build", "index.js");
  if (!existsSync(cli)) fail('The dependencies are not installed: run "npm ci" first.');
  const done = spawnSync(process.execPath, [cli, "generate", "--schema", models, "--no-hints"], {
    cwd: root,
    encoding: "utf8",
    // Prisma downloads a native engine unless this names an executable; generating never runs it.
    env: { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: process.execPath, CHECKPOINT_DISABLE: "1" },
  });
  if (done.status !== 0) fail(`Prisma's client could not be generated:\n${done.stdout}${done.stderr}`);
  writeFileSync(stamp, current);
}

for (const example of process.argv.slice(2)) {
  if (!existsSync(join(root, example, "node_modules"))) {
    fail(
      `${example} has dependencies of its own, which are not installed: run "npm ci --prefix ${example}" first.`,
    );
  }
}

function fail(sentence) {
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
}
