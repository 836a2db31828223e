import { useState } from "preact/hooks";
import { type Answer, useAnswer } from "../api/answer.ts";
import type { ContactRowFragment } from "../api/operations.ts";
import type { TypedSource } from "../api/typedSource.ts";
import { formatNumber } from "../parts/format.ts";
import type { Page } from "../parts/gathering.ts";
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
  const [afters, setAfters] = useState<readonly (string | null)[]>([null]);
  return (
    <div class="list">
      {afters.map((after, index) => (
        <OnePage
          key={after}
          {...list}
          after={after}
          isLast={index === afters.length - 1}
          more={(next) => setAfters([...afters, next])}
        />
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
  after,
  isLast,
  more,
}: {
  document: TypedSource<Data, Variables>;
  variables: Omit<Variables, "after">;
  pageOf(data: Data): ContactPage | null | undefined;
  what: string;
  empty?: preact.ComponentChildren;
  after: string | null;
  isLast: boolean;
  more(after: string): void;
}) {
  const answer: Answer<Data> = useAnswer(document, { ...variables, after } as unknown as Variables);
  const page = answer.data === undefined ? undefined : pageOf(answer.data);
  if (page == null) return <Awaited answer={answer} what={what} />;
  const { totalCount, edges, pageInfo } = page;
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
      {isLast && pageInfo.hasNextPage && pageInfo.endCursor !== null && (
        <p class="more">
          <button type="button" onClick={() => more(pageInfo.endCursor ?? "")}>
            Show more
          </button>
        </p>
      )}
    </>
  );
}
