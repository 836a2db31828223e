import { answerOf } from "../api/answer.ts";
import type { TypedSource } from "../api/typedSource.ts";

/** A page of a connection. */
export interface Page<Node> {
  readonly totalCount: number;
  readonly edges: readonly { readonly node: Node }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

/** Who gathers: told how far it is, and able to stop it. */
export interface Gathering {
  readonly signal: AbortSignal;
  progress(found: number, total: number): void;
}

const PAGE = 200;
const TRIES = 3;

/** All of a list, page by page, however long it is, for a download. Throws what went wrong, or the signal's reason. */
export async function allOf<Data, Variables extends object, Node>(
  document: TypedSource<Data, Variables>,
  variables: Omit<Variables, "first" | "after">,
  pageOf: (data: Data) => Page<Node> | null | undefined,
  { signal, progress }: Gathering,
): Promise<Node[]> {
  const found: Node[] = [];
  for (let after: string | null = null; ; ) {
    signal.throwIfAborted();
    const asked = { ...variables, first: PAGE, after } as unknown as Variables;
    const page = pageOf(await patiently(() => answerOf(document, asked), signal));
    if (page == null) return found;
    for (const { node } of page.edges) found.push(node);
    progress(found.length, page.totalCount);
    if (!page.pageInfo.hasNextPage || page.pageInfo.endCursor === null) return found;
    after = page.pageInfo.endCursor;
  }
}

/** A page of hundreds may fail once, on a busy server or a poor line. */
async function patiently<T>(ask: () => Promise<T>, signal: AbortSignal): Promise<T> {
  for (let tried = 1; ; tried++) {
    try {
      return await ask();
    } catch (error) {
      if (tried === TRIES) throw error;
      await new Promise((resolve) => setTimeout(resolve, 1000 * tried));
      signal.throwIfAborted();
    }
  }
}
