import { spawnSync } from "node:child_process";

/**
 * `npm run audit`: asks the registry for known weaknesses of all that is installed where Readout runs. Ends with 0 where
 * there are none, with 1 where there are, and with 2 where the registry does not say, as some mirrors do not.
 */

/** What `npm audit --json` writes; a message alone where there is no answer. */
interface Report {
  readonly message?: string;
  readonly metadata?: {
    readonly vulnerabilities: { readonly total: number };
    readonly dependencies: { readonly prod: number };
  };
  readonly vulnerabilities?: Readonly<
    Record<string, { readonly name: string; readonly severity: string; readonly range: string }>
  >;
}

const { stdout } = spawnSync("npm audit --omit=dev --json", { encoding: "utf8", shell: true });
const { message = "it cannot be reached", metadata, vulnerabilities = {} } = reportOf(stdout);
if (metadata === undefined) {
  print(`Skipped: the registry does not tell of weaknesses (${message}).`);
  process.exitCode = 2;
} else {
  const { total } = metadata.vulnerabilities;
  print(`${total} known weaknesses in ${metadata.dependencies.prod} packages.`);
  for (const { name, severity, range } of Object.values(vulnerabilities)) {
    print(`${name} ${range}: ${severity}`);
  }
  process.exitCode = total === 0 ? 0 : 1;
}

function reportOf(text: string): Report {
  try {
    return JSON.parse(text) as Report;
  } catch {
    return {};
  }
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
