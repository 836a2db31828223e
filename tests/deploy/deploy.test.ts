import { execFileSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { type Config, readConfig } from "../../src/config/config.ts";
import { temporaryFolder } from "../testkit/process.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const read = (path: string) => readFileSync(join(ROOT, path), "utf8");
const COMPOSE = join(ROOT, "deploy/compose.yaml");

/** What a set of variables is configured to, where each is documented. */
function configured(variables: Record<string, string>): Config {
  const documented = read("docs/configuration.md");
  for (const name in variables) {
    if (name !== "NODE_ENV") expect(documented).toMatch(new RegExp(`^\\|[^|]*\`${name}\``, "m"));
  }
  return readConfig(variables);
}

it("compose.yaml configures what there is, and waits for a server that stops", () => {
  const [service = ""] = /^ {2}readout:\n(?: {4}.*\n|\n)+/m.exec(read("deploy/compose.yaml")) ?? [];
  const variables = Object.fromEntries(
    [...service.matchAll(/^ {6}([A-Z_]+): (.*)$/gm)].map(([, name = "", value = ""]) => [
      name,
      value
        .replace(/^"(.*)"$/, "$1")
        .replace(/\$\{\w+:([-?])([^}]*)\}/g, (_, sign, text) => (sign === "-" ? text : "secret")),
    ]),
  );
  const { metrics, shutdownDelayMs, shutdownGraceMs, databaseUrl } = configured(variables);
  expect(databaseUrl).toBe("postgresql://readout:secret@postgres:5432/readout");
  const published = service.match(/^ {6}- "(.*)"$/gm)?.join() ?? "";
  expect(published).toContain("127.0.0.1:4000:4000");
  expect(published).not.toContain(String(metrics?.port));
  const [, seconds] = /stop_grace_period: (\d+)s/.exec(service) ?? [];
  expect(Number(seconds) * 1000).toBeGreaterThan(shutdownDelayMs + shutdownGraceMs);
});

it("the image has all that a server reads, and what it runs is there", () => {
  const dockerfile = read("deploy/Dockerfile");
  const [, environment = ""] = /^ENV (.*)$/m.exec(dockerfile) ?? [];
  configured(Object.fromEntries(environment.split(" ").map((pair) => pair.split("=") as [string, string])));
  // What is copied from the repository is not left out of what is sent to be built.
  const sent = read("deploy/Dockerfile.dockerignore").match(/(?<=^!).*$/gm) ?? [];
  const copied = [...dockerfile.matchAll(/^COPY (?!--from)(.*) \S+$/gm)].flatMap(([, paths = ""]) =>
    paths.split(" "),
  );
  expect(copied.toSorted()).toEqual(sent.toSorted());
  for (const path of sent) expect(existsSync(join(ROOT, path))).toBe(true);
});

it("the unit configures what there is", () => {
  const [, environment = ""] = /^Environment=(.*)$/m.exec(read("deploy/readout.service")) ?? [];
  configured(Object.fromEntries(environment.split(" ").map((pair) => pair.split("=") as [string, string])));
});

checked("docker compose takes compose.yaml", ["docker", "compose", "version"], () => {
  const run = (password: string) =>
    execFileSync("docker", ["compose", "-f", COMPOSE, "config", "--quiet"], {
      env: { ...process.env, POSTGRES_PASSWORD: password },
      stdio: "pipe",
    });
  run("secret");
  expect(() => run("")).toThrow(/POSTGRES_PASSWORD/);
});

checked("systemd takes the unit", ["systemd-analyze", "--version"], async () => {
  await using folder = await temporaryFolder();
  // What it runs is to exist.
  const program = join(folder.path, "opt/readout/node_modules/.bin/node");
  mkdirSync(dirname(program), { recursive: true });
  writeFileSync(program, "#!/bin/sh\n");
  chmodSync(program, 0o755);
  const unit = join(folder.path, "readout.service");
  writeFileSync(
    unit,
    read("deploy/readout.service").replaceAll("/opt/readout", join(folder.path, "opt/readout")),
  );
  expect(execFileSync("systemd-analyze", ["verify", unit], { stdio: "pipe" }).toString()).toBe("");
});

/** Skipped, with the reason in its name, where there is no such program. */
function checked(name: string, [program = "", ...args]: string[], test: () => void | Promise<void>): void {
  try {
    execFileSync(program, args, { stdio: "ignore" });
    it(name, test);
  } catch {
    it.skip(`${name} (skipped: there is no ${[program, ...args].join(" ")})`, test);
  }
}
