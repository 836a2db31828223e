import {
  type Client,
  type CombinedError,
  createRequest,
  type GraphQLRequest,
  gql,
  stringifyVariables,
} from "@urql/core";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { client, onceClient } from "./client.ts";
import { refreshes } from "./refreshes.ts";
import type { TypedSource } from "./typedSource.ts";

/** What a view knows of its question. */
export interface Answer<Data> {
  /** Of these variables, or of those before while their answer is awaited; undefined before the first. */
  readonly data: Data | undefined;
  readonly error: CombinedError | undefined;
  readonly isLoading: boolean;
  /** Asks again. */
  retry(): void;
}

interface Known<Data> {
  readonly request: GraphQLRequest<Data>;
  readonly data: Data | undefined;
  readonly error: CombinedError | undefined;
  readonly isStale: boolean;
}

/** Asks an operation, and asks again when the record has changed. */
export function useAnswer<Data, Variables extends object>(
  { source }: TypedSource<Data, Variables>,
  variables: Variables,
  { pause = false, from: asked = client }: { pause?: boolean; from?: Client } = {},
): Answer<Data> {
  const request = useMemo(
    () => createRequest<Data>(parsed(source), variables as Record<string, unknown>),
    [source, stringifyVariables(variables)],
  );
  const kept = useMemo(() => (pause ? undefined : keptAnswer(asked, request)), [asked, request, pause]);
  const [told, setTold] = useState<Known<Data> | null>(null);
  useEffect(() => {
    if (pause) return;
    const answers = asked.executeQuery(request).subscribe(({ data, error, stale }) => {
      setTold({ request, data: data ?? undefined, error, isStale: stale });
    });
    return answers.unsubscribe;
  }, [asked, request, pause]);

  const retry = () => {
    if (told?.error !== undefined) setTold({ ...told, error: undefined, isStale: true });
    // The answer reaches whoever awaits it through the client.
    void asked.executeQuery(request, { requestPolicy: "network-only" }).toPromise();
  };
  const refresh = refreshes.value;
  const refreshed = useRef(refresh);
  useEffect(() => {
    if (refreshed.current === refresh) return;
    refreshed.current = refresh;
    if (!pause) retry();
  }, [refresh]);

  const current = told?.request === request ? told : null;
  const last = useRef<Data | undefined>(undefined);
  last.current = current?.data ?? kept ?? last.current;
  return {
    data: last.current,
    error: current?.error,
    isLoading: !pause && (current === null ? kept === undefined : current.isStale),
    retry,
  };
}

/** What the client knows without asking anybody: nothing flickers on the way back. */
function keptAnswer<Data>(asked: Client, request: GraphQLRequest<Data>): Data | undefined {
  let kept: Data | undefined;
  asked
    .executeQuery(request, { requestPolicy: "cache-only" })
    .subscribe(({ data }) => {
      kept = data ?? undefined;
    })
    .unsubscribe();
  return kept;
}

/** Asks an operation once, for what is not shown: a download. Throws what went wrong. */
export async function answerOf<Data, Variables extends object>(
  { source }: TypedSource<Data, Variables>,
  variables: Variables,
): Promise<Data> {
  const { data, error } = await onceClient
    .query<Data>(parsed(source), variables as Record<string, unknown>, { requestPolicy: "network-only" })
    .toPromise();
  if (error !== undefined) throw error;
  return data as Data;
}

/** Cache: each operation is parsed once. */
const documents = new Map<string, ReturnType<typeof gql>>();

export function parsed(source: string): ReturnType<typeof gql> {
  const document = documents.get(source) ?? gql(source);
  documents.set(source, document);
  return document;
}
