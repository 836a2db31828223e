import type { IncomingMessage, ServerResponse } from "node:http";
import { sendNodeResponse } from "@whatwg-node/server";
import { GraphQLError } from "graphql";
import type { Config } from "../config/config.ts";
import { belongingTo, Work } from "../database/work.ts";
import { sendEvents } from "../live/sse.ts";
import { outcomeOf } from "../telemetry/outcome.ts";
import { currentRequest } from "../telemetry/request.ts";
import type { Admission, Admitted } from "./admission.ts";
import { readBody } from "./body.ts";
import { checkHead, corsHeaders, PREFLIGHT, setHeaders } from "./border.ts";
import { answerDirectly } from "./direct.ts";
import { type GraphQL, statusOf, subscriptionOf, withoutHttp } from "./graphql.ts";

/** Answers GraphQL over HTTP: who asks is let in first, then what is asked is read, and then it is executed. */
export function graphqlAnswers({
  graphql,
  admission,
  mask,
  config: { corsOrigins, maxBodyBytes, databaseTimeMs },
}: {
  graphql: GraphQL;
  admission: Admission;
  mask(error: unknown): Error;
  config: Pick<Config, "corsOrigins" | "maxBodyBytes" | "databaseTimeMs">;
}): (request: IncomingMessage, response: ServerResponse) => Promise<void> {
  return async (request, response) => {
    const { method = "", headers } = request;
    setHeaders(response, corsHeaders(headers, corsOrigins));
    if (method === "OPTIONS") {
      response.writeHead(204, PREFLIGHT).end();
      return;
    }
    const observed = currentRequest();
    observed?.asks(request);
    let admitted: Admitted;
    const asked = request as IncomingMessage & { body?: string };
    try {
      checkHead(request, maxBodyBytes);
      admitted = await admission.admit(request, headers.authorization ?? null);
      if (method === "POST") asked.body = await readBody(request, maxBodyBytes);
    } catch (error) {
      // Where the client left in the middle of its request, there is nobody to tell.
      if (!request.destroyed || request.complete) refuse(request, response, mask(error));
      return;
    }
    if (observed !== undefined) observed.client = admitted.client;
    setHeaders(response, admitted.headers);
    const gone = new AbortController();
    // To abort costs as much as the rest of a kept answer.
    response.once("close", () => response.writableFinished || gone.abort());
    const work = new Work(gone.signal, databaseTimeMs);
    const answer = await belongingTo(work, async () =>
      (await answerDirectly(request, asked.body ?? null, response, admitted, graphql))
        ? null
        : graphql.yoga.handleNodeRequestAndResponse(asked, response, { admitted }),
    ).finally(() => work.end());
    if (answer === null) return;
    const subscription = subscriptionOf(answer);
    if (subscription === null) await sendNodeResponse(answer, response, request, true);
    else {
      observed?.end(answer.status);
      sendEvents(response, answer.headers, subscription);
    }
  };
}

/** Answers with an error before anything was executed. */
export function refuse(request: IncomingMessage, response: ServerResponse, masked: Error): void {
  const error = masked instanceof GraphQLError ? masked : new GraphQLError(masked.message);
  const { http } = error.extensions as { http?: { headers?: Record<string, string> } };
  const status = statusOf([error]);
  const observed = currentRequest();
  if (observed !== undefined) observed.outcome = outcomeOf([error]);
  const accepted = request.headers.accept ?? "";
  const type = accepted.includes(GRAPHQL_JSON) ? GRAPHQL_JSON : "application/json";
  const body = JSON.stringify({ errors: [withoutHttp(error)] });
  // What was not read of the body would be taken for the next request.
  if (!request.complete) response.setHeader("Connection", "close");
  response.writeHead(status, { "Content-Type": `${type}; charset=utf-8`, ...http?.headers }).end(body);
}

const GRAPHQL_JSON = "application/graphql-response+json";
