import { countOf, type List, pageOf } from "../src/paging/keyset.ts";
import { type Page, type PageArguments, type PageOf, readPage } from "../src/paging/page.ts";
import type { Context } from "./builder.ts";

/** What a connection's fields are resolved from. */
export interface Connection<Node> {
  edges: { cursor: string; node: Node }[];
  pageInfo: {
    hasNextPage: boolean;
    hasPreviousPage: boolean;
    startCursor: string | null;
    endCursor: string | null;
  };
  totalCount: () => Promise<number>;
}

/** Loads nodes by the ids that a list gives. */
type LoadNodes<Node> = (ids: readonly string[]) => Promise<readonly (Node | null | Error)[]>;

/** A page of a list. Two statements: the page's ids, and the nodes that are not loaded yet; a third for the count. */
export async function connect<Node>(
  { statements }: Context,
  list: List,
  args: PageArguments,
  load: LoadNodes<Node>,
): Promise<Connection<Node>> {
  return connection(await pageOf(statements, list, pageFor(list, args)), load, () =>
    countOf(statements, list),
  );
}

/**
 * The same page of a list for each of many parents, in one statement for all of them. `name` tells the list, with
 * its filter and order but without the page, from others.
 */
export async function connectParent<Node>(
  { loaders }: Context,
  name: string,
  list: List,
  parentId: string,
  args: PageArguments,
  load: LoadNodes<Node>,
): Promise<Connection<Node>> {
  return connection(await loaders.pages.page(name, list, parentId, pageFor(list, args)), load, () =>
    loaders.pages.count(name, list, parentId),
  );
}

function pageFor({ ordering }: List, args: PageArguments): Page {
  return readPage(args, { name: ordering.name, columns: ordering.columns.length });
}

async function connection<Node>(
  page: PageOf<string>,
  load: LoadNodes<Node>,
  totalCount: () => Promise<number>,
): Promise<Connection<Node>> {
  const nodes = await load(page.rows.map(({ row }) => row));
  const edges = page.rows.flatMap(({ cursor }, index) => {
    const node = nodes[index];
    if (node instanceof Error) throw node;
    // Gone between the two statements.
    return node === null || node === undefined ? [] : [{ cursor, node }];
  });
  return {
    edges,
    pageInfo: {
      hasPreviousPage: page.hasPreviousPage,
      hasNextPage: page.hasNextPage,
      startCursor: edges.at(0)?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
    totalCount,
  };
}
