import { hash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { usePersistedOperations } from "@graphql-yoga/plugin-persisted-operations";
import { GraphQLError } from "graphql";
import type { Plugin } from "graphql-yoga";
import { z } from "zod";
import { BoundedMap } from "../cache/bounded.ts";
import { InvalidInput } from "../errors/errors.ts";

/**
 * Documents that are asked for by an id instead of their text: those of a file, and those that clients have named by
 * their SHA-256 (Apollo's "automatic persisted queries"), bounded by the length of all texts; the oldest go first.
 */
export class PersistedOperations {
  readonly #stored: ReadonlyMap<string, string>;
  readonly #storedTexts: ReadonlySet<string>;
  readonly #automatic = new BoundedMap<string>(MOST_CHARACTERS);
  /** Is only what the file holds executed? */
  readonly isClosed: boolean;

  constructor(stored: ReadonlyMap<string, string> = new Map(), isClosed = false) {
    this.#stored = stored;
    this.#storedTexts = new Set(stored.values());
    this.isClosed = isClosed;
  }

  get(id: string): string | null {
    return this.#stored.get(id) ?? this.#automatic.get(id) ?? null;
  }

  /** May a document be executed? */
  isAllowed(text: string): boolean {
    return !this.isClosed || this.#storedTexts.has(text);
  }

  /** Keeps a document that a client has sent with its SHA-256, in hexadecimal; false where that is another's. */
  add(id: string, text: string): boolean {
    if (hash("sha256", text, "hex") !== id) return false;
    if (this.get(id) === null) this.#automatic.set(id, text, text.length);
    return true;
  }
}

const MOST_CHARACTERS = 4_000_000;

const documents = z.record(z.string().min(1), z.string().min(1));
const manifest = z.object({
  format: z.literal("apollo-persisted-query-manifest"),
  version: z.literal(1),
  operations: z.array(z.object({ id: z.string().min(1), body: z.string().min(1) })),
});

/**
 * The documents of a file, by their ids: an object of documents by id, or a manifest as Apollo's tools write it. Throws
 * InvalidInput for a file that is not there, or neither.
 */
export async function readPersisted(file: string | null): Promise<ReadonlyMap<string, string>> {
  if (file === null) return new Map();
  const problem = (what: string) =>
    new InvalidInput(
      `PERSISTED_OPERATIONS: ${file} ${what}; expected a JSON object of documents by their ids, or an "apollo-persisted-query-manifest"`,
    );
  let given: unknown;
  try {
    given = JSON.parse(await readFile(file, "utf8"));
  } catch (error) {
    throw problem(error instanceof SyntaxError ? "is not JSON" : "cannot be read");
  }
  const { data: read } = manifest.safeParse(given);
  if (read !== undefined) return new Map(read.operations.map(({ id, body }) => [id, body]));
  const { data: byId } = documents.safeParse(given);
  if (byId === undefined) throw problem("holds something else");
  return new Map(Object.entries(byId));
}

/** The id of a request's extensions; null where there is none. */
export function persistedId(extensions: unknown): string | null {
  const { persistedQuery } = (extensions ?? {}) as { persistedQuery?: { sha256Hash?: unknown } };
  const id = persistedQuery?.sha256Hash;
  return typeof id === "string" ? id : null;
}

/** Takes documents by their ids, in the form of Apollo's "automatic persisted queries". */
export function persisted(operations: PersistedOperations): Plugin[] {
  const stored: Plugin = usePersistedOperations({
    getPersistedOperation: (id) => operations.get(id),
    allowArbitraryOperations: !operations.isClosed,
    customErrors: {
      notFound: () => failure("PersistedQueryNotFound", "PERSISTED_QUERY_NOT_FOUND", 404),
      keyNotFound: notStored,
      persistedQueryOnly: notStored,
    },
  });
  const automatic: Plugin = {
    onParams({ params: { query, extensions } }) {
      const id = persistedId(extensions);
      if (id === null || query === undefined || operations.add(id, query)) return;
      throw failure("The hash is not that of the query", "INVALID_INPUT", 400, {
        expected: "the SHA-256 of the query's UTF-8, in lower-case hexadecimal",
        got: id,
      });
    },
  };
  if (operations.isClosed) return [stored];
  // What has no id is yoga's to look at.
  const byId: Plugin = {
    ...stored,
    onParams: (payload) =>
      persistedId(payload.params.extensions) === null ? undefined : stored.onParams?.(payload),
  };
  return [automatic, byId];
}

/** The error for a document that is not among those which are executed here. */
export function notStored(): GraphQLError {
  return failure("Only persisted operations are executed here", "PERSISTED_QUERY_ONLY", 403, {
    expected: "the id of one in extensions.persistedQuery.sha256Hash",
  });
}

function failure(message: string, code: string, status: number, more: object = {}): GraphQLError {
  return new GraphQLError(message, { extensions: { code, ...more, http: { status } } });
}
