import { deriveAgreements } from "../agreement/write.ts";
import { deriveContacts } from "../contact/write.ts";
import type { Database, Statements } from "../database/database.ts";
import { Conflict, NotFound } from "../errors/errors.ts";
import { beginWriting, newWrite, storeWrites, type WriteAction } from "../history/write.ts";

/** A retraction: what, why, and by whom. */
export interface Retraction {
  /** The uuid of the report or claim. */
  readonly id: string;
  readonly reason: string;
  readonly actor: string;
  /** Looks at the record before, when no other writer can come between; what it throws leaves all as it is. */
  readonly check?: (statements: Statements) => Promise<void>;
}

/** The claims of a report do not count from now on. Throws NotFound, and Conflict where it was retracted before. */
export async function retractReport(
  database: Pick<Database, "prisma">,
  { id, reason, actor, check }: Retraction,
): Promise<void> {
  await database.prisma.$transaction(async (statements) => {
    const recordedAt = await beginWriting(statements);
    await check?.(statements);
    const report = await statements.report.findUnique({ where: { id } });
    refuseRetracted(report, "report", id);
    const at = recordedAt(0);
    await statements.$executeRaw`UPDATE report SET retracted_at = ${at}::timestamptz WHERE id = ${id}::uuid`;
    await statements.$executeRaw`
      UPDATE claim SET retracted_at = ${at}::timestamptz WHERE report_id = ${id}::uuid AND retracted_at IS NULL`;
    await deriveSubjects(statements, id, { at, actor, action: "REPORT_RETRACTED", reason, reportId: id });
  });
}

/** One claim does not count from now on. Throws NotFound, and Conflict where it was retracted before. */
export async function retractClaim(
  database: Pick<Database, "prisma">,
  { id, reason, actor }: Retraction,
): Promise<void> {
  await database.prisma.$transaction(async (statements) => {
    const recordedAt = await beginWriting(statements);
    const claim = await statements.claim.findUnique({ where: { id } });
    refuseRetracted(claim, "claim", id);
    const at = recordedAt(0);
    await statements.$executeRaw`UPDATE claim SET retracted_at = ${at}::timestamptz WHERE id = ${id}::uuid`;
    const reportId = claim?.reportId ?? "";
    await deriveSubjects(statements, reportId, { at, actor, action: "CLAIM_RETRACTED", reason, reportId });
  });
}

/** Works out again what a report's claims, retracted ones too, are about. */
async function deriveSubjects(
  statements: Statements,
  reportId: string,
  done: { at: string; actor: string; action: WriteAction; reason: string; reportId: string },
): Promise<void> {
  const write = newWrite(done);
  await storeWrites(statements, [write]);
  const contacts = await statements.$queryRaw<{ id: string }[]>`
    SELECT DISTINCT contact_id AS id FROM claim WHERE report_id = ${reportId}::uuid AND contact_id IS NOT NULL`;
  const agreements = await statements.$queryRaw<{ slug: string }[]>`
    SELECT DISTINCT a.slug FROM claim c JOIN agreement a ON a.id = c.agreement_id WHERE c.report_id = ${reportId}::uuid`;
  await deriveAgreements(
    statements,
    agreements.map(({ slug }) => slug),
    write,
  );
  await deriveContacts(
    statements,
    contacts.map(({ id }) => id),
    write,
  );
}

function refuseRetracted(
  row: { retractedAt: Date | null } | null,
  what: "report" | "claim",
  id: string,
): void {
  if (row === null) {
    throw new NotFound(`There is no such ${what}`, {
      path: [what],
      expected: `the id of a ${what}`,
      got: id,
    });
  }
  if (row.retractedAt !== null) {
    throw new Conflict(`The ${what} was retracted on ${row.retractedAt.toISOString()}`, {
      path: [what],
      expected: `a ${what} that counts`,
      got: id,
    });
  }
}
