import type { ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { ownBytes } from "../cache/bytes.ts";
import type { End, LiveSubscription, Sink } from "./hub.ts";
import type { Frame } from "./teller.ts";

/**
 * Sends a subscription as Server-Sent Events (WHATWG HTML, section 9.2; GraphQL over SSE, distinct connections mode):
 * "next" events with the result, "complete" at an end for good. The `id` of an event is its cursor, so that a browser
 * comes back with it. Comments and ids without data are signs of life.
 */
export function sendEvents(response: ServerResponse, headers: Headers, subscription: LiveSubscription): void {
  if (response.destroyed || response.socket === null) {
    subscription.cancel();
    // One whose turn on its connection is still to come has the connection closed in its turn.
    response.once("socket", (socket: Socket) => socket.destroy());
    return;
  }
  response.setHeaders(headers);
  response.writeHead(200, {
    "Content-Type": "text/event-stream; charset=utf-8",
    "Cache-Control": "no-cache, no-transform",
    // Proxies that gather output before they pass it on are told not to.
    "X-Accel-Buffering": "no",
  });
  response.flushHeaders();
  response.socket.setNoDelay(true);
  const sink = new EventSink(response);
  const detach = subscription.attach(sink);
  response.once("close", detach);
}

/**
 * Writes to the connection itself: events are framed as chunks (RFC 9112, section 7.1) once for all subscribers, where
 * the response would frame them for each. What knows only HTTP/1.0, as many a proxy does, gets them without the frame.
 */
class EventSink implements Sink {
  readonly #response: ServerResponse;
  readonly #isChunked: boolean;
  #sent = 0;

  /** Its headers must have been sent. */
  constructor(response: ServerResponse) {
    this.#response = response;
    this.#isChunked = response.chunkedEncoding;
  }

  get pending(): number {
    if ((this.#response.socket?.writableLength ?? 0) === 0) this.#sent = 0;
    return this.#sent;
  }

  send(frame: Frame): void {
    frame.bytes ??= chunk(`id: ${frame.cursor}\nevent: next\ndata: ${frame.json}\n\n`);
    this.#sent = this.pending + 1;
    this.#write(frame.bytes);
  }

  beat(cursor: string | null): void {
    this.#write(cursor === null ? COMMENT : idOnly(cursor));
  }

  drained(): Promise<void> {
    return new Promise((resolve) => this.#write(COMMENT, () => resolve()));
  }

  end(end: End): void {
    if (end === "too slow") {
      this.#response.destroy();
      return;
    }
    if (end !== "reconnect") {
      const result = JSON.stringify({ errors: [end.error] });
      this.#write(chunk(`event: next\ndata: ${result}\n\nevent: complete\ndata:\n\n`));
    }
    this.#response.end();
  }

  /** `done` is called when it has left the process, or cannot any more. */
  #write(chunk: Buffer, done?: () => void): void {
    const { socket } = this.#response;
    if (socket === null || socket.destroyed) done?.();
    else socket.write(this.#isChunked ? chunk : withoutFrame(chunk), done);
  }
}

function withoutFrame(chunk: Buffer): Buffer {
  return chunk.subarray(chunk.indexOf("\n") + 1, -2);
}

function chunk(text: string): Buffer {
  return ownBytes(`${Buffer.byteLength(text).toString(16)}\r\n${text}\r\n`);
}

const COMMENT = chunk(":\n\n");

/** An event without data is not told, but its id counts. The same for all who wait at the same place. */
function idOnly(cursor: string): Buffer {
  if (latest.cursor !== cursor) latest = { cursor, bytes: chunk(`id: ${cursor}\n\n`) };
  return latest.bytes;
}
/** Cache: the last sign of life. */
let latest = { cursor: "", bytes: COMMENT };
