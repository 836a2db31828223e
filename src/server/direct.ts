import { hash } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { ANONYMOUS } from "../access/rules.ts";
import type { Admitted } from "./admission.ts";
import type { Params } from "./answers.ts";
import type { GraphQL } from "./graphql.ts";
import { type PersistedOperations, persistedId } from "./persisted.ts";

/**
 * Answers a request that was let in without yoga, where it is a query that was answered before and all is well with it;
 * false where it is not, and nothing was sent.
 */
export async function answerDirectly(
  request: IncomingMessage,
  /** Null for GET. */
  body: string | null,
  response: ServerResponse,
  { caller }: Admitted,
  { answers, persisted, createContext }: GraphQL,
): Promise<boolean> {
  const mediaType = mediaTypeFor(request.headers.accept);
  if (mediaType === null) return false;
  const given = body === null ? givenInUrl(request.url ?? "") : parsed(body);
  const params = paramsOf(given, persisted);
  if (params === null) return false;
  const answer = answers.answer(params, caller.role, caller === ANONYMOUS, () => createContext(caller));
  const lent = answer instanceof Promise ? await answer : answer;
  if (lent === null || response.destroyed) return false;
  const { bytes, giveBack } = lent;
  response.setHeader("Content-Type", mediaType);
  if (body === null) {
    const tag = `"${hash("sha256", bytes, "base64url")}"`;
    response.setHeader("ETag", tag);
    // To be asked for again each time: a change is to be seen at once. Caches between keep it, and ask with its tag.
    response.setHeader("Cache-Control", caller === ANONYMOUS ? "public, no-cache" : "private, no-cache");
    if (request.headers["if-none-match"]?.split(/, */).includes(tag) === true) {
      response.writeHead(304).end();
      return true;
    }
  }
  response.setHeader("Content-Length", bytes.byteLength);
  response.writeHead(200).end(bytes, giveBack ?? undefined);
  return true;
}

/** What of the two media types of GraphQL over HTTP is wanted; null where that takes more than a glance. */
function mediaTypeFor(accept = "*/*"): string | null {
  if (accept === "application/json" || accept === "*/*") return "application/json; charset=utf-8";
  if (accept.startsWith("application/graphql-response+json") && !accept.includes("q=")) {
    return "application/graphql-response+json; charset=utf-8";
  }
  return null;
}

function givenInUrl(url: string): unknown {
  const at = url.indexOf("?");
  if (at === -1) return null;
  const search = new URLSearchParams(url.slice(at));
  const json = (name: string) => {
    const text = search.get(name);
    return text === null ? undefined : parsed(text);
  };
  return {
    query: search.get("query"),
    operationName: search.get("operationName"),
    variables: json("variables"),
    extensions: json("extensions"),
  };
}

function paramsOf(given: unknown, persisted: PersistedOperations): Params | null {
  if (typeof given !== "object" || given === null) return null;
  const {
    query: text = null,
    operationName = null,
    variables = null,
    extensions = null,
  } = given as Record<string, unknown>;
  const isById = text === null && extensions !== null;
  if (!isById && (extensions !== null || persisted.isClosed)) return null;
  const query = isById ? persisted.get(persistedId(extensions) ?? "") : text;
  if (typeof query !== "string" || (typeof operationName !== "string" && operationName !== null)) return null;
  if (typeof variables !== "object" || Array.isArray(variables)) return null;
  return { query, operationName, variables: (variables ?? {}) as Params["variables"] };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // Said by yoga, with what is wrong.
  }
}
