import type { ServerResponse } from "node:http";
import { setTimeout as delay } from "node:timers/promises";
import type { Database } from "../database/database.ts";
import { migrationNames } from "../database/engine.ts";
import type { Live } from "./graphql.ts";

/** What must hold for requests to be sent here; each is true where it does. */
export interface Readiness {
  /** It answers within two seconds. */
  readonly database: boolean;
  /** It has the migrations of this version, and no others. */
  readonly migrations: boolean;
  /** The change log was read in the last ten seconds: what is written elsewhere is known here. */
  readonly changes: boolean;
}

/** Looks whether requests can be answered, and by what is known. However many ask, the database is asked once at a time. */
export function readiness(
  { prisma }: Pick<Database, "prisma">,
  live: Pick<Live, "isFollowing">,
): () => Promise<Readiness> {
  let asked: Promise<number | null> | null = null;
  return async () => {
    const known = migrationNames().length;
    asked ??= appliedMigrations(prisma).finally(() => {
      asked = null;
    });
    const late = new AbortController();
    const count = await Promise.race([asked, delay(PATIENCE_MS, null, { signal: late.signal, ref: false })]);
    late.abort();
    return { database: count !== null, migrations: count === known, changes: live.isFollowing() };
  };
}

/** How many there are; null where the database does not tell. */
async function appliedMigrations(prisma: Database["prisma"]): Promise<number | null> {
  try {
    const [row] = await prisma.$queryRaw<{ count: number }[]>`
      SELECT count(*)::int AS count FROM _prisma_migrations
      WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL`;
    return row?.count ?? 0;
  } catch {
    return null;
  }
}

/** Answers that the process runs, whatever it can do. */
export function answerLive(response: ServerResponse): void {
  answer(response, 200, { status: "live" });
}

/** Answers with 200 where requests can be answered, and with 503 and what is missing where not. */
export function answerReady(response: ServerResponse, state: Readiness | "starting" | "stopping"): void {
  if (typeof state === "string") {
    answer(response, 503, { status: state });
    return;
  }
  const isReady = state.database && state.migrations && state.changes;
  answer(response, isReady ? 200 : 503, { status: isReady ? "ready" : "not ready", ...state });
}

function answer(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { "Content-Type": "application/json", "Cache-Control": "no-store" });
  response.end(JSON.stringify(body));
}

const PATIENCE_MS = 2000;
