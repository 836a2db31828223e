import type { ExecutionArgs } from "graphql";
import type { ServerOptions } from "graphql-ws";
import type { Extra } from "graphql-ws/use/ws";
import type { Authenticate } from "../access/caller.ts";
import { DomainError } from "../errors/errors.ts";
import type { Prepared } from "../live/webSocket.ts";
import { type GraphQL, type Incoming, withoutHttp } from "./graphql.ts";

type Options = Pick<ServerOptions<Record<string, unknown>, Extra>, "onConnect" | "onSubscribe">;

/**
 * How operations that come over a WebSocket are run: as those over HTTP. The credential is the "authorization" of the
 * connection's parameters, or else the header of the request that opened it; it is looked at again for each operation.
 */
export function webSocketOptions(graphql: GraphQL, authenticate: Authenticate): Options {
  return {
    onConnect: async ({ extra, connectionParams }) => {
      try {
        await authenticate(incomingOf(extra, connectionParams).authorization);
        return true;
      } catch (error) {
        if (!(error instanceof DomainError)) throw error;
        extra.socket.close(UNAUTHORIZED, error.message.slice(0, LONGEST_REASON));
        return false;
      }
    },
    onSubscribe: async ({ extra, connectionParams }, _, { query, variables, operationName }) => {
      const { schema, parse, validate, contextFactory, execute, subscribe } = graphql.yoga.getEnveloped({
        incoming: incomingOf(extra, connectionParams),
        params: { query, variables: variables ?? undefined, operationName: operationName ?? undefined },
      });
      try {
        const document = parse(query);
        const errors = validate(schema, document);
        if (errors.length > 0) return errors;
        const prepared: Prepared = {
          execute: async (args) => withoutHttpErrors(await execute(args)),
          subscribe: async (args) => withoutHttpErrors(await subscribe(args)),
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
        return [error as never];
      }
    },
  };
}

function withoutHttpErrors<Result extends object>(result: Result): Result {
  if ("errors" in result && Array.isArray(result.errors)) result.errors.forEach(withoutHttp);
  return result;
}

function incomingOf({ request }: Extra, parameters: Readonly<Record<string, unknown>> | undefined): Incoming {
  const given = parameters?.authorization ?? parameters?.Authorization;
  return {
    authorization: typeof given === "string" ? given : (request.headers.authorization ?? null),
    lastEventId: null,
    address: request.socket.remoteAddress ?? "",
  };
}

/** The protocol's own code for a connection whose credential is not taken. */
const UNAUTHORIZED = 4401;
/** In characters; a close frame has 123 bytes for it (RFC 6455, section 5.5). */
const LONGEST_REASON = 110;
