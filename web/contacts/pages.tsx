import { stringifyVariables } from "@urql/core";
import { type Answer, useAnswer } from "../api/answer.ts";
import type { ContactRowFragment } from "../api/operations.ts";
import type { TypedSource } from "../api/typedSource.ts";
import { formatNumber } from "../parts/format.ts";
import type { Page } from "../parts/gathering.ts";
import { type ShownPage, useNextPage, usePages } from "../parts/pages.ts";
import { Awaited, Failed, Nothing } from "../parts/view.tsx";
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
  return (
    <div class="list">
      {usePages(stringifyVariables(list.variables)).map((shown) => (
        <OnePage key={shown.after} {...list} shown={shown} />
      ))}
    </div>
  );
}

function OnePage<Data, Variables extends Paged>({
  document,
  variables,
  pageOf,
  what,
  empty,
  shown,
}: {
  document: TypedSource<Data, Variables>;
  variables: Omit<Variables, "after">;
  pageOf(data: Data): ContactPage | null | undefined;
  what: string;
  empty?: preact.ComponentChildren;
  shown: ShownPage;
}) {
  const { after } = shown;
  const answer: Answer<Data> = useAnswer(document, { ...variables, after } as unknown as Variables);
  const page = answer.data === undefined ? undefined : pageOf(answer.data);
  const showMore = useNextPage(shown, page?.pageInfo, answer.isLoading);
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
      {showMore !== null && (
        <p class="more">
          <button type="button" onClick={showMore}>
            Show more
          </button>
        </p>
      )}
    </>
  );
}
