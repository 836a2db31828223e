import { spawnSync } from "node:child_process";

/**
 * `npm run audit`: asks the registry for known weaknesses of all that is installed where Readout runs. Exits with 0
 * where there are none, with 1 where there are, and with 2 where the registry does not say, as a mirror may not.
 */

const npm = process.platform === "win32" ? "npm.cmd" : "npm";
const { stdout } = spawnSync(npm, ["audit", "--omit=dev", "--json"], {
  encoding: "utf8",
  shell: process.platform === "win32",
});
const { metadata, vulnerabilities, message } = report(stdout);
if (metadata?.vulnerabilities === undefined) {
  console.log(`Skipped: the registry does not tell of weaknesses (${message ?? "it cannot be reached"}).`);
  process.exitCode = 2;
} else {
  const { total } = metadata.vulnerabilities;
  console.log(`${total} known weaknesses in ${metadata.dependencies.prod} packages.`);
  for (const { name, severity, range } of Object.values(vulnerabilities)) {
    console.log(`${name} ${range}: ${severity}`);
  }
  process.exitCode = total === 0 ? 0 : 1;
}

function report(text) {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}
