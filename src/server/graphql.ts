import {
  type DefinitionNode,
  type ExecutionArgs,
  type ExecutionResult,
  GraphQLError,
  getOperationAST,
} from "graphql";
import { createYoga, type Plugin, type YogaServerInstance } from "graphql-yoga";
import type { Logger } from "pino";
import type { Context } from "../../schema/builder.ts";
import { schema } from "../../schema/index.ts";
import { thingOf } from "../../schema/node.ts";
import { subgraph } from "../../schema/subgraph.ts";
import type { Authenticate } from "../access/caller.ts";
import type { Caller } from "../access/rules.ts";
import { BoundedMap } from "../cache/bounded.ts";
import { Reads } from "../cache/reads.ts";
import type { Follower } from "../changes/follower.ts";
import type { Database } from "../database/database.ts";
import { belongingTo } from "../database/work.ts";
import { KnownQueries } from "../execution/operations.ts";
import { type Hub, LiveSubscription } from "../live/hub.ts";
import { createLoaders } from "../loaders.ts";
import { outcomeOf } from "../telemetry/outcome.ts";
import { currentRequest, observing } from "../telemetry/request.ts";
import type { Admitted } from "./admission.ts";
import { Answers, type KeptAnswers, notingCaller, plannedExecution } from "./answers.ts";
import { errorMask } from "./errors.ts";
import { type Bounds, bounded } from "./limits.ts";
import { PersistedOperations, persisted } from "./persisted.ts";

/** What tells changes to subscribers. */
export interface Live extends KeptAnswers {
  readonly follower: Follower;
  readonly hub: Hub;
  /** For one request: what is kept from one to the next, but for the time in which the log cannot be followed. */
  reads(): Reads;
  /** To be called after a write; resolves when nothing that it changed is kept any more. */
  wrote(): Promise<void>;
}

export interface RequestContext extends Context {
  /** Whom its subscriptions are counted for. */
  readonly client: string;
}

export interface GraphQL {
  readonly yoga: YogaServerInstance<ServerContext, RequestContext>;
  /** Queries that were answered before. */
  readonly answers: Answers;
  /** Documents that are asked for by an id. */
  readonly persisted: PersistedOperations;
  createContext(caller: Caller): Context;
}

interface ServerContext {
  /** Whose request it is, where that is known already. */
  readonly admitted?: Pick<Admitted, "caller" | "client">;
  /** Given for what comes over a WebSocket, which has no request of its own. */
  readonly request?: Request;
}

/** The context of an execution: what it loads, it loads once. */
export function createContext(
  database: Pick<Database, "prisma" | "reads">,
  caller: Caller,
  changes: Follower | null = null,
  { reads = new Reads(), lastEventId = null }: { reads?: Reads; lastEventId?: string | null } = {},
): Context {
  return notingCaller({
    statements: database.reads,
    loaders: createLoaders(database.reads, reads),
    reads,
    database,
    reload() {
      // What was just written may not have been evicted yet.
      this.loaders = createLoaders(database.reads);
      return this.loaders;
    },
    caller,
    changes,
    lastEventId,
  });
}

/** GraphQL over HTTP at /graphql; without `live` there are no subscriptions, and without `federation` no entities. */
export function createGraphQL(
  database: Pick<Database, "prisma" | "reads">,
  log: Logger,
  authenticate: Authenticate,
  live: Live | null = null,
  {
    planFrom = 2,
    federation = true,
    bounds = null,
    operations = new PersistedOperations(),
  }: {
    planFrom?: number;
    federation?: boolean;
    bounds?: Bounds | null;
    operations?: PersistedOperations;
  } = {},
): GraphQL {
  const served = federation ? subgraph : schema;
  const queries = new KnownQueries(served, thingOf, KNOWN_CHARACTERS);
  const contextOf = (caller: Caller, lastEventId: string | null = null) =>
    createContext(database, caller, live?.follower, { reads: live?.reads(), lastEventId });
  const yoga = createYoga<ServerContext, RequestContext>({
    schema: served,
    graphqlEndpoint: "/graphql",
    graphiql: false, // Served by `graphiql.ts`, without a CDN.
    landingPage: false,
    context: async ({ request, admitted }) => {
      const { caller, client } = admitted ?? {
        caller: await authenticate(request.headers.get("authorization")),
        client: "",
      };
      return Object.assign(contextOf(caller, request?.headers.get("last-event-id") ?? null), { client });
    },
    maskedErrors: { maskError: errorMask(log) },
    // Yoga's own hold a number of documents, however long.
    parserAndValidationCache: { documentCache: byText(), errorCache: byText() },
    plugins: [
      observed(),
      ...persisted(operations),
      plannedExecution(queries, planFrom),
      ...(live === null ? [] : [subscriptions(live), wakeUpAfterWrites(live)]),
      ...(bounds === null ? [] : [bounded(bounds)]),
    ],
    cors: false, // At the border, for every answer.
    multipart: false, // Nothing is uploaded, and a browser would send it from any page without asking first.
    logging: {
      debug: (...words) => log.trace(words.join(" ")),
      info: (...words) => log.debug(words.join(" ")),
      warn: (...words) => log.warn(words.join(" ")),
      // What clients did wrong as well; what we did is logged where it is masked.
      error: (...words) => log.debug(words.join(" ")),
    },
  });
  const answers = new Answers(queries, live, bounds);
  return { yoga, answers, persisted: operations, createContext: contextOf };
}

