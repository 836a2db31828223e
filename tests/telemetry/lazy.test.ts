import { execFileSync } from "node:child_process";
import { expect, it } from "vitest";

it("loads what metrics and traces need only where somebody asks for them", () => {
  const program = `
    import { registerHooks } from "node:module";
    const loaded = [];
    registerHooks({ load: (url, context, next) => { loaded.push(url); return next(url, context); } });
    await import("./src/server/serve.ts");
    const count = () => loaded.filter((url) => /opentelemetry|prom-client/.test(url)).length;
    const before = count();
    await import("./src/telemetry/metrics.ts");
    await import("./src/telemetry/tracing.ts");
    console.log(JSON.stringify([before, count() > 10]));`;
  const flags = ["--disable-warning=ExperimentalWarning", "--liftoff-only", "--input-type=module"];
  const told = execFileSync(process.execPath, [...flags, "--eval", program], { encoding: "utf8" });
  expect(JSON.parse(told)).toEqual([0, true]);
});
