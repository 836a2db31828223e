import { defineConfig } from "vitest/config";
import { ProcessesFirst } from "./tests/testkit/order.ts";

export default defineConfig({
  // The copy that Node itself loads: Vite prefers graphql's other one, and the two do not know each other's objects.
  resolve: { alias: [{ find: /^graphql$/, replacement: "graphql/index.js" }] },
  test: {
    include: ["tests/**/*.test.ts"],
    globalSetup: ["tests/testkit/shared.ts", "tests/testkit/template.ts"],
    // A database in WebAssembly a worker: compiled in one pass it starts faster and takes half the memory.
    execArgv: ["--liftoff-only", "--disable-warning=ExperimentalWarning"],
    // Loading the code and the database's WebAssembly takes longer than most files: workers keep them. Files share no state.
    isolate: false,
    maxWorkers: 2,
    sequence: { sequencer: ProcessesFirst },
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
