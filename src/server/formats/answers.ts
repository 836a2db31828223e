import type { IncomingMessage, ServerResponse } from "node:http";
import { pipeline } from "node:stream/promises";
import type { Context } from "../../../schema/builder.ts";
import { ANONYMOUS, type Caller } from "../../access/rules.ts";
import type { Config } from "../../config/config.ts";
import type { Database } from "../../database/database.ts";
import { belongingTo, Work } from "../../database/work.ts";
import { InvalidInput } from "../../errors/errors.ts";
import { idOf } from "../../identity/identity.ts";
import type { Turns } from "../../limits/turns.ts";
import type { Addresses } from "../address.ts";
import type { Admission, Admitted } from "../admission.ts";
import { corsHeaders, PREFLIGHT, Refused, setHeaders } from "../border.ts";
import { createContext, type Live } from "../graphql.ts";
import { refuse } from "../http.ts";
import { type Asked, OF_FEED, OF_LIST, OF_ONE, type Parameter, readAsked } from "./asked.ts";
import { calendar } from "./calendar.ts";
import { atomFeed, type Feed, jsonFeed } from "./feeds.ts";
import { allContacts, firstContacts, type Working } from "./graph.ts";
import { linkedData } from "./linkedData.ts";
import { tableLines, tableValues } from "./tables.ts";
import { Validators } from "./validators.ts";

/** What a format is made of. */
interface Making {
  readonly asked: Asked;
  /** "https://readout.example" */
  readonly origin: string;
  /** The path and query. */
  readonly address: string;
  readonly working: Working;
}

interface Format {
  readonly type: string;
  readonly takes: readonly Parameter[];
  /** The name under which it is saved; null for what is looked at. */
  readonly file?: string;
  /** The whole of it, or pieces as they come; where another address has it, that one; null where there is none. */
  make(making: Making): Promise<string | AsyncIterable<string | Buffer> | { readonly at: string } | null>;
}

const FORMATS: Readonly<Record<string, Format>> = {
  "/feed.atom": {
    type: "application/atom+xml; charset=utf-8",
    takes: OF_FEED,
    make: async (making) => atomFeed(await feedOf(making)),
  },
  "/feed.json": {
    type: "application/feed+json; charset=utf-8",
    takes: OF_FEED,
    make: async (making) => jsonFeed(await feedOf(making)),
  },
  "/contacts.ics": {
    type: "text/calendar; charset=utf-8",
    takes: OF_LIST,
    file: "readout.ics",
    make: async ({ asked, origin, working }) =>
      calendar(allContacts(asked, working), { origin, asOf: asked.asOf }),
  },
  "/contacts.csv": {
    type: "text/csv; charset=utf-8; header=present",
    takes: OF_LIST,
    file: "readout.csv",
    make: async ({ asked, working }) => tableValues(asked, working),
  },
  "/contacts.jsonl": {
    type: "application/jsonl; charset=utf-8",
    takes: OF_LIST,
    make: async ({ asked, working }) => tableLines(asked, working),
  },
};

const LINKED_DATA: Format = {
  type: "application/ld+json; charset=utf-8",
  takes: OF_ONE,
  make: async ({ asked, origin, address, working }) => {
    const id = ONE.exec(address)?.[1] ?? "";
    const found = await linkedData(id, { origin, asOf: asked.asOf }, working);
    if (found === null) return null;
    // It was merged into another. That can be undone, so nobody is told that it is for good.
    return found.id === id ? JSON.stringify(found.document) : { at: address.replace(id, found.id) };
  },
};
const ONE = /^\/contacts\/([\w-]{1,100})\.jsonld(?:\?|$)/;

async function feedOf({ asked, origin, address, working }: Making): Promise<Feed> {
  return {
    origin,
    self: origin + address,
    id: `urn:uuid:${idOf("feed", JSON.stringify([asked.filter, asked.orderBy]))}`,
    contacts: await firstContacts(asked, working),
  };
}

interface Serving {
  readonly database: Pick<Database, "prisma" | "reads">;
  readonly live: Live;
  readonly admission: Admission;
  readonly addresses: Addresses;
  readonly turns: Turns;
  mask(error: unknown): Error;
  readonly config: Pick<Config, "corsOrigins" | "databaseTimeMs">;
}

