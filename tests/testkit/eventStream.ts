/** An event as the server sends it (WHATWG HTML, section 9.2): the fields that it has, as text. */
export interface ServerEvent {
  readonly id?: string;
  readonly event?: string;
  readonly data?: string;
  /** A line that is no field, for whoever looks at the bytes. */
  readonly comment?: string;
}

/** A subscription over Server-Sent Events, read as it comes. */
export interface EventStream extends AsyncDisposable {
  readonly response: Response;
  /** The next event of any kind; null at the end of the stream. */
  event(): Promise<ServerEvent | null>;
  /** The next result, parsed, with its id; signs of life are left out. Throws where anything else comes. */
  next(): Promise<{ id: string; result: Answer }>;
  /** So many results. */
  take(count: number): Promise<{ id: string; result: Answer }[]>;
  close(): Promise<void>;
}

interface Answer {
  // biome-ignore lint/suspicious/noExplicitAny: tests read answers of any shape
  readonly data?: any;
  // biome-ignore lint/suspicious/noExplicitAny: as above
  readonly errors?: readonly any[];
}

interface Request {
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Subscribes by a POST; for an answer that is no stream, look at its `response`. */
export async function subscribe(
  url: string,
  query: string,
  { variables, headers }: Request = {},
): Promise<EventStream> {
  const abort = new AbortController();
  const response = await fetch(url, {
    method: "POST",
    headers: { "Content-Type": "application/json", Accept: "text/event-stream", ...headers },
    body: JSON.stringify({ query, variables }),
    signal: abort.signal,
  });
  return eventStream(response, () => abort.abort());
}

/** Reads the events of a response. */
export function eventStream(response: Response, abort: () => void): EventStream {
  const events = eventsOf(response);
  const event = async () => {
    const { value } = await events.next();
    return value ?? null;
  };
  const next = async () => {
    for (;;) {
      const got = await event();
      if (got === null) throw new Error("The stream has ended");
      if (got.event === "next" && got.id !== undefined) {
        return { id: got.id, result: JSON.parse(got.data ?? "") as Answer };
      }
      if (got.event !== undefined) throw new Error(`Not a change: ${JSON.stringify(got)}`);
    }
  };
  const close = async () => {
    abort();
    await events.return(undefined).catch(() => {}); // Aborted.
  };
  return {
    response,
    event,
    next,
    take: async (count) => {
      const taken = [];
      while (taken.length < count) taken.push(await next());
      return taken;
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}

async function* eventsOf({ body }: Response): AsyncGenerator<ServerEvent, undefined> {
  let text = "";
  for await (const chunk of (body ?? new ReadableStream()).pipeThrough(new TextDecoderStream())) {
    text += chunk;
    const blocks = text.split("\n\n");
    text = blocks.pop() ?? "";
    for (const block of blocks) yield parseEvent(block);
  }
  if (text !== "") throw new Error(`The stream ended within an event: ${JSON.stringify(text)}`);
}

function parseEvent(block: string): ServerEvent {
  const fields = block.split("\n").map((line) => {
    const [, name = "", value = ""] = /^([^:]*):? ?(.*)$/.exec(line) ?? [];
    return [name === "" ? "comment" : name, value];
  });
  return Object.fromEntries(fields);
}