/** How long the texts of all known queries are together, at most. */
const KNOWN_CHARACTERS = 4_000_000;

/** What becomes of documents, by their text, bounded by the length of all texts. */
function byText<Value>() {
  const cache = new BoundedMap<Value>(PARSED_CHARACTERS);
  return {
    get: (text: string) => cache.get(text),
    set: (text: string, value: Value) => cache.set(text, value, text.length),
  };
}
const PARSED_CHARACTERS = 1_000_000;

/** Subscriptions of a response that is to be sent as events, by its own way; null for any other. */
export function subscriptionOf(response: Response): LiveSubscription | null {
  return subscriptionsOf.get(response) ?? null;
}
const subscriptionsOf = new WeakMap<Response, LiveSubscription>();

/** Subscriptions are read by the hub, and sent by it: the response only carries their headers. */
function subscriptions({ hub }: Live): Plugin<RequestContext> {
  return {
    onSubscribe({ setSubscribeFn }) {
      setSubscribeFn((args) => {
        const { caller, client } = args.contextValue as RequestContext;
        // What is told later belongs to all who wait for it.
        return observing(undefined, () =>
          belongingTo(undefined, () => hub.subscribe(args, { caller, client })),
        );
      });
    },
    onResultProcess({ request, result, setResultProcessor }) {
      const accepted = request.headers.get("accept") ?? "*/*";
      const respond = (status: number, errors: unknown) =>
        setResultProcessor(
          (_, fetchAPI) =>
            new fetchAPI.Response(JSON.stringify({ errors }), {
              status,
              headers: { "Content-Type": "application/json" },
            }),
          "application/json",
        );
      if ((result as unknown) instanceof LiveSubscription) {
        const subscription = result as unknown as LiveSubscription;
        if (/text\/event-stream|\*\/\*/.test(accepted)) {
          setResultProcessor((_, fetchAPI) => {
            const response = new fetchAPI.Response(null, { status: 200 });
            subscriptionsOf.set(response, subscription);
            return response;
          }, "text/event-stream");
        } else {
          subscription.cancel();
          respond(406, [NOT_ACCEPTABLE]);
        }
      } else if (accepted.includes("text/event-stream") && isFailed(result)) {
        // With a status of success, a browser's EventSource would come back for the same error again and again.
        respond(statusOf(result.errors), result.errors.map(withoutHttp));
      }
    },
  };
}

const NOT_ACCEPTABLE = new GraphQLError("A subscription is told as events", {
  extensions: { code: "NOT_ACCEPTABLE", expected: '"Accept: text/event-stream", or a WebSocket' },
});

/** Was the request not executed at all? */
function isFailed(result: unknown): result is { readonly errors: readonly GraphQLError[] } {
  return typeof result === "object" && result !== null && "errors" in result && !("data" in result);
}

export function statusOf(errors: readonly GraphQLError[]): number {
  for (const { extensions } of errors) {
    const { http, code } = extensions as { http?: { status?: number }; code?: string };
    if (http?.status !== undefined) return http.status;
    if (code === "INTERNAL_SERVER_ERROR") return 500;
    if (code === "UNAVAILABLE") return 503;
  }
  return 400;
}

/** What an error says of HTTP is for the response, not for its body. */
export function withoutHttp(error: GraphQLError): GraphQLError {
  delete error.extensions.http;
  return error;
}

/** Tells what is asked for, and how it ended. */
function observed(): Plugin<RequestContext> {
  const name = ({ document, operationName }: ExecutionArgs) => {
    const operation = getOperationAST(document, operationName);
    if (operation != null) currentRequest()?.named(operation.operation, operation.name?.value);
  };
  return {
    onExecute: ({ args }) => name(args),
    onSubscribe: ({ args }) => name(args),
    onResultProcess: ({ result }) => {
      const request = currentRequest();
      if (request !== undefined && "errors" in result) request.outcome = outcomeOf(result.errors);
    },
  };
}

/** Did any field of the operation give something? */
function isAnswered(result: object): boolean {
  const { data } = result as ExecutionResult;
  return Object.values(data ?? {}).some((value) => value !== null);
}

function wakeUpAfterWrites({ wrote }: Live): Plugin<RequestContext> {
  return {
    onExecute: ({ args }) => {
      const isWrite = args.document.definitions.some(
        (definition: DefinitionNode) =>
          definition.kind === "OperationDefinition" && definition.operation === "mutation",
      );
      if (!isWrite) return undefined;
      return {
        onExecuteDone: ({ result }) => {
          const hasAll = wrote();
          // What failed is told at once: without its database, the change log would be waited for.
          return isAnswered(result) ? hasAll : undefined;
        },
      };
    },
  };
}
