import { useLayoutEffect, useState } from "preact/hooks";
import { type Answer, useAnswer } from "../api/answer.ts";
import type { ContactRowFragment } from "../api/operations.ts";
import type { TypedSource } from "../api/typedSource.ts";
import { formatNumber } from "../parts/format.ts";
import type { Page } from "../parts/gathering.ts";
import { Awaited, Failed, Nothing } from "../parts/view.tsx";
import { go, parameter, withParameters } from "../place/place.ts";
import { ContactRow } from "./row.tsx";

type ContactPage = Page<ContactRowFragment>;

interface Paged {
  readonly after?: string | null | undefined;
}

/**
 * Contacts page by page, more on demand. Each page is a question of its own, so that each is asked again when the record
 * changes. To be given a `key` of what it lists.
 */
export function ContactPages<Data, Variables extends Paged>(list: {
  document: TypedSource<Data, Variables>;
  variables: Omit<Variables, "after">;
  pageOf(data: Data): ContactPage | null | undefined;
  /** What is looked up: "contacts". */
  what: string;
  empty?: preact.ComponentChildren;
}) {
  const [afters, setAfters] = useState<readonly (string | null)[]>([null]);
  const wanted = pagesAsked();
  return (
    <div class="list">
      {afters.map((after, index) => (
        <OnePage
          key={after}
          {...list}
          after={after}
          isLast={index === afters.length - 1}
          isMoreWanted={index === afters.length - 1 && afters.length < wanted}
          more={(next) => setAfters([...afters, next])}
          onMore={() =>
            go(withParameters({ pages: String(afters.length + 1) }), { replace: true, stay: true })
          }
        />
      ))}
    </div>
  );
}

const MOST_PAGES = 40;

/** How many pages the address asks for, so that the way back leads to all that was shown. */
function pagesAsked(): number {
  const asked = Number(parameter("pages") ?? 1);
  return Number.isInteger(asked) ? Math.min(Math.max(asked, 1), MOST_PAGES) : 1;
}

function OnePage<Data, Variables extends Paged>({
  document,
  variables,
  pageOf,
  what,
  empty,
  after,
  isLast,
  isMoreWanted,
  more,
  onMore,
}: {
  document: TypedSource<Data, Variables>;
  variables: Omit<Variables, "after">;
  pageOf(data: Data): ContactPage | null | undefined;
  what: string;
  empty?: preact.ComponentChildren;
  after: string | null;
  isLast: boolean;
  /** The address asks for the next page as well. */
  isMoreWanted: boolean;
  more(after: string): void;
  onMore(): void;
}) {
  const answer: Answer<Data> = useAnswer(document, { ...variables, after } as unknown as Variables);
  const page = answer.data === undefined ? undefined : pageOf(answer.data);
  const next = page?.pageInfo.hasNextPage === true ? page.pageInfo.endCursor : null;
  useLayoutEffect(() => {
    if (isMoreWanted && next !== null) more(next);
  }, [isMoreWanted, next]);
  if (page == null) return <Awaited answer={answer} what={what} />;
  const { totalCount, edges } = page;
  return (
    <>
      {answer.error !== undefined && <Failed answer={answer} what={what} />}
      {after === null && totalCount > 0 && (
        <p class="list-count" role="status">
          {formatNumber(totalCount)} {totalCount === 1 ? "contact" : "contacts"}
          {answer.isLoading && " …"}
        </p>
      )}
      {totalCount === 0 &&
        (empty ?? (
          <Nothing title="No contact is known that fits">
            <p>Fewer words or a longer period may find more.</p>
          </Nothing>
        ))}
      <ol class="rows" aria-busy={answer.isLoading}>
        {edges.map(({ node }) => (
          <ContactRow key={node.id} contact={node} />
        ))}
      </ol>
      {isLast && next !== null && (
        <p class="more">
          <button
            type="button"
            onClick={() => {
              more(next);
              onMore();
            }}
          >
            Show more
          </button>
        </p>
      )}
    </>
  );
}
