import { subscribe } from "node:diagnostics_channel";
import type { IncomingMessage } from "node:http";
import { Socket } from "node:net";
import pino from "pino";
import { schema } from "../schema/index.ts";
import { createKey } from "../src/access/keys.ts";
import { readConfig } from "../src/config/config.ts";
import { serve } from "../src/server/serve.ts";
import { memoryInUse, now, offer } from "./fanoutProcess.ts";

/**
 * Readout's server as it is, in a process that also sees what is written to its connections, and can write to them by
 * hand.
 */

/** What was written since `expect`, of changes. */
export interface Written {
  readonly writes: number;
  /** Different ones. */
  readonly frames: number;
  /** Of the last frame, in bytes. */
  readonly length: number;
  /** When the first write began and the last expected one ended, in milliseconds. */
  readonly began: number;
  readonly ended: number;
  /** What the process used of a processor between them, in milliseconds. */
  readonly cpu: number;
}

/** What the process did so far. */
export interface Work {
  readonly executions: number;
  readonly statements: number;
}

let expected = 0;
let isByHand = false;
let writes = 0;
let frames = 0;
let latest: unknown = null;
let [began, ended, cpu] = [0, 0, 0];
let sockets: Socket[] = [];
subscribe("http.server.request.start", (message) => {
  const { request } = message as { request: IncomingMessage };
  if (request.headers.accept === "text/event-stream") sockets.push(request.socket);
});

const { write } = Socket.prototype;
Socket.prototype.write = function (this: Socket, bytes: Uint8Array, ...rest: never[]) {
  if (bytes !== latest && !isChange(bytes)) return write.call(this, bytes, ...rest);
  if (isByHand) {
    if (writes === 0) writeByHand(bytes);
    return true;
  }
  if (writes++ === 0) [began, cpu] = [now(), cpuUsed()];
  const isTaken = write.call(this, bytes, ...rest);
  if (writes === expected) [ended, cpu] = [now(), cpuUsed() - cpu];
  return isTaken;
} as typeof write;

/** From where the server would do it, so that the process is in the same state; what it does itself is left out. */
function writeByHand(bytes: Uint8Array): void {
  [began, cpu] = [now(), cpuUsed()];
  for (const socket of sockets) write.call(socket, bytes as never);
  [ended, cpu] = [now(), cpuUsed() - cpu];
  writes = sockets.length;
}

function cpuUsed(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

function isChange(bytes: unknown): boolean {
  if (!Buffer.isBuffer(bytes) || !bytes.includes("event: next")) return false;
  latest = bytes;
  frames++;
  return true;
}

const work = { executions: 0, statements: 0 } satisfies Work;
const field = schema.getSubscriptionType()?.getFields().contactChanged;
const resolve = field?.resolve;
if (field === undefined || resolve === undefined) throw new Error("The graph tells of no changed contacts");
field.resolve = (...input) => {
  work.executions++;
  return resolve(...input);
};

const config = readConfig({
  ...process.env,
  PORT: "0",
  SUBSCRIPTIONS_PER_CLIENT: "1000000",
  RATE_LIMIT: "none",
});
const server = await serve(config, pino({ level: "warn" }, pino.destination(2)));
const { database } = server.record;
database.onStatement(() => {
  work.statements++;
});
const { key } = await createKey(database.prisma, { name: "bench", role: "CONTRIBUTOR", expiresAt: null });

const functions = {
  where: () => ({ port: Number(new URL(server.url).port), key }),
  memory: () => memoryInUse(),
  work: () => work,
  /** Looks out for so many writes of the next change; `byHand` has them made here. */
  expect: (count: number, byHand: boolean) => {
    [expected, isByHand, writes, frames] = [count, byHand, 0, 0];
  },
  written: (): Written => ({ writes, frames, length: (latest as Buffer).length, began, ended, cpu }),
  /** Forgets connections that are closed. */
  forget: () => {
    sockets = sockets.filter(({ destroyed }) => !destroyed);
  },
  stop: () => server.stop(),
};
export type ServerFunctions = typeof functions;
offer(functions);
