import { type CombinedError, gql } from "@urql/core";
import { useQuery } from "@urql/preact";
import { useEffect, useRef } from "preact/hooks";
import { pastClient } from "./client.ts";
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

/** Asks an operation with the client of its surroundings, and asks again when the record has changed. */
export function useAnswer<Data, Variables extends object>(
  { source }: TypedSource<Data, Variables>,
  variables: Variables,
  { pause = false }: { pause?: boolean } = {},
): Answer<Data> {
  const [state, ask] = useQuery<Data>({
    query: parsed(source),
    variables: variables as Record<string, unknown>,
    pause,
  });
  const last = useRef<Data | undefined>(undefined);
  if (state.data != null) last.current = state.data;
  const refresh = refreshes.value;
  const refreshed = useRef(refresh);
  useEffect(() => {
    if (refreshed.current === refresh) return;
    refreshed.current = refresh;
    if (!pause) ask({ requestPolicy: "network-only" });
  }, [refresh]);
  return {
    data: state.data ?? last.current,
    error: state.error,
    isLoading: state.fetching || state.stale,
    retry: () => ask({ requestPolicy: "network-only" }),
  };
}

/** Asks an operation once, for what is not shown: a download. Throws what went wrong. */
export async function answerOf<Data, Variables extends object>(
  { source }: TypedSource<Data, Variables>,
  variables: Variables,
): Promise<Data> {
  const { data, error } = await pastClient
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
