import { once } from "node:events";
import { connect } from "node:net";
import { setTimeout } from "node:timers/promises";
import { afterAll, beforeAll, expect, it } from "vitest";
import { recordFolder, type Serving, serve } from "../testkit/process.ts";

let server: Serving;
const disposal = new AsyncDisposableStack();
beforeAll(async () => {
  const folder = disposal.use(await recordFolder());
  // There is room for all answers, and next to none for them unpacked.
  const environment = { DATA_DIR: folder.path, RATE_LIMIT: "none", CACHE_BYTES: "500000" };
  server = disposal.use(await serve(environment));
});
afterAll(() => disposal.disposeAsync());

const QUERY = `query ($first: Int) {
  contacts(first: $first) { edges { node { id title participants { role person { name } party { name } } topics { label } } } }
}`;
const SIZES = Array.from({ length: 30 }, (_, index) => index + 1);

async function textOf(first: number): Promise<string> {
  return (await server.ask(QUERY, { first })).text();
}

/** A POST as it goes over a connection. */
function sent(first: number): string {
  const body = JSON.stringify({ query: QUERY, variables: { first } });
  return `POST /graphql HTTP/1.1\r\nHost: readout.test\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
}

/** The bodies of all whole answers of a connection. */
function bodiesIn(received: Buffer): string[] {
  const bodies: string[] = [];
  for (let at = 0; ; ) {
    const end = received.indexOf("\r\n\r\n", at);
    const length = Number(/Content-Length: (\d+)/i.exec(received.toString("latin1", at, end))?.[1]);
    const from = end + 4;
    if (end === -1 || from + length > received.length) return bodies;
    bodies.push(received.toString("utf8", from, from + length));
    at = from + length;
  }
}

it("gives whole answers that are kept, to many at once, and to who does not read them for a while", async () => {
  const whole = new Map<number, string>();
  for (const first of SIZES) whole.set(first, await textOf(first));
  for (const first of SIZES) for (const _ of [1, 2]) expect(await textOf(first)).toBe(whole.get(first));

  // More than the buffers between the two take: the rest waits with the server.
  const asked = Array.from({ length: 6000 }, (_, number) => SIZES[number % SIZES.length] ?? 1);
  const { hostname, port } = new URL(server.url);
  const slow = connect({ host: hostname, port: Number(port) });
  await once(slow, "connect");
  slow.pause();
  const chunks: Buffer[] = [];
  slow.on("data", (chunk) => chunks.push(chunk));
  slow.pause();
  slow.write(asked.map(sent).join(""));
  await setTimeout(300);

  for (let round = 0; round < 5; round++) {
    const found = await Promise.all(SIZES.map(textOf));
    expect(found).toEqual(SIZES.map((first) => whole.get(first)));
  }

  slow.resume();
  let bodies: string[] = [];
  while (bodies.length < asked.length) {
    await once(slow, "data");
    await setTimeout(20);
    bodies = bodiesIn(Buffer.concat(chunks));
  }
  slow.destroy();
  expect(bodies).toEqual(asked.map((first) => whole.get(first)));
}, 60_000);
