import { execFileSync } from "node:child_process";
import { expect, it } from "vitest";

/** What a program prints that can tell how many of the modules loaded until then have such an address. */
function told(program: string, ...args: string[]): unknown {
  const counting = `
    import { registerHooks } from "node:module";
    const loaded = [];
    registerHooks({ load: (url, context, next) => { loaded.push(url); return next(url, context); } });
    const count = (address) => loaded.filter((url) => address.test(url)).length;`;
  const flags = ["--disable-warning=ExperimentalWarning", "--liftoff-only", "--input-type=module"];
  const written = execFileSync(process.execPath, [...flags, "--eval", counting + program, ...args], {
    encoding: "utf8",
  });
  return JSON.parse(written.trim().split("\n").at(-1) ?? "");
}

it("loads what metrics, traces, tokens and feeds need only where somebody asks for them", () => {
  const program = `
    await import("./src/server/serve.ts");
    const before = count(/opentelemetry|prom-client|\\/jose\\/|feedsmith/);
    await import("./src/telemetry/metrics.ts");
    await import("./src/telemetry/tracing.ts");
    console.log(JSON.stringify([before, count(/opentelemetry|prom-client/) > 10]));`;
  expect(told(program)).toEqual([0, true]);
});

it("loads for a command nothing of the others, and for the help all of them", () => {
  const program = `
    process.on("exit", () => console.log(JSON.stringify([count(/\\/src\\/cli\\/keys/), count(/\\/graphql\\//) > 0])));
    await import("./src/main.ts");`;
  expect(told(program, "readout", "keys", "--help")).toEqual([1, false]);
  expect(told(program, "readout", "--help")).toEqual([1, true]);
});
