import { createServer, type IncomingMessage, request } from "node:http";
import { json } from "node:stream/consumers";
import { setTimeout as delay } from "node:timers/promises";
import type { Database } from "../database/database.ts";
import { unusableError } from "../database/errors.ts";
import { type Holder, isCode } from "../database/lock.ts";
import { DomainError, errorFrom, type Rejection, rejectionOf } from "../errors/errors.ts";
import {
  isOperation,
  type OperationInput,
  type OperationName,
  type OperationOutput,
  runOperation,
} from "./operations.ts";

/**
 * How other commands on the machine work with the embedded database while this process has it open: HTTP on the
 * socket that the folder's lock names, which only the user can reach. `POST /<operation>` takes the operation's input
 * as JSON and answers with its output; 422 with the rejection where it cannot be done. Until there is a database, and
 * after it, the answer is 503.
 */
export interface LocalServer {
  /** Works with a database from now on, or with none; resolves once nothing is under way on the one before. */
  take(database: Database | null): Promise<void>;
  close(): Promise<void>;
}

export async function listenLocally(socket: string): Promise<LocalServer> {
  let database: Database | null = null;
  const underWay = new Set<Promise<unknown>>();
  const server = createServer(async (incoming, response) => {
    const answer = (status: number, body: unknown) => {
      response.writeHead(status, { "Content-Type": "application/json" }).end(JSON.stringify(body));
    };
    try {
      const name = incoming.url?.slice(1) ?? "";
      if (incoming.method !== "POST" || !isOperation(name))
        return answer(404, { message: "Unknown request" });
      // Trusted: whoever reaches the socket is this user, and sends what the command has read.
      const input = (await json(incoming)) as OperationInput<typeof name>;
      if (database === null) return answer(503, { message: "The database is not open yet, or no longer" });
      const work = runOperation(database, name, input);
      underWay.add(work);
      answer(200, (await work.finally(() => underWay.delete(work))) ?? null);
    } catch (thrown) {
      const error = unusableError(thrown) ?? thrown;
      if (error instanceof DomainError) return answer(422, rejectionOf(error));
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
 * Runs an operation in the process that holds a folder, for which it waits while that one starts or stops. Null where
 * it is gone: what was sent may have been done then. Throws what it failed with.
 */
export async function runThrough<Name extends OperationName>(
  { socket, pid }: Holder,
  name: Name,
  input: OperationInput<Name>,
): Promise<{ output: OperationOutput<Name> } | null> {
  const body = JSON.stringify(input);
  for (;;) {
    let status: number | undefined;
    let answer: unknown;
    try {
      const response = await post(socket, `/${name}`, body);
      status = response.statusCode;
      answer = await json(response);
    } catch (error) {
      if (GONE.some((code) => isCode(error, code))) return null;
      throw error;
    }
    if (status === 200) return { output: answer as OperationOutput<Name> };
    if (status === 422) throw errorFrom(answer as Rejection);
    if (status !== 503) {
      const { message } = answer as { message?: string };
      throw new Error(`The running Readout (process ${pid}) failed: ${message ?? status}`);
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
