import { stringifyVariables } from "@urql/core";
import { useAnswer } from "../api/answer.ts";
import type { AgreementRowFragment } from "../api/operations.ts";
import type { TypedSource } from "../api/typedSource.ts";
import type { Page } from "../parts/gathering.ts";
import { type ShownPage, useNextPage, usePages } from "../parts/pages.ts";
import { Awaited } from "../parts/view.tsx";
import { AgreementRows } from "./rows.tsx";

type AgreementPage = Page<AgreementRowFragment>;

interface Paged {
  readonly agreementsAfter?: string | null | undefined;
}

interface List<Data, Variables extends Paged> {
  /** The first page, which comes with what the view asks for. */
  first: AgreementPage;
  document: TypedSource<Data, Variables>;
  variables: Omit<Variables, "agreementsAfter">;
  pageOf(data: Data): AgreementPage | null | undefined;
}

/** Agreements page by page, more on demand. To be given a `key` of what it lists. */
export function AgreementPages<Data, Variables extends Paged>(list: List<Data, Variables>) {
  return usePages(stringifyVariables(list.variables), "agreements").map((shown) => (
    <OnePage key={shown.after} {...list} shown={shown} />
  ));
}

function OnePage<Data, Variables extends Paged>({
  first,
  document,
  variables,
  pageOf,
  shown,
}: List<Data, Variables> & { shown: ShownPage }) {
  const agreementsAfter = shown.after;
  const isFirst = agreementsAfter === null;
  const answer = useAnswer(document, { ...variables, agreementsAfter } as unknown as Variables, {
    pause: isFirst,
  });
  const later = answer.data === undefined ? undefined : pageOf(answer.data);
  const page = isFirst ? first : later;
  const showMore = useNextPage(shown, page?.pageInfo, answer.isLoading);
  if (page == null) return <Awaited answer={answer} what="the agreements" />;
  return (
    <>
      <AgreementRows agreements={page.edges.map(({ node }) => node)} />
      {showMore !== null && (
        <p class="more">
          <button type="button" onClick={showMore}>
            Show more agreements
          </button>
        </p>
      )}
    </>
  );
}
