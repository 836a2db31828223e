import { createServer, type IncomingMessage, request, type Server } from "node:http";
import { json } from "node:stream/consumers";
import type { Database } from "../database/database.ts";
import type { Filing } from "../report/filing.ts";
import { type FilingOptions, type FilingResult, fileReports } from "../report/write.ts";

/**
 * How other commands on the machine work with the embedded database while this process has it open: HTTP on the
 * socket that the folder's lock names, which only the user can reach. `POST /filings` takes a JSON array of
 * filings, already checked, and answers with the array of their results; with `?dry-run` it stores nothing.
 */

const FILINGS = "/filings";
const DRY_RUN = "/filings?dry-run";

/** A server on a socket. Until there is a database, and after it, it answers 503. */
export function createLocalServer(database: () => Database | null): Server {
  return createServer(async (incoming, response) => {
    const answer = (status: number, body: unknown) => {
      response.writeHead(status, { "Content-Type": "application/json" }).end(JSON.stringify(body));
    };
    const open = database();
    if (open === null) return answer(503, { message: "The database is not open yet, or no longer" });
    const isFiling = incoming.url === FILINGS || incoming.url === DRY_RUN;
    if (incoming.method !== "POST" || !isFiling) return answer(404, { message: "Unknown request" });
    try {
      // Trusted: whoever reaches the socket is this user, and sends what `filingSchema` has read.
      const filings = (await json(incoming)) as Filing[];
      answer(200, await fileReports(open, filings, { dryRun: incoming.url === DRY_RUN }));
    } catch (error) {
      answer(500, { message: error instanceof Error ? error.message : String(error) });
    }
  });
}

/** Files reports through the process that listens on the socket. Throws where it cannot be reached or fails. */
export async function fileThrough(
  socket: string,
  filings: readonly Filing[],
  { dryRun = false }: FilingOptions = {},
): Promise<FilingResult[]> {
  const body = JSON.stringify(filings);
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    request(
      {
        socketPath: socket,
        path: dryRun ? DRY_RUN : FILINGS,
        method: "POST",
        headers: { "Content-Type": "application/json", "Content-Length": Buffer.byteLength(body) },
      },
      resolve,
    )
      .on("error", reject)
      .end(body);
  });
  const answer = await json(response);
  if (response.statusCode === 200) return answer as FilingResult[];
  const { message } = answer as { message?: string };
  throw new Error(message ?? `The process answered ${response.statusCode}`);
}
