import { type DefinitionNode, GraphQLError } from "graphql";
import { createYoga, type Plugin, type YogaServerInstance } from "graphql-yoga";
import type { Logger } from "pino";
import type { Context } from "../../schema/builder.ts";
import { schema } from "../../schema/index.ts";
import type { Authenticate } from "../access/caller.ts";
import type { Caller } from "../access/rules.ts";
import type { CoherentCache } from "../cache/cache.ts";
import type { Follower } from "../changes/follower.ts";
import type { Database } from "../database/database.ts";
import { type Hub, LiveSubscription } from "../live/hub.ts";
import { createLoaders } from "../loaders.ts";
import { compiledExecution } from "./compiled.ts";
import { errorMask } from "./errors.ts";

/** What tells changes to subscribers. */
export interface Live {
  readonly follower: Follower;
  readonly hub: Hub;
  /** What is kept from one request to the next; null for nothing, and while the log cannot be followed. */
  cache(): CoherentCache | null;
  /** To be called after a write; resolves when nothing that it changed is kept any more. */
  wrote(): Promise<void>;
}

/** What is known of a request, whichever way it came. */
export interface Incoming {
  readonly authorization: string | null;
  readonly lastEventId: string | null;
  /** The address that it came from. */
  readonly address: string;
}

export interface RequestContext extends Context {
  /** Whom its subscriptions are counted for. */
  readonly client: string;
}

export type GraphQL = YogaServerInstance<ServerContext, RequestContext>;

interface ServerContext {
  /** Given for what comes over a WebSocket, which has no request of its own. */
  readonly incoming?: Incoming;
  readonly req?: { readonly socket: { readonly remoteAddress?: string } };
}

/** The context of an execution: what it loads, it loads once. */
export function createContext(
  database: Pick<Database, "prisma">,
  caller: Caller,
  changes: Follower | null = null,
  { cache = null, lastEventId = null }: { cache?: CoherentCache | null; lastEventId?: string | null } = {},
): Context {
  const { prisma } = database;
  return {
    statements: prisma,
    loaders: createLoaders(prisma, cache),
    database,
    reload() {
      // What was just written may not have been evicted yet.
      this.loaders = createLoaders(prisma);
      return this.loaders;
    },
    caller,
    changes,
    lastEventId,
  };
}

/** GraphQL over HTTP at /graphql; without `live` there are no subscriptions. */
export function createGraphQL(
  database: Pick<Database, "prisma">,
  log: Logger,
  authenticate: Authenticate,
  live: Live | null = null,
  { compileFrom = 2 }: { compileFrom?: number } = {},
): GraphQL {
  return createYoga<ServerContext, RequestContext>({
    schema,
    graphqlEndpoint: "/graphql",
    graphiql: false, // Served by `graphiql.ts`, without a CDN.
    landingPage: false,
    context: async ({ request, incoming, req }) => {
      const { authorization, lastEventId, address } = incoming ?? {
        authorization: request.headers.get("authorization"),
        lastEventId: request.headers.get("last-event-id"),
        address: req?.socket.remoteAddress ?? "",
      };
      const caller = await authenticate(authorization);
      const context = createContext(database, caller, live?.follower, {
        cache: live?.cache(),
        lastEventId,
      });
      return { ...context, client: caller.key ?? address };
    },
    maskedErrors: { maskError: errorMask(log) },
    plugins: [
      compiledExecution(compileFrom),
      ...(live === null ? [] : [subscriptions(live, errorMask(log)), wakeUpAfterWrites(live)]),
    ],
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

/** Subscriptions of a response that is to be sent as events, by its own way; null for any other. */
export function subscriptionOf(response: Response): LiveSubscription | null {
  return subscriptionsOf.get(response) ?? null;
}
const subscriptionsOf = new WeakMap<Response, LiveSubscription>();

/** Subscriptions are read by the hub, and sent by it: the response only carries their headers. */
function subscriptions({ hub }: Live, mask: ReturnType<typeof errorMask>): Plugin<RequestContext> {
  return {
    onSubscribe({ setSubscribeFn }) {
      setSubscribeFn(async (args) => {
        const { caller, client } = args.contextValue as RequestContext;
        const result = await hub.subscribe(args, { caller, client });
        if (result instanceof LiveSubscription) return result;
        // With a status of success, a browser's EventSource would come back for the same error again and again.
        return {
          ...result,
          errors: result.errors?.map((error) => withStatus(mask(error) as GraphQLError, 400)),
        };
      });
    },
    onResultProcess({ request, result, setResultProcessor }) {
      if (!((result as unknown) instanceof LiveSubscription)) return;
      const subscription = result as unknown as LiveSubscription;
      const isAccepted = /text\/event-stream|\*\/\*/.test(request.headers.get("accept") ?? "*/*");
      setResultProcessor((_, fetchAPI) => {
        if (!isAccepted) {
          subscription.cancel();
          return new fetchAPI.Response(
            JSON.stringify({
              errors: [
                {
                  message: "A subscription is told as events",
                  extensions: {
                    code: "NOT_ACCEPTABLE",
                    expected: '"Accept: text/event-stream", or a WebSocket',
                  },
                },
              ],
            }),
            { status: 406, headers: { "Content-Type": "application/json" } },
          );
        }
        const response = new fetchAPI.Response(null, { status: 200 });
        subscriptionsOf.set(response, subscription);
        return response;
      }, "text/event-stream");
    },
  };
}

function withStatus(error: GraphQLError, status: number): GraphQLError {
  if ("http" in error.extensions) return error;
  return new GraphQLError(error.message, {
    nodes: error.nodes,
    path: error.path,
    extensions: { ...error.extensions, http: { status } },
  });
}

function wakeUpAfterWrites({ wrote }: Live): Plugin<RequestContext> {
  return {
    onExecute: ({ args }) => {
      const isWrite = args.document.definitions.some(
        (definition: DefinitionNode) =>
          definition.kind === "OperationDefinition" && definition.operation === "mutation",
      );
      return isWrite ? { onExecuteDone: () => wrote() } : undefined;
    },
  };
}
