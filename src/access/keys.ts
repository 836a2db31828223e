import { createHash, randomBytes } from "node:crypto";
import { v7 } from "uuid";
import type { ApiKey } from "../../prisma/client/client.ts";
import type { Statements } from "../database/database.ts";
import { Conflict, NotFound } from "../errors/errors.ts";
import type { Caller, Role } from "./rules.ts";

/** A key as it can be shown; all but the secret. Times are RFC 3339 in UTC. */
export interface KeyDescription {
  readonly id: string;
  /** How the key begins, to tell keys apart by. */
  readonly prefix: string;
  readonly name: string;
  readonly role: Role;
  readonly createdAt: string;
  readonly expiresAt: string | null;
  readonly revokedAt: string | null;
  readonly lastUsedAt: string | null;
}

/** Makes a key. It is in the answer, once: only its digest is stored. */
export async function createKey(
  statements: Statements,
  { name, role, expiresAt }: { name: string; role: Role; expiresAt: string | null },
): Promise<KeyDescription & { key: string }> {
  const prefix = `readout_${randomBytes(4).toString("hex")}`;
  const key = `${prefix}_${randomBytes(24).toString("base64url")}`;
  const row = await statements.apiKey.create({
    data: {
      id: v7(),
      prefix,
      digest: digestOf(key),
      name,
      role,
      expiresAt: expiresAt === null ? null : new Date(expiresAt),
    },
  });
  return { ...describe(row), key };
}

/** All keys, revoked and expired ones too, the oldest first. */
export async function listKeys(statements: Statements): Promise<KeyDescription[]> {
  return (await statements.apiKey.findMany({ orderBy: { createdAt: "asc" } })).map(describe);
}

/** Ends a key, by its id or prefix. Throws NotFound, and Conflict for one that was revoked before. */
export async function revokeKey(statements: Statements, idOrPrefix: string): Promise<KeyDescription> {
  const isId = /^[0-9a-f]{8}-/.test(idOrPrefix);
  const key = await statements.apiKey.findUnique({
    where: isId ? { id: idOrPrefix } : { prefix: idOrPrefix },
  });
  if (key === null) {
    throw new NotFound(`There is no key ${JSON.stringify(idOrPrefix)}`, {
      expected: "the id or the prefix of a key, as the list has them",
      got: idOrPrefix,
    });
  }
  if (key.revokedAt !== null) throw new Conflict(`The key was revoked on ${key.revokedAt.toISOString()}`);
  return describe(await statements.apiKey.update({ where: { id: key.id }, data: { revokedAt: new Date() } }));
}

/** Whose key it is; null for one that is unknown, revoked or expired. Its last use is noted with `notesUse`. */
export async function callerOfKey(
  statements: Statements,
  key: string,
  notesUse: boolean,
): Promise<Caller | null> {
  const row = await statements.apiKey.findUnique({ where: { digest: digestOf(key) } });
  const now = new Date();
  if (row === null || row.revokedAt !== null || (row.expiresAt !== null && row.expiresAt <= now)) return null;
  const lastUse = row.lastUsedAt?.getTime() ?? 0;
  if (notesUse && now.getTime() - lastUse > LAST_USE_EVERY_MS) {
    await statements.apiKey.update({ where: { id: row.id }, data: { lastUsedAt: now } });
  }
  return {
    role: row.role,
    name: row.name,
    key: row.id,
    ...(row.expiresAt === null ? {} : { expiresAt: row.expiresAt.getTime() }),
  };
}

/** The last use is kept to the minute: a write for each request would cost more than it tells. */
const LAST_USE_EVERY_MS = 60_000;

/** Keys are random: their digest needs neither salt nor stretching. */
function digestOf(key: string): string {
  return createHash("sha256").update(key).digest("hex");
}

function describe(key: ApiKey): KeyDescription {
  return {
    id: key.id,
    prefix: key.prefix,
    name: key.name,
    role: key.role,
    createdAt: key.createdAt.toISOString(),
    expiresAt: key.expiresAt?.toISOString() ?? null,
    revokedAt: key.revokedAt?.toISOString() ?? null,
    lastUsedAt: key.lastUsedAt?.toISOString() ?? null,
  };
}
