import { randomUUID } from "node:crypto";
import { GraphQLError } from "graphql";
import type { Logger } from "pino";
import { readOnlyError, unusableError } from "../database/errors.ts";
import { currentWork } from "../database/work.ts";
import {
  CursorExpired,
  DomainError,
  rejectionOf,
  TooCostly,
  TooMany,
  Unauthenticated,
  Unavailable,
} from "../errors/errors.ts";
import { RETRY_SECONDS } from "../limits/turns.ts";
import { OverRate } from "./admission.ts";
import { Refused } from "./border.ts";

const WWW_AUTHENTICATE = { "WWW-Authenticate": 'Bearer realm="Readout"' };

/** What HTTP says of an error for the whole of a request. */
function httpOf(error: DomainError): object {
  if (error instanceof Unauthenticated) return { http: { status: 401, headers: WWW_AUTHENTICATE } };
  // A browser's EventSource comes back by itself, unless it is told so.
  if (error instanceof CursorExpired) return { http: { status: 410 } };
  if (error instanceof OverRate) return { http: { status: 429, headers: error.headers } };
  if (error instanceof TooMany) return { http: { status: 429 } };
  if (error instanceof TooCostly) return { http: { status: 400 } };
  if (error instanceof Unavailable) {
    return { http: { status: 503, headers: { "Retry-After": String(RETRY_SECONDS) } } };
  }
  if (error instanceof Refused) return { http: { status: error.status, headers: error.headers } };
  return {};
}

/** Why the work that failed was ended: the driver's layers pass on something else. Null where it was not. */
function whyEnded(thrown: unknown): unknown {
  const signal = currentWork()?.signal;
  return signal?.aborted === true && thrown !== undefined && !(thrown instanceof DomainError)
    ? signal.reason
    : null;
}

/**
 * What a client sees of an error: a domain error's code, argument path, expectation and what was got; GraphQL's own
 * errors as they are; of anything else only an id, under which the log has the whole.
 */
export function errorMask(log: Logger): (error: unknown) => Error {
  return (error) => {
    const graphqlError = error instanceof GraphQLError ? error : null;
    const thrown = graphqlError?.originalError ?? (graphqlError === null ? error : undefined);
    const unusable = whyEnded(thrown) === null ? unusableError(thrown) : null;
    const original = readOnlyError(thrown) ?? whyEnded(thrown) ?? unusable ?? thrown;
    if (original === unusable && unusable !== null) log.warn({ err: thrown }, "the database is not usable");
    if (graphqlError !== null && (original === undefined || original instanceof GraphQLError)) {
      const { originalError } = graphqlError.extensions as { originalError?: { name?: string } };
      // Where yoga could not read a body it repeats some of it, which may be a key that stands in the wrong place; that
      // there was an error it needs to know for the status.
      if (originalError !== undefined) graphqlError.extensions.originalError = { name: originalError.name };
      return graphqlError;
    }
    const place = {
      nodes: graphqlError?.nodes,
      source: graphqlError?.source,
      positions: graphqlError?.positions,
      path: graphqlError?.path,
    };
    if (original instanceof DomainError) {
      const { message, path, ...details } = rejectionOf(original);
      return new GraphQLError(message, {
        ...place,
        extensions: {
          ...details,
          ...(path.length > 0 ? { argumentPath: path } : {}),
          ...httpOf(original),
        },
      });
    }
    if (original instanceof RangeError && /call stack/.test(original.message)) {
      return new GraphQLError("The request is nested too deeply", {
        ...place,
        extensions: {
          code: "BAD_REQUEST",
          expected: "a document and variables of a reasonable depth",
          http: { status: 400 },
        },
      });
    }
    const id = randomUUID();
    log.error({ err: original, errorId: id, path: place.path }, "unexpected error");
    return new GraphQLError(`Something went wrong on our side. The log has it as ${id}.`, {
      ...place,
      extensions: { code: "INTERNAL_SERVER_ERROR", errorId: id },
    });
  };
}