/** Answers requests for feeds and files of contacts, as GraphQL would answer them; gives false for any other. */
export function formatAnswers(
  serving: Serving,
): (request: IncomingMessage, response: ServerResponse) => Promise<boolean> {
  const validators = new Validators(serving.database.prisma, serving.live);
  return async (request, response) => {
    const { url = "" } = request;
    const format = ONE.test(url) ? LINKED_DATA : FORMATS[url.split("?")[0] ?? ""];
    if (format === undefined) return false;
    setHeaders(response, corsHeaders(request.headers, serving.config.corsOrigins));
    if (request.method === "OPTIONS") response.writeHead(204, PREFLIGHT).end();
    else await answer(request, response, format, serving, validators);
    return true;
  };
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  format: Format,
  serving: Serving,
  validators: Validators,
): Promise<void> {
  const { admission, addresses, mask } = serving;
  const gone = new AbortController();
  response.once("close", () => gone.abort());
  try {
    if (request.method !== "GET" && request.method !== "HEAD") {
      throw new Refused(405, "A feed is read, and nothing else", "GET or HEAD", {
        headers: { Allow: "GET, HEAD, OPTIONS" },
      });
    }
    const admitted = await admission.admit(request, request.headers.authorization ?? null);
    const { url: address = "" } = request;
    const making = {
      asked: readAsked(searchOf(address), format.takes),
      origin: originOf(request, addresses),
      address,
      working: workingFor(admitted.caller, gone.signal, serving),
    };
    setHeaders(response, headersOf(format, admitted));
    const isFresh = await validators.check(request, response, making.origin + address);
    if (isFresh) response.writeHead(304).end();
    else await send(request, response, await format.make(making));
  } catch (error) {
    if (gone.signal.aborted) return;
    const masked = mask(error);
    // Cut off, so that nobody takes what came for the whole.
    if (response.headersSent) response.destroy();
    else {
      for (const name of ["ETag", "Last-Modified", "Content-Disposition"]) response.removeHeader(name);
      response.setHeader("Cache-Control", "no-store");
      refuse(request, response, masked);
    }
  }
}

async function send(
  request: IncomingMessage,
  response: ServerResponse,
  made: Awaited<ReturnType<Format["make"]>>,
): Promise<void> {
  const isHead = request.method === "HEAD";
  if (made === null) {
    for (const name of ["ETag", "Last-Modified"]) response.removeHeader(name);
    response.writeHead(404, { "Content-Type": "text/plain; charset=utf-8" });
    response.end(isHead ? undefined : "There is no such contact.\n");
  } else if (typeof made === "string") {
    const body = Buffer.from(made);
    response.writeHead(200, { "Content-Length": body.byteLength }).end(isHead ? undefined : body);
  } else if ("at" in made) {
    response.writeHead(307, { Location: made.at }).end();
  } else if (isHead) {
    response.writeHead(200).end();
  } else {
    await pipeline(await begun(made), response);
  }
}

/** Once the first piece is there: what is wrong before that is told as what it is. */
async function begun(pieces: AsyncIterable<string | Buffer>): Promise<AsyncGenerator<string | Buffer>> {
  const iterator = pieces[Symbol.asyncIterator]();
  const first = await iterator.next();
  return (async function* () {
    try {
      for (let next = first; next.done !== true; next = await iterator.next()) yield next.value;
    } finally {
      await iterator.return?.();
    }
  })();
}

function headersOf({ type, file }: Format, { caller, headers }: Admitted): Record<string, string> {
  return {
    ...headers,
    "Content-Type": type,
    // As for queries: a change is to be seen at once.
    "Cache-Control": caller === ANONYMOUS ? "public, no-cache" : "private, no-cache",
    ...(file === undefined ? {} : { "Content-Disposition": `attachment; filename="${file}"` }),
  };
}

/** Each piece of work has its own context, so that what was loaded for one page is not kept for all. */
function workingFor(caller: Caller, gone: AbortSignal, { database, turns, config }: Serving): Working {
  return async <T>(run: (context: Context) => Promise<T>) => {
    const work = new Work(gone, config.databaseTimeMs);
    try {
      const end = await turns.take(work.signal);
      try {
        return await belongingTo(work, () => run(createContext(database, caller)));
      } finally {
        end();
      }
    } finally {
      work.end();
    }
  };
}

/** Where the client reached us, as it says itself. */
function originOf(request: IncomingMessage, addresses: Addresses): string {
  const { host = "" } = request.headers;
  if (!HOST.test(host)) throw new Refused(400, "The Host is not one", 'a name such as "readout.example"');
  return `${addresses.isSecure(request) ? "https" : "http"}://${host}`;
}

const HOST = /^(?:[\w.-]{1,255}|\[[\da-fA-F:.]{2,45}\])(?::\d{1,5})?$/;

function searchOf(address: string): URLSearchParams {
  const query = address.split("?").slice(1).join("?");
  try {
    decodeURIComponent(query.replaceAll("+", " "));
  } catch {
    throw new InvalidInput("The address is not one: what follows a % is no character", {
      expected: "percent-encoded UTF-8 (RFC 3986, section 2.1)",
    });
  }
  return new URLSearchParams(query);
}
