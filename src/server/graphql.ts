import { createYoga, type YogaServerInstance } from "graphql-yoga";
import type { Logger } from "pino";
import type { Context } from "../../schema/builder.ts";
import { schema } from "../../schema/index.ts";
import type { Database } from "../database/database.ts";
import { createLoaders } from "../loaders.ts";
import { errorMask } from "./errors.ts";

/** GraphQL over HTTP at /graphql. */
export function createGraphQL(
  { prisma }: Pick<Database, "prisma">,
  log: Logger,
): YogaServerInstance<Record<never, never>, Context> {
  return createYoga<Record<never, never>, Context>({
    schema,
    graphqlEndpoint: "/graphql",
    graphiql: false, // Served by `graphiql.ts`, without a CDN.
    landingPage: false,
    context: () => ({ statements: prisma, loaders: createLoaders(prisma) }),
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
