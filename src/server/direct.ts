import { hash } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Authenticate } from "../access/caller.ts";
import { ANONYMOUS } from "../access/rules.ts";
import type { Params } from "./answers.ts";
import type { GraphQL } from "./graphql.ts";

/**
 * Answers a request to /graphql without yoga, where that is a query that was answered before and all is well with it.
 * Returns false where it is not: the request is then as it was, its body, if it was read, in `body`.
 */
export async function answerDirectly(
  request: IncomingMessage & { body?: Buffer },
  response: ServerResponse,
  { answers, createContext }: GraphQL,
  authenticate: Authenticate,
): Promise<boolean> {
  const mediaType = mediaTypeFor(request.headers.accept);
  if (mediaType === null) return false;
  const params = request.method === "GET" ? paramsOfUrl(request.url ?? "") : await paramsOfBody(request);
  if (params === null || answers.queries.get(params.query, params.operationName) === undefined) return false;
  const { authorization } = request.headers;
  const caller =
    authorization === undefined ? ANONYMOUS : await authenticate(authorization).catch(() => null);
  if (caller === null) return false;
  const made = answers.answer(params, caller === ANONYMOUS, () => createContext(caller));
  const body = made instanceof Promise ? await made : made;
  if (body === null) return false;
  const headers: Record<string, string | number> = {
    "Content-Type": mediaType,
    "Content-Length": body.byteLength,
    "Access-Control-Allow-Origin": "*",
  };
  if (request.method === "GET") {
    headers.ETag = `"${hash("sha256", body, "base64url")}"`;
    headers["Cache-Control"] = "no-cache";
    if (request.headers["if-none-match"] === headers.ETag) {
      delete headers["Content-Length"];
      response.writeHead(304, headers).end();
      return true;
    }
  }
  response.writeHead(200, headers).end(body);
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

function paramsOfUrl(url: string): Params | null {
  const at = url.indexOf("?");
  if (at === -1) return null;
  const search = new URLSearchParams(url.slice(at));
  const variables = search.get("variables");
  return paramsOf({
    query: search.get("query"),
    operationName: search.get("operationName"),
    variables: variables === null ? null : parsed(variables),
  });
}

async function paramsOfBody(request: IncomingMessage & { body?: Buffer }): Promise<Params | null> {
  const {
    "content-type": type = "",
    "content-length": length = "0",
    "content-encoding": encoding,
  } = request.headers;
  if (request.method !== "POST" || !/^application\/json(; ?charset=utf-8)?$/i.test(type)) return null;
  if (encoding !== undefined || Number(length) === 0 || Number(length) > MOST_BYTES) return null;
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  request.body = chunks.length === 1 ? chunks[0] : Buffer.concat(chunks);
  return paramsOf(parsed(String(request.body)));
}

function paramsOf(given: unknown): Params | null {
  if (typeof given !== "object" || given === null) return null;
  const { query, operationName = null, variables, extensions } = given as Record<string, unknown>;
  if (typeof query !== "string" || (typeof operationName !== "string" && operationName !== null)) return null;
  if (variables !== undefined && (typeof variables !== "object" || Array.isArray(variables))) return null;
  if (extensions !== undefined && extensions !== null) return null;
  return { query, operationName, variables: (variables ?? {}) as Params["variables"] };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // Said by yoga, with what is wrong.
  }
}

const MOST_BYTES = 1_000_000;
