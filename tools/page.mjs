// Runs before start and test: builds the page from web/ into web/dist when it is missing or its sources have changed
// since. A page that cannot be built does not keep the service from starting.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const web = join(root, "web");
const built = join(web, "dist");
const digest = createHash("sha256").update(readFileSync(join(root, "package-lock.json")));
for (const path of readdirSync(web, { recursive: true }).sort()) {
  if (/^(dist|tests)/.test(path) || !statSync(join(web, path)).isFile()) continue;
  digest.update(path).update(readFileSync(join(web, path)));
}
const current = digest.digest("hex");
const stamp = join(built, ".sources");

if (process.argv.includes("--force") || !existsSync(stamp) || readFileSync(stamp, "utf8") !== current) {
  process.stderr.write("Building the page, once: a few seconds …\n");
  // Beside the old one, so that a start at the same time finds either whole.
  const fresh = join(web, `dist-${process.pid}`);
  const vite = join(root, "node_modules", "vite", "bin", "vite.js");
  const done = spawnSync(process.execPath, [vite, "build", web, "--outDir", fresh, "--logLevel", "warn"], {
    cwd: root,
    encoding: "utf8",
    // Whoever starts it, as a test does: what is served is what users get.
    env: { ...process.env, NODE_ENV: "production" },
  });
  if (done.status === 0) {
    writeFileSync(join(fresh, ".sources"), current);
    rmSync(built, { recursive: true, force: true });
    renameSync(fresh, built);
  } else {
    rmSync(fresh, { recursive: true, force: true });
    process.stderr.write(`The page could not be built:\n${done.stdout}${done.stderr}\n`);
    process.exitCode = process.argv.includes("--force") ? 1 : 0;
  }
}
