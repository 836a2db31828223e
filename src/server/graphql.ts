import { createYoga, type YogaServerInstance } from "graphql-yoga";
import type { Logger } from "pino";
import type { Context } from "../../schema/builder.ts";
import { schema } from "../../schema/index.ts";
import type { Authenticate } from "../access/caller.ts";
import type { Database } from "../database/database.ts";
import { createLoaders } from "../loaders.ts";
import { errorMask } from "./errors.ts";

/** GraphQL over HTTP at /graphql. */
export function createGraphQL(
  database: Pick<Database, "prisma">,
  log: Logger,
  authenticate: Authenticate,
): YogaServerInstance<Record<never, never>, Context> {
  const { prisma } = database;
  return createYoga<Record<never, never>, Context>({
    schema,
    graphqlEndpoint: "/graphql",
    graphiql: false, // Served by `graphiql.ts`, without a CDN.
    landingPage: false,
    context: async ({ request }) => ({
      statements: prisma,
      loaders: createLoaders(prisma),
      database,
      reload() {
        this.loaders = createLoaders(prisma);
        return this.loaders;
      },
      caller: await authenticate(request.headers.get("authorization")),
    }),
    maskedErrors: { maskError: errorMask(log) },
    // Anybody may read, from any page; no cookie is looked at.
    cors: { origin: "*", credentials: false, methods: ["GET", "POST", "OPTIONS"] },
    logging: {
      debug: (...words) => log.debug(words.join(" ")),
      info: (...words) => log.debug(words.join(" ")),
      warn: (...words) => log.warn(words.join(" ")),
      // What clients did wrong as well; what we did is logged where it is masked.
      error: (...words) => log.debug(words.join(" ")),
    },
  });
}
