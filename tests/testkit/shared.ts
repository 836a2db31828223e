import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";

/** A folder for what all workers of a run use, removed after it. */
export default function setup(project: TestProject): () => void {
  const folder = mkdtempSync(join(tmpdir(), "readout-test-"));
  project.provide("shared", folder);
  return () => rmSync(folder, { recursive: true });
}
