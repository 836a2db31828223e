import { describe, expect, it, vi } from "vitest";
import { printReadoutSchema } from "../../schema/index.ts";
import { run } from "../testkit/process.ts";
import { hasTerminal, onTerminal } from "./shell.ts";

vi.setConfig({ testTimeout: 180_000 }); // Several processes each, on machines that do other things too.

const ESCAPE = "\u001b[";
const MISSING = "$READOUT import historian missing";

it.each([
  [[], /^Usage: readout \[options\] \[command\]\n[\s\S]+serve[\s\S]+import[\s\S]+migrate[\s\S]+schema/m],
  [["import"], /^Usage: readout import [\s\S]+historian/m],
  [
    ["import", "historian"],
    /missing required argument 'folder'[\s\S]+^Usage: readout import historian [\s\S]+--dry-run/m,
  ],
] as const)("shows the help where it is told too little: readout %j", async (args, help) => {
  const { code, stdout, stderr } = await run(args);
  expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
  expect(stderr).toMatch(help);
});

it("prints the schema and nothing else, so that it can go into a file", async () => {
  const { code, stdout, stderr } = await run(["schema"]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expect(stdout).toBe(printReadoutSchema());
});

describe.skipIf(!hasTerminal)(`on a terminal${hasTerminal ? "" : ", skipped: there is no script(1)"}`, () => {
  it("colours an error", async () => {
    expect(await onTerminal(MISSING, {})).toContain(`${ESCAPE}31mThere is no folder or file missing.`);
  });

  it.each([
    ["NO_COLOR", "1"],
    ["TERM", "dumb"],
  ])("writes no escape codes with %s=%s", async (name, value) => {
    const written = await onTerminal(MISSING, { [name]: value });
    expect(written).toContain("There is no folder or file missing.");
    expect(written).not.toContain(ESCAPE);
  });
});
