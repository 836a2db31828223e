import { createClient } from "graphql-sse";

/** A server elsewhere, and the key that it is asked with; without one, as anybody. */
export interface Server {
  readonly url: string;
  readonly key: string | null;
}

/** What a subscription is told; a place in the order of changes without data: nothing happened up to there. */
export type Told = { readonly data: unknown } | { readonly place: string };

/** The server answers, and does not tell. */
export class Refused extends Error {
  /** 200 where it was told in the middle of a stream. */
  readonly status: number;
  /** What the server calls it, such as "CURSOR_EXPIRED"; null where it is no answer of GraphQL. */
  readonly code: string | null;
  /** The argument that is wrong. */
  readonly argument: string | null;

  constructor(message: string, status: number, code: string | null, argument: string | null) {
    super(message);
    this.status = status;
    this.code = code;
    this.argument = argument;
  }
}

/** There is no connection, or no longer; the message is the reason, for a person. */
export class Lost extends Error {}

/**
 * One connection to a subscription, over Server-Sent Events: what is told, until the signal. Throws Refused where the
 * server does not tell, and Lost where it cannot be reached, falls silent, or goes.
 */
export async function* connection(
  { url, key }: Server,
  request: { query: string; variables: Record<string, unknown> },
  signal: AbortSignal,
): AsyncGenerator<Told, void> {
  let failure: unknown = null;
  const client = createClient({
    url,
    headers: key === null ? {} : { authorization: `Bearer ${key}` },
    // The client would come back with the cursor that it began with: `follow` comes back with the last one.
    retryAttempts: 0,
    fetchFn: async (...[input, init]: Parameters<typeof fetch>) => {
      try {
        return await openStream(input, init);
      } catch (error) {
        // The client passes on nothing but the message.
        failure = error instanceof Refused ? error : new Lost(reasonOf(error));
        throw failure;
      }
    },
  });
  const dispose = () => client.dispose();
  signal.addEventListener("abort", dispose);
  try {
    for await (const { data, errors, extensions } of client.iterate<unknown, { place?: string }>(request)) {
      if (signal.aborted) return;
      if (extensions?.place !== undefined) yield { place: extensions.place };
      else if (errors === undefined) yield { data };
      else throw refusal(200, { errors });
    }
    if (!signal.aborted) throw new Lost("the server has ended it");
  } catch (error) {
    throw failure ?? (error instanceof Refused ? error : new Lost((error as Error).message));
  } finally {
    signal.removeEventListener("abort", dispose);
    dispose();
  }
}

/** What the client reads of a response. */
interface Stream extends Pick<Response, "ok" | "status" | "statusText"> {
  readonly body: AsyncIterable<Uint8Array>;
}

/** As `fetch`, but only a stream of events counts as an answer, and neither its end nor silence goes by unseen. */
async function openStream(input: Parameters<typeof fetch>[0], init: RequestInit = {}): Promise<Stream> {
  const silence = new AbortController();
  const timer = setTimeout(
    () => silence.abort(new Error(`nothing was heard for ${SILENT_MS / 1000} seconds`)),
    SILENT_MS,
  );
  const signal = AbortSignal.any([silence.signal, ...(init.signal ? [init.signal] : [])]);
  let isStream = false;
  try {
    const response = await fetch(input, { ...init, signal });
    const { ok, status, statusText, headers, body } = response;
    const type = headers.get("content-type") ?? "no content type";
    isStream = ok && type.startsWith("text/event-stream");
    if (isStream && body !== null) return { ok, status, statusText, body: eventsOf(body, timer) };
    throw refusal(status, /\bjson\b|event-stream/.test(type) ? jsonIn(await response.text()) : type);
  } finally {
    if (!isStream) clearTimeout(timer);
  }
}

/** Three signs of life late. */
const SILENT_MS = 36_000;

/**
 * The events of a stream, each whole. An id without data, which the client does not pass on, becomes a result without
 * data, so that it comes after all that was told before it. An end is an error: the client does not notice it while
 * results wait to be read.
 */
async function* eventsOf(
  body: AsyncIterable<Uint8Array>,
  timer: NodeJS.Timeout,
): AsyncGenerator<Uint8Array, void> {
  const decoder = new TextDecoder();
  let rest = "";
  try {
    for await (const chunk of body) {
      timer.refresh();
      const events = (rest + decoder.decode(chunk, { stream: true })).split("\n\n");
      rest = events.pop() ?? "";
      for (const event of events) {
        const place = /^id: *(\S+)$/.exec(event)?.[1];
        const data = JSON.stringify({ extensions: { place } });
        yield Buffer.from(place === undefined ? `${event}\n\n` : `event: next\ndata: ${data}\n\n`);
      }
    }
  } catch (error) {
    throw new Lost(reasonOf(error));
  } finally {
    clearTimeout(timer);
  }
  throw new Lost("the server has ended it");
}

/** An error comes as JSON, or as an event with it, whichever was asked for; null for neither. */
function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text.slice(text.indexOf("{"), text.lastIndexOf("}") + 1) || "null");
  } catch {
    return null;
  }
}

/** `answer` is a response of GraphQL, or what else came, for a person. */
function refusal(status: number, answer: unknown): Refused {
  const [error] = (answer as { errors?: readonly GraphQLErrorJson[] } | null)?.errors ?? [];
  if (typeof error?.message !== "string") {
    return new Refused(
      `status ${status}, with ${typeof answer === "string" ? answer : "JSON that is no GraphQL"}`,
      status,
      null,
      null,
    );
  }
  const { code, expected, argumentPath } = error.extensions ?? {};
  const message = expected === undefined ? error.message : `${error.message} (expected: ${expected})`;
  return new Refused(message, status, code ?? "", argumentPath?.[0] ?? null);
}

interface GraphQLErrorJson {
  readonly message?: string;
  readonly extensions?: { code?: string; expected?: string; argumentPath?: string[] };
}

/** Why there is no connection, for a person. */
function reasonOf(error: unknown): string {
  const { message, cause } = error as Error & { cause?: Error & { code?: string } };
  switch (cause?.code) {
    case "ECONNREFUSED":
      return "nothing answers there";
    case "ENOTFOUND":
      return "there is no host of that name";
    case "ECONNRESET":
    case "UND_ERR_SOCKET":
      return "it was cut off";
    default:
      return cause?.message || message;
  }
}
