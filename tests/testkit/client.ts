import pino from "pino";
import { createAuthenticate } from "../../src/access/caller.ts";
import type { Database } from "../../src/database/database.ts";
import { createGraphQL } from "../../src/server/graphql.ts";

/** What GraphQL answered. `statements` is the SQL that it took, in order. */
export interface Answer {
  // Tests read answers of any shape: a wrong step fails the test.
  // biome-ignore lint/suspicious/noExplicitAny: see above
  readonly data: any;
  readonly errors:
    | readonly { message: string; path?: unknown; extensions?: Record<string, unknown> }[]
    | undefined;
  readonly status: number;
  readonly statements: readonly string[];
}

export type Query = (source: string, variables?: Record<string, unknown>) => Promise<Answer>;

/** Asks the real GraphQL server, without a socket between, as whoever the key belongs to. Queries must not overlap, for the statements to be told apart. */
export function testClient(database: Database, key?: string): Query {
  const graphql = createGraphQL(
    database,
    pino({ level: "silent" }),
    createAuthenticate(database.prisma, null),
    null,
    { planFrom: 1 },
  );
  let statements: string[] = [];
  database.onStatement((sql) => statements.push(sql));
  return async (source, variables) => {
    statements = [];
    const response = await graphql.yoga.fetch("http://readout.test/graphql", {
      method: "POST",
      headers: {
        "Content-Type": "application/json",
        Accept: "application/json",
        ...(key === undefined ? {} : { Authorization: `Bearer ${key}` }),
      },
      body: JSON.stringify({ query: source, variables }),
    });
    const { data, errors } = (await response.json()) as Pick<Answer, "data" | "errors">;
    return { data, errors, status: response.status, statements };
  };
}

/** The same, for queries that must succeed: gives the data, and throws what errors there are. */
export function testQuery(database: Database): (...query: Parameters<Query>) => Promise<Answer["data"]> {
  const query = testClient(database);
  return async (...args) => {
    const { data, errors } = await query(...args);
    if (errors !== undefined) throw new Error(JSON.stringify(errors, null, 2));
    return data;
  };
}
