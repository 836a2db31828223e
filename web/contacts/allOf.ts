import { answerOf } from "../api/answer.ts";
import type { TypedSource } from "../api/typedSource.ts";
import type { ContactPage } from "./pages.tsx";

const PAGE = 200;
const MOST_PAGES = 50;

/** All contacts of a list, for a download: 10,000 at most. Throws what went wrong. */
export async function allOf<Data, Variables extends object>(
  document: TypedSource<Data, Variables>,
  variables: Omit<Variables, "first" | "after">,
  pageOf: (data: Data) => ContactPage | null | undefined,
): Promise<ContactPage["edges"][number]["node"][]> {
  const found: ContactPage["edges"][number]["node"][] = [];
  let after: string | null = null;
  for (let asked = 0; asked < MOST_PAGES; asked++) {
    const page = pageOf(
      await answerOf(document, { ...variables, first: PAGE, after } as unknown as Variables),
    );
    if (page == null) break;
    found.push(...page.edges.map(({ node }) => node));
    if (!page.pageInfo.hasNextPage) break;
    after = page.pageInfo.endCursor;
  }
  return found;
}
