import { readFileSync } from "node:fs";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/**
 * Files whose tests start processes take longest, however short they are: they come first, so that at the end no worker
 * waits for another's last.
 */
export class ProcessesFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const { first = [], then = [] } = Object.groupBy(sorted, ({ moduleId }) =>
      /testkit\/process\.ts/.test(readFileSync(moduleId, "utf8")) ? "first" : "then",
    );
    return [...first, ...then];
  }
}
