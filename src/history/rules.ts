import { Conflict } from "../errors/errors.ts";

/** Throws Conflict where a contact or agreement has changed since whoever asks has read it. */
export function refuseOtherVersion(
  { version }: { readonly version: number },
  expected: number | null | undefined,
): void {
  if (expected === null || expected === undefined || expected === version) return;
  throw new Conflict(`It has changed since: it is at version ${version}`, {
    path: ["expectedVersion"],
    expected: String(version),
    got: expected,
  });
}
