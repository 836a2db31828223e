import type { Database } from "../database/database.ts";
import { DomainError, rejectionOf } from "../errors/errors.ts";
import { refuseOtherVersion } from "../history/rules.ts";
import { readFiling } from "../report/filing.ts";
import { type FilingResult, fileReports } from "../report/write.ts";

/** An editor's reading of a value. */
export interface Inference {
  readonly subject: { readonly contact: string } | { readonly agreement: string };
  readonly field: string;
  /** In the field's notation. */
  readonly value: unknown;
  /** What it rests on: it becomes the claim's quote. */
  readonly reason: string;
  readonly actor: string;
  readonly expectedVersion?: number | null;
}

/**
 * Files an editor's reading as a claim with stance INFERRED, in a record of the editors' own: it enters like
 * everything else, and is never mixed with what was reported.
 */
export async function inferValue(
  database: Pick<Database, "prisma">,
  { subject, field, value, reason, actor, expectedVersion }: Inference,
): Promise<FilingResult> {
  const filing = readFiling({
    outlet: { slug: "readout-editors", name: "Readout's editors", kind: "DATASET" },
    report: { title: `Reading of ${field.toLowerCase()} by ${actor}`, kind: "RECORD" },
    claims: [{ subject, field, value, stance: "INFERRED", quote: reason }],
  });
  const [result] = await fileReports(database, [filing], {
    actor,
    action: "VALUE_INFERRED",
    reason,
    check: async (statements) => {
      const row =
        "contact" in subject
          ? await statements.contact.findUnique({ where: { id: subject.contact } })
          : await statements.agreement.findUnique({ where: { slug: subject.agreement } });
      if (row !== null) refuseOtherVersion(row, expectedVersion);
    },
  }).catch((error: unknown): FilingResult[] => {
    if (error instanceof DomainError) return [{ outcome: "rejected", reason: rejectionOf(error) }];
    throw error;
  });
  if (result === undefined) throw new Error("A filing without a result");
  return result;
}
