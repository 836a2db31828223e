import { useLayoutEffect, useState } from "preact/hooks";
import { go, parameter, withParameters } from "../place/place.ts";

/** One of the pages of a list that is shown further on demand. */
export interface ShownPage {
  readonly counted: Pages;
  /** The cursor that it comes after; null for the first. */
  readonly after: string | null;
  readonly isLast: boolean;
  /** The address asks for the next one as well. */
  readonly isNextAsked: boolean;
  /** Shows the next one, after a cursor. */
  next(after: string): void;
}

/** Who wants more than so many takes the download. */
const MOST_PAGES = 100;

/** Which parameter of the address says how far a list is shown: a view may have two. */
type Pages = "pages" | "agreements";

function pagesAsked(name: Pages): number {
  const asked = Number(parameter(name) ?? 1);
  return Number.isInteger(asked) ? Math.min(Math.max(asked, 1), MOST_PAGES) : 1;
}

/**
 * The pages of a list that are shown: as many as the address says, so that the way back leads to all of them. `list` says which
 * list it is: the cursors of another one are not its own.
 */
export function usePages(list: string, counted: Pages = "pages"): ShownPage[] {
  const [known, setKnown] = useState<{ list: string; afters: readonly (string | null)[] }>({
    list,
    afters: [null],
  });
  const asked = pagesAsked(counted);
  const afters = known.list === list ? known.afters.slice(0, asked) : [null];
  return afters.map((after, index) => {
    const isLast = index === afters.length - 1;
    return {
      counted,
      after,
      isLast,
      isNextAsked: isLast && afters.length < asked,
      next: (cursor) => setKnown({ list, afters: [...afters, cursor] }),
    };
  });
}

/** Shows the next page where the address asks for it. Returns what makes it ask; null where there is none. */
export function useNextPage(
  { counted, isLast, isNextAsked, next }: ShownPage,
  pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null } | undefined,
  /** What is shown is not the answer yet, but that of the list before. */
  isLoading: boolean,
): (() => void) | null {
  const cursor = pageInfo?.hasNextPage === true ? pageInfo.endCursor : null;
  useLayoutEffect(() => {
    if (isNextAsked && !isLoading && cursor !== null) next(cursor);
  }, [isNextAsked, isLoading, cursor]);
  if (!isLast || cursor === null || pagesAsked(counted) === MOST_PAGES) return null;
  return () =>
    go(withParameters({ pages: parameter("pages"), [counted]: String(pagesAsked(counted) + 1) }), {
      replace: true,
      stay: true,
    });
}
