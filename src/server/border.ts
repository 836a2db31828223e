import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from "node:http";
import { DomainError } from "../errors/errors.ts";

/**
 * What a request must be like to be looked at, and what browsers are told with each answer. Pure: whatever answers
 * requests asks here.
 */

/** A request that is none for us, for what its head or its form says. */
export class Refused extends DomainError {
  readonly code: string;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    status: keyof typeof CODES,
    message: string,
    expected: string,
    { got, headers = {} }: { got?: unknown; headers?: Record<string, string> } = {},
  ) {
    super(message, got === undefined ? { expected } : { expected, got });
    this.status = status;
    this.code = CODES[status];
    this.headers = headers;
  }
}

const CODES = {
  400: "BAD_REQUEST",
  403: "FORBIDDEN",
  405: "METHOD_NOT_ALLOWED",
  413: "TOO_LARGE",
  415: "UNSUPPORTED_MEDIA_TYPE",
} as const;

/**
 * Throws Refused for a request to GraphQL that is not to be read any further. A page of another site can make a browser
 * post forms and plain text without asking (Fetch, "CORS-safelisted request-header"): those are not taken, so that nothing
 * can be written that way.
 */
export function checkHead(
  { method = "", url = "", headers }: Pick<IncomingMessage, "method" | "url" | "headers">,
  maxBodyBytes: number,
): void {
  if (method !== "GET" && method !== "POST") {
    throw new Refused(405, `The method ${method.slice(0, 20)} is not taken here`, "GET or POST", {
      headers: { Allow: "GET, POST, OPTIONS" },
    });
  }
  if (method === "GET") {
    checkParameters(url);
    return;
  }
  const type = headers["content-type"];
  if (type === undefined || !JSON_TYPE.test(type)) {
    throw new Refused(415, "The body is not of a type that is taken", '"Content-Type: application/json"', {
      got: type?.split(";")[0] ?? null,
    });
  }
  const encoding = headers["content-encoding"];
  if (encoding !== undefined && encoding !== "identity") {
    throw new Refused(415, "A compressed body is not taken", "no Content-Encoding", { got: encoding });
  }
  if (Number(headers["content-length"] ?? 0) > maxBodyBytes) throw tooLarge(maxBodyBytes);
}

function checkParameters(url: string): void {
  const parameters = new URLSearchParams(url.split("?")[1]);
  for (const name of ["variables", "extensions"]) {
    const text = parameters.get(name);
    if (text === null) continue;
    try {
      JSON.parse(text);
    } catch {
      throw new Refused(400, `The parameter "${name}" is not JSON`, 'a JSON object such as {"first": 10}');
    }
  }
}

const JSON_TYPE = /^application\/(?:graphql\+)?json(?:; ?charset="?utf-?8"?)?$/i;

export function tooLarge(maxBodyBytes: number): Refused {
  return new Refused(
    413,
    "The body is too large: send it in several requests",
    `at most ${maxBodyBytes} bytes`,
    {
      headers: { Connection: "close" },
    },
  );
}

/** May pages of this origin speak to us? What is no browser sends none. Without a list, all may. */
export function isAllowedOrigin(
  { origin, host }: IncomingHttpHeaders,
  allowed: readonly string[] | null,
): boolean {
  if (allowed === null || origin === undefined || allowed.includes(origin)) return true;
  return URL.canParse(origin) && new URL(origin).host === host;
}

/** What pages of other origins may do with the answer (Fetch, section 3.3). No cookie is looked at, ever. */
export function corsHeaders(
  { origin }: IncomingHttpHeaders,
  allowed: readonly string[] | null,
): Record<string, string> {
  if (allowed === null) return { "Access-Control-Allow-Origin": "*", ...EXPOSED };
  if (origin === undefined || !allowed.includes(origin)) return { Vary: "Origin" };
  return { "Access-Control-Allow-Origin": origin, Vary: "Origin", ...EXPOSED };
}

const EXPOSED = { "Access-Control-Expose-Headers": "RateLimit, RateLimit-Policy, Retry-After, X-Request-Id" };

/** The answer to a browser that asks first. */
export const PREFLIGHT = {
  "Access-Control-Allow-Methods": "GET, POST",
  "Access-Control-Allow-Headers":
    "Authorization, Content-Type, Last-Event-ID, Traceparent, Tracestate, X-Request-Id",
  "Access-Control-Max-Age": "7200",
};

/** With every answer: it is data, whatever it holds. */
export const SECURITY_HEADERS = {
  "Content-Security-Policy":
    "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Resource-Policy": "cross-origin",
  "Referrer-Policy": "no-referrer",
  "X-Content-Type-Options": "nosniff",
  "X-Frame-Options": "DENY",
};

/** Once a browser came through TLS, it is to come no other way. */
export const SECURE_ONLY = { "Strict-Transport-Security": "max-age=31536000" };

/**
 * With pages and their files: scripts, styles and connections of this origin alone, and nothing inline but styles, which
 * GraphiQL's editor makes as it goes. Its workers are files.
 */
export const PAGE_HEADERS = {
  "Content-Security-Policy": [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self' data:",
    "connect-src 'self'",
    "worker-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join("; "),
  "Cross-Origin-Resource-Policy": "same-origin",
  "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
};

export function setHeaders(response: ServerResponse, headers: Readonly<Record<string, string>>): void {
  for (const name in headers) response.setHeader(name, headers[name] ?? "");
}
