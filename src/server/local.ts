import { createServer, type IncomingMessage, request } from "node:http";
import { json } from "node:stream/consumers";
import { setTimeout as delay } from "node:timers/promises";
import type { Database } from "../database/database.ts";
import { type Holder, isCode } from "../database/lock.ts";
import type { Filing } from "../report/filing.ts";
import { type FilingOptions, type FilingResult, fileReports } from "../report/write.ts";

/**
 * How other commands on the machine work with the embedded database while this process has it open: HTTP on the
 * socket that the folder's lock names, which only the user can reach. `POST /filings` takes a JSON array of
 * filings, already checked, and answers with the array of their results; with `?dry-run` it stores nothing. Until
 * there is a database, and after it, the answer is 503.
 */
export interface LocalServer {
  /** Works with a database from now on, or with none; resolves once nothing is under way on the one before. */
  take(database: Database | null): Promise<void>;
  close(): Promise<void>;
}

const FILINGS = "/filings";
const DRY_RUN = "/filings?dry-run";

export async function listenLocally(socket: string): Promise<LocalServer> {
  let database: Database | null = null;
  const underWay = new Set<Promise<unknown>>();
  const server = createServer(async (incoming, response) => {
    const answer = (status: number, body: unknown) => {
      response.writeHead(status, { "Content-Type": "application/json" }).end(JSON.stringify(body));
    };
    try {
      const isFiling = incoming.url === FILINGS || incoming.url === DRY_RUN;
      if (incoming.method !== "POST" || !isFiling) return answer(404, { message: "Unknown request" });
      // Trusted: whoever reaches the socket is this user, and sends what `filingSchema` has read.
      const filings = (await json(incoming)) as Filing[];
      if (database === null) return answer(503, { message: "The database is not open yet, or no longer" });
      const work = fileReports(database, filings, { dryRun: incoming.url === DRY_RUN });
      underWay.add(work);
      answer(200, await work.finally(() => underWay.delete(work)));
    } catch (error) {
      answer(500, { message: error instanceof Error ? error.message : String(error) });
    }
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject).listen(socket, resolve);
  });
  return {
    take: async (next) => {
      database = next;
      await Promise.allSettled(underWay);
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

/**
 * Files reports through the process that holds a folder, for which it waits while that one starts or stops. Null
 * where it is gone: what was sent may have been filed then. Throws what it failed with.
 */
export async function fileThrough(
  { socket, pid }: Holder,
  filings: readonly Filing[],
  { dryRun = false }: FilingOptions = {},
): Promise<FilingResult[] | null> {
  const body = JSON.stringify(filings);
  for (;;) {
    let status: number | undefined;
    let answer: unknown;
    try {
      const response = await post(socket, dryRun ? DRY_RUN : FILINGS, body);
      status = response.statusCode;
      answer = await json(response);
    } catch (error) {
      if (GONE.some((code) => isCode(error, code))) return null;
      throw error;
    }
    if (status === 200) return answer as FilingResult[];
    if (status !== 503) {
      const { message } = answer as { message?: string };
      throw new Error(`The running Readout (process ${pid}) could not file: ${message ?? status}`);
    }
    await delay(RETRY_MS);
  }
}

/** Refused, or cut off at any point. */
const GONE = ["ECONNREFUSED", "ENOENT", "ECONNRESET", "EPIPE", "ERR_STREAM_PREMATURE_CLOSE"];
const RETRY_MS = 100;

function post(socketPath: string, path: string, body: string): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    request(
      {
        socketPath,
        path,
        method: "POST",
        agent: false, // A connection that is kept would hold up a server that stops.
        headers: { "Content-Type": "application/json", "Content-Length": Buffer.byteLength(body) },
      },
      resolve,
    )
      .on("error", reject)
      .end(body);
  });
}
