import type { ExecutionArgs, GraphQLError } from "graphql";
import type { ServerOptions } from "graphql-ws";
import type { Extra } from "graphql-ws/use/ws";
import type { WebSocket } from "ws";
import { belongingTo, Work } from "../database/work.ts";
import type { Prepared } from "../live/webSocket.ts";
import { outcomeOf } from "../telemetry/outcome.ts";
import { ObservedRequest, type Observers, observing } from "../telemetry/request.ts";
import type { Admission } from "./admission.ts";
import { type GraphQL, withoutHttp } from "./graphql.ts";
import { notStored } from "./persisted.ts";

type Options = Pick<ServerOptions<Record<string, unknown>, Extra>, "onConnect" | "onSubscribe">;

/**
 * How operations that come over a WebSocket are run: as those over HTTP. The credential is the "authorization" of the
 * connection's parameters, or else the header of the request that opened it; it is looked at again for each operation.
 */
export function webSocketOptions(
  graphql: GraphQL,
  admission: Admission,
  {
    mask,
    observers,
    databaseTimeMs,
  }: { mask(error: unknown): Error; observers: Observers; databaseTimeMs: number },
): Options {
  return {
    onConnect: async ({ extra, connectionParams }) => {
      try {
        await admission.identify(extra.request, authorizationOf(extra, connectionParams));
        return true;
      } catch (error) {
        const { message, extensions } = mask(error) as GraphQLError;
        extra.socket.close(closeCodeOf(extensions.code), message.slice(0, LONGEST_REASON));
        return false;
      }
    },
    onSubscribe: ({ extra, connectionParams }, _, { query, variables, operationName }) => {
      const observed = new ObservedRequest(observers, extra.request);
      observed.asks(extra.request);
      return observing(observed, async () => {
        try {
          const authorization = authorizationOf(extra, connectionParams);
          const admitted = await admission.admit(extra.request, authorization);
          observed.client = admitted.client;
          if (!graphql.persisted.isAllowed(query)) throw notStored();
          const { schema, parse, validate, contextFactory, execute, subscribe } = graphql.yoga.getEnveloped({
            admitted,
            params: { query, variables: variables ?? undefined, operationName: operationName ?? undefined },
          });
          const document = parse(query);
          const errors = validate(schema, document);
          if (errors.length > 0) {
            observed.outcome = outcomeOf(errors);
            observed.end(null);
            return errors;
          }
          const prepared: Prepared = {
            execute: (args) =>
              toItsEnd(observed, () => untilClosed(extra.socket, databaseTimeMs, () => execute(args))),
            subscribe: (args) => toItsEnd(observed, () => subscribe(args)),
            socket: extra.socket,
          };
          const args: ExecutionArgs = {
            schema,
            document,
            operationName,
            variableValues: variables,
            contextValue: await contextFactory(),
            rootValue: prepared,
          };
          return args;
        } catch (error) {
          const masked = withoutHttp(mask(error) as GraphQLError);
          observed.outcome = outcomeOf([masked]);
          observed.end(null);
          return [masked];
        }
      });
    },
  };
}

/** What is told of it is over with it; of a subscription, when that has begun. */
function toItsEnd<Result extends object>(
  observed: ObservedRequest,
  run: () => Promise<Result>,
): Promise<Result> {
  return observing(observed, async () => {
    observed.outcome = "failed";
    try {
      const result = withoutHttpErrors(await run());
      observed.outcome = outcomeOf("errors" in result ? (result.errors as unknown[]) : undefined);
      return result;
    } finally {
      observed.end(null);
    }
  });
}

/** Executes for as long as the socket is open. */
async function untilClosed<Result>(
  socket: WebSocket,
  databaseTimeMs: number,
  execute: () => Promise<Result>,
): Promise<Result> {
  const gone = new AbortController();
  const leave = () => gone.abort();
  socket.once("close", leave);
  const work = new Work(gone.signal, databaseTimeMs);
  try {
    return await belongingTo(work, execute);
  } finally {
    work.end();
    socket.off("close", leave);
  }
}

function withoutHttpErrors<Result extends object>(result: Result): Result {
  if ("errors" in result && Array.isArray(result.errors)) result.errors.forEach(withoutHttp);
  return result;
}

function authorizationOf(
  { request }: Extra,
  parameters: Readonly<Record<string, unknown>> | undefined,
): string | null {
  const given = parameters?.authorization ?? parameters?.Authorization;
  return typeof given === "string" ? given : (request.headers.authorization ?? null);
}

/** What a connection that cannot begin is closed with: a code of the protocol's own, or of RFC 6455's registry. */
function closeCodeOf(code: unknown): number {
  if (code === "UNAUTHENTICATED") return UNAUTHORIZED;
  return code === "TOO_MANY" || code === "UNAVAILABLE" ? TRY_AGAIN : FAILED;
}

const UNAUTHORIZED = 4401;
const FAILED = 4500;
const TRY_AGAIN = 1013;
/** In characters; a close frame has 123 bytes for it (RFC 6455, section 5.5). */
const LONGEST_REASON = 110;
