import { Writable } from "node:stream";
import pino from "pino";
import { expect, it } from "vitest";
import { ANONYMOUS } from "../../src/access/rules.ts";
import type { Database } from "../../src/database/database.ts";
import { createGraphQL } from "../../src/server/graphql.ts";
import { testDatabase } from "../testkit/database.ts";

const database = await testDatabase();
const SECRETS = /SELECT|relation|prisma|node_modules|\.ts|\.js|secret|stack/i;

/** Asks, and gives the answer with what was logged meanwhile. */
async function ask(from: Pick<Database, "prisma" | "reads">, query: string) {
  const logged: string[] = [];
  const log = pino(
    { level: "warn" },
    new Writable({
      write(line, _, done) {
        logged.push(String(line));
        done();
      },
    }),
  );
  const response = await createGraphQL(from, log, async () => ANONYMOUS).yoga.fetch(
    "http://readout.test/graphql",
    {
      method: "POST",
      headers: { "Content-Type": "application/json", Accept: "application/json" },
      body: JSON.stringify({ query }),
    },
  );
  return { text: await response.text(), logged };
}

it("shows of an unexpected error an id only, under which the log has the whole of it", async () => {
  await database.prisma.$executeRaw`ALTER TABLE outlet RENAME TO elsewhere`;
  try {
    const { text, logged } = await ask(
      database,
      "{ topics(first: 1) { totalCount } outlets(first: 1) { totalCount } }",
    );
    const { errors } = JSON.parse(text) as {
      errors: { message: string; path: string[]; extensions: object }[];
    };
    expect(errors).toHaveLength(1);
    const [error] = errors;
    expect(error?.message).toMatch(/^Something went wrong on our side\. The log has it as [\da-f-]{36}\.$/);
    expect(error?.path[0]).toBe("outlets");
    const id = error?.message.slice(-37, -1);
    expect(error?.extensions).toEqual({ code: "INTERNAL_SERVER_ERROR", errorId: id });
    expect(text).not.toMatch(SECRETS);
    expect(logged).toHaveLength(1);
    const entry = JSON.parse(logged[0] ?? "");
    expect(entry).toMatchObject({ level: 50, errorId: id, msg: "unexpected error" });
    expect(entry.err.stack).toContain("outlet");
  } finally {
    await database.prisma.$executeRaw`ALTER TABLE elsewhere RENAME TO outlet`;
  }
});

it("shows what a client did wrong as it is, and logs nothing", async () => {
  const { text, logged } = await ask(database, "{ outlets(first: 100000) { totalCount } }");
  const { errors } = JSON.parse(text);
  expect(errors[0]).toMatchObject({ extensions: { code: "INVALID_INPUT", got: "100000" } });
  expect(errors[0].message).not.toContain("our side");
  expect(logged).toEqual([]);
});

it("masks an error that is thrown while the context is made", async () => {
  const { text } = await ask(null as unknown as Database, "{ outlets(first: 1) { totalCount } }");
  expect(text).not.toMatch(SECRETS);
  expect(text).toContain("Something went wrong on our side");
});
