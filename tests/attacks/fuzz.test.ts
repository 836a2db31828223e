import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import { post, sendRaw } from "../testkit/attack.ts";
import { type Literals, randomField, randomOf } from "../testkit/randomQuery.ts";
import { type Running, runServer } from "../testkit/running.ts";

/**
 * Documents that a grammar of the graph gives, the same with parts of them changed, and bytes of any kind. How many is
 * fixed, and so is where they begin, so that the same fail again: FUZZ_SEED begins elsewhere. FUZZ_SECONDS asks for as
 * many as there is time for.
 */
const { FUZZ_SECONDS = "", FUZZ_SEED = "42" } = process.env;
/** Of all, this part is documents: what is left is bytes. */
const DOCUMENTS = 2 / 3;
function runs(part: number) {
  const seed = Number(FUZZ_SEED);
  if (FUZZ_SECONDS === "") return { numRuns: Math.ceil(600 * part), seed };
  return {
    numRuns: 1_000_000_000,
    seed,
    interruptAfterTimeLimit: 1000 * Number(FUZZ_SECONDS) * part,
    markInterruptAsFailure: false,
  };
}
let asked = 0;
afterAll(() => {
  if (FUZZ_SECONDS !== "") process.stdout.write(`Fuzzed with ${asked} requests in ${FUZZ_SECONDS} s.\n`);
});

let server: Running;
beforeAll(async () => {
  server = await runServer({
    RATE_LIMIT: "none",
    IDLE_TIMEOUT: "3",
    REQUEST_TIMEOUT: "2",
    HEADERS_TIMEOUT: "2",
  });
});
afterAll(() => server[Symbol.asyncDispose]());

/** What every answer must be like, whatever was asked: none of ours is wrong, and the server lives. */
function expectSound(answer: string, asked: unknown): void {
  const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1] ?? 0);
  expect(status, `${JSON.stringify(asked)}\n${answer}`).toBeLessThan(500);
  expect(answer).not.toMatch(/INTERNAL_SERVER_ERROR|Something went wrong/);
}

const ODD = [
  '""',
  '"RU"',
  '"\\u0000"',
  '"\\uD800"',
  "null",
  "-1",
  "0",
  "200",
  "2147483648",
  "1e999",
  "true",
  "[]",
  "{}",
  "$x",
  "RU",
  '"2024-02-30"',
  '"XXXX-03-16"',
  '"9999-12-31"',
  '"2024-03-16T12:00:00Z"',
  '"Q29udGFjdDox"',
  '"é́\\u202E"',
  "[null]",
];
const odd: Literals = new Proxy({}, { get: () => ODD, has: () => true }) as Literals;

const grammatical = fc
  .record({
    seed: fc.integer(),
    deepest: fc.integer({ min: 1, max: 8 }),
    count: fc.integer({ min: 1, max: 4 }),
  })
  .map(({ seed, deepest, count }) => {
    const random = randomOf(seed);
    const fields = Array.from(
      { length: count },
      (_, index) => `a${index}: ${randomField(random, odd, deepest)}`,
    );
    return `{ ${fields.join(" ")} }`;
  });

/** Some of a document doubled, left out, or put elsewhere. */
const mutated = fc
  .tuple(
    grammatical,
    fc.array(
      fc.tuple(
        fc.nat(),
        fc.nat({ max: 40 }),
        fc.constantFrom("", "{", "}", "...", "@", '"', "\0", "𝒳", "\ud800"),
      ),
      { maxLength: 4 },
    ),
  )
  .map(([document, cuts]) =>
    cuts.reduce((text, [at, length, instead]) => {
      const start = at % (text.length + 1);
      return text.slice(0, start) + instead + text.slice(start + length);
    }, document),
  );

const variables = fc.option(fc.dictionary(fc.string({ unit: "binary" }), fc.jsonValue()), { nil: undefined });

it("answers documents of the graph's grammar, with odd values, and broken ones", {
  timeout: 300_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(fc.oneof(grammatical, mutated), variables, async (query, given) => {
      asked++;
      expectSound(await sendRaw(server.url, [post(JSON.stringify({ query, variables: given }))]), query);
    }),
    runs(DOCUMENTS),
  );
});

it("answers bodies of any JSON and any bytes, and heads of any bytes", { timeout: 300_000 }, async () => {
  const head = Buffer.from(
    "GET /graphql?query=%7BchangeCursor%7D HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
  );
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(
        fc.jsonValue().map((value) => post(JSON.stringify(value))),
        fc.uint8Array({ maxLength: 300 }).map((bytes) => post(Buffer.from(bytes))),
        fc
          .uint8Array({ minLength: 1, maxLength: 300 })
          .map((bytes) => Buffer.concat([Buffer.from(bytes), Buffer.from("\r\n\r\n")])),
        fc
          .array(fc.tuple(fc.nat({ max: head.length - 5 }), fc.nat({ max: 255 })), {
            minLength: 1,
            maxLength: 4,
          })
          .map((changes) => {
            const bytes = Buffer.from(head);
            for (const [at, byte] of changes) bytes[at] = byte;
            return bytes;
          }),
      ),
      async (bytes) => {
        asked++;
        expectSound(await sendRaw(server.url, [bytes], 300), bytes.toString("latin1"));
      },
    ),
    runs(1 - DOCUMENTS),
  );
});

it("answers as ever after all of it, and has logged nothing as an error of ours", async () => {
  expect(await sendRaw(server.url, [post('{"query":"{ contacts(first: 1) { totalCount } }"}')])).toMatch(
    /"totalCount":3/,
  );
  expect(server.logged).toEqual([]);
  expect(asked).toBeGreaterThan(FUZZ_SECONDS === "" ? 599 : 0);
});
