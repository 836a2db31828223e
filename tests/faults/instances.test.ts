import { once } from "node:events";
import { Agent, get } from "node:http";
import { connect, type Socket } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { fileReport, filingOf, inMidTransaction, load, makeRecord } from "../testkit/load.ts";
import { serve } from "../testkit/process.ts";
import { type Cluster, cluster, describeFaults } from "../testkit/services.ts";
import { changeLog, expectAllTold, subscribe } from "../testkit/subscribers.ts";

vi.setConfig({ testTimeout: 240_000 }); // Several processes each, on machines that do other things too.

describeFaults("subscribers of an instance", [], () => {
  let postgres: Cluster;
  let DATABASE_URL: string;
  let key: string;
  beforeAll(async () => {
    postgres = await cluster();
    DATABASE_URL = postgres.url();
    key = await makeRecord(DATABASE_URL);
  });
  afterAll(() => postgres?.[Symbol.asyncDispose]());

  it("go on at another when theirs is killed", async () => {
    await using a = await serve({ DATABASE_URL });
    await using b = await serve({ DATABASE_URL });
    const urls = [a.url, b.url];
    const log = await changeLog(postgres);
    const subscribers = await subscribe(log, urls);

    const changes = load(postgres);
    await changes.reached(1500);
    a.kill("SIGKILL");
    await using c = await serve({ DATABASE_URL });
    urls[0] = c.url;
    await changes.reached(3500);
    b.kill("SIGKILL");
    await changes.finished;

    await expectAllTold("Instances killed", log, subscribers);
    expect({ b: b.stderr, c: c.stderr }).toEqual({ b: "", c: "" });
  });

  it("are told later what happened while it was stopped for ten seconds", async () => {
    await using a = await serve({ DATABASE_URL });
    await using b = await serve({ DATABASE_URL });
    const log = await changeLog(postgres);
    const subscribers = await subscribe(log, [a.url, b.url]);

    const changes = load(postgres);
    await changes.reached(1000);
    b.kill("SIGSTOP");
    await delay(10_000);
    b.kill("SIGCONT");
    await changes.finished;

    await expectAllTold("An instance stopped for ten seconds", log, subscribers);
  });

  it("are asked to come back, and go on at another, when it is told to end; it ends although clients, and a statement, do not", async () => {
    await using a = await serve({ DATABASE_URL, SHUTDOWN_GRACE: "2" });
    await using b = await serve({ DATABASE_URL });
    await using clients = await stubbornClients(a.url);
    const log = await changeLog(postgres);
    const subscribers = await subscribe(log, [a.url, b.url]);

    const changes = load(postgres);
    await changes.reached(1500);
    await inMidTransaction(postgres, async (isThere) => {
      const answer = fileReport(a.url, key, filingOf(1)).catch(() => "none");
      await isThere();
      a.kill("SIGTERM");
      const isSooner = await Promise.race([a.ended.then(() => true), delay(LONGER_THAN_GRACE, false)]);
      expect(isSooner).toBe(true);
      expect(await a.ended).toMatchObject({ code: 0, signal: null, stderr: "" });
      expect(clients.stayed).toBe(true);
      expect(await answer).toBe("none");
    });
    await changes.finished;

    await expectAllTold("An instance told to end", log, subscribers);
    const ends = new Set(subscribers.flatMap((subscriber) => subscriber.ends));
    for (const end of ["ECONNREFUSED", "This operation was aborted", "1006"]) ends.delete(end);
    expect([...ends].sort()).toEqual(["1012", "end"]);
  });
});

/** Some multiples of the grace, and less than what WebSockets and kept connections are waited for without one. */
const LONGER_THAN_GRACE = 15_000;

/**
 * Clients that hold connections: one that keeps an idle one, one that reads no events, and one that does not answer when
 * its WebSocket is closed.
 */
async function stubbornClients(url: string): Promise<{ readonly stayed: boolean } & AsyncDisposable> {
  const { port } = new URL(url);
  const agent = new Agent({ keepAlive: true });
  const kept = get(`${url}/graphql?query={__typename}`, { agent });
  const [response] = await once(kept, "response");
  response.resume();
  const subscription = encodeURIComponent("subscription { changes { cursor } }");
  const sockets = await Promise.all([
    ask(port, `GET /graphql?query=${subscription} HTTP/1.1\r\nHost: x\r\nAccept: text/event-stream\r\n\r\n`),
    ask(
      port,
      "GET /graphql HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n" +
        "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Protocol: graphql-transport-ws\r\n\r\n",
    ),
  ]);
  return {
    get stayed() {
      return sockets.every((socket) => !socket.writableEnded);
    },
    [Symbol.asyncDispose]: async () => {
      agent.destroy();
      for (const socket of sockets) socket.destroy();
    },
  };
}

/** Sends a request, reads how its answer begins, and then no more. */
async function ask(port: string, request: string): Promise<Socket> {
  const socket = connect({ port: Number(port), host: "127.0.0.1", allowHalfOpen: true });
  socket.on("error", () => {});
  socket.write(request);
  await once(socket, "data");
  socket.pause();
  return socket;
}
