import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { WebSocket } from "ws";

/** What is sent to a server byte by byte, as no client would, and what comes back until it is quiet or closes. */
export async function sendRaw(
  url: string,
  parts: readonly (string | Buffer)[],
  quietMs = 20_000,
): Promise<string> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  await once(socket, "connect");
  const answer = received(socket, quietMs);
  for (const part of parts) socket.write(part);
  return answer;
}

/** All that comes until the end, or until an answer is there and nothing follows it. */
async function received(socket: Socket, quietMs: number): Promise<string> {
  let text = "";
  socket.on("error", () => {}); // Cut off is an answer.
  socket.setEncoding("latin1").setTimeout(quietMs, () => socket.destroy());
  socket.on("data", (data) => {
    text += data;
  });
  await new Promise((resolve) => socket.once("close", resolve));
  return text;
}

/** The head of a POST to GraphQL, with these headers beside or instead of the usual ones; null leaves one out. */
export function post(body: string | Buffer, headers: Readonly<Record<string, string | null>> = {}): Buffer {
  const all = {
    Host: "readout.test",
    "Content-Type": "application/json",
    Accept: "application/json",
    "Content-Length": String(Buffer.byteLength(body)),
    Connection: "close",
    ...headers,
  };
  const lines = Object.entries(all).flatMap(([name, value]) => (value === null ? [] : [`${name}: ${value}`]));
  return Buffer.concat([
    Buffer.from(`POST /graphql HTTP/1.1\r\n${lines.join("\r\n")}\r\n\r\n`, "latin1"),
    Buffer.from(body),
  ]);
}

/** A WebSocket that says these things one after another; what it was told until it is closed or quiet. */
export async function sendOverSocket(
  url: string,
  messages: readonly (string | Buffer | object)[],
  { protocol = "graphql-transport-ws", origin }: { protocol?: string; origin?: string } = {},
): Promise<{ told: string; code: number | null }> {
  const socket = new WebSocket(url.replace("http", "ws"), protocol, origin === undefined ? {} : { origin });
  let told = "";
  let code: number | null = null;
  socket.on("message", (data) => {
    told += `${data}\n`;
  });
  const closed = new Promise<void>((resolve) => {
    socket.once("close", (closeCode) => {
      code = closeCode;
      resolve();
    });
  });
  const opened = new Promise<boolean>((resolve) => {
    socket.once("open", () => resolve(true));
    socket.on("error", (error) => {
      told += String(error);
      resolve(false);
    });
  });
  for (const message of (await opened) ? messages : []) {
    const isPlain = typeof message === "string" || Buffer.isBuffer(message);
    socket.send(isPlain ? message : JSON.stringify(message));
    // Before it is acknowledged, nothing else may be said.
    if (message === messages[0]) await Promise.race([closed, once(socket, "message")]);
  }
  await Promise.race([closed, quiet(socket)]);
  socket.terminate();
  return { told, code };
}

async function quiet(socket: WebSocket): Promise<void> {
  let last = Date.now();
  socket.on("message", () => {
    last = Date.now();
  });
  while (Date.now() - last < QUIET_MS) await new Promise((resolve) => setTimeout(resolve, 50));
}

const QUIET_MS = 1500;
