import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

export default defineConfig({
  root: fileURLToPath(new URL("../..", import.meta.url)),
  test: {
    include: ["web/tests/**/*.test.ts"],
    globalSetup: ["tests/testkit/shared.ts"],
    execArgv: ["--disable-warning=ExperimentalWarning"],
    // One browser at a time: it takes what the machine has.
    maxWorkers: 1,
    isolate: false,
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
