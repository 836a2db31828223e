import { z } from "zod";
import { agreementsDependencies } from "./agreement/lists.ts";
import type { Dependency } from "./cache/evictions.ts";
import { contactDependencies } from "./contact/dependency.ts";
import { reportsDependencies } from "./relationship/loaders.ts";

const dependencies = z.array(
  z.union([
    z.int().nonnegative(),
    z.discriminatedUnion("list", [...contactDependencies, agreementsDependencies, reportsDependencies]),
  ]),
);

/** What an answer was made of, from JSON that anybody may have written; null where it is not that. */
export function readDependencies(json: unknown): Dependency[] | null {
  return dependencies.safeParse(json).data ?? null;
}
