import { type Loaded, use } from "../src/cache/loaded.ts";
import type { List } from "../src/paging/keyset.ts";
import type { ListOfParent } from "../src/paging/loader.ts";
import {
  type Page,
  type PageArguments,
  type PageOf,
  type Position,
  readPage,
  writeCursor,
} from "../src/paging/page.ts";
import type { Context } from "./builder.ts";

/** What a connection's fields are resolved from. */
export interface Connection<Node> {
  edges: { readonly cursor: string; readonly node: Node }[];
  pageInfo: {
    readonly hasNextPage: boolean;
    readonly hasPreviousPage: boolean;
    readonly startCursor: string | null;
    readonly endCursor: string | null;
  };
  totalCount: () => Loaded<number>;
}

/** Loads nodes by the ids that a list gives. */
type LoadNodes<Node> = (ids: readonly string[]) => Loaded<readonly (Node | null)[]>;

/** A page of a list. Two statements: the page's ids, and the nodes that are not loaded yet; a third for the count. */
export function connect<Node>(
  { loaders }: Context,
  list: List,
  args: PageArguments,
  load: LoadNodes<Node>,
): Loaded<Connection<Node>> {
  return use(loaders.pages.page(list, pageFor(list, args)), (page) =>
    connection(page, load, () => loaders.pages.count(list)),
  );
}

/** The same page of a list for each of many parents, in one statement for all of them. */
export function connectParent<Node>(
  { loaders }: Context,
  list: ListOfParent,
  parentId: string,
  args: PageArguments,
  load: LoadNodes<Node>,
): Loaded<Connection<Node>> {
  return use(loaders.pages.pageOfParent(list, parentId, pageFor(list.list, args)), (page) =>
    connection(page, load, () => loaders.pages.countOfParent(list, parentId)),
  );
}

/** Reads the arguments of a connection on a list. Throws InvalidInput. */
export function pageFor({ ordering }: List, args: PageArguments): Page {
  return readPage(args, { name: ordering.name, columns: ordering.columns.length });
}

function connection<Node>(
  page: PageOf<string>,
  load: LoadNodes<Node>,
  totalCount: () => Loaded<number>,
): Loaded<Connection<Node>> {
  return use(load(page.rows.map(({ row }) => row)), (nodes) => {
    const edges = page.rows.flatMap(({ position }, index) => {
      const node = nodes[index];
      // Gone between the two statements.
      return node === null || node === undefined ? [] : [new Edge(node, page.ordering, position)];
    });
    return { edges, pageInfo: new PageInfo(page, edges), totalCount };
  });
}

class PageInfo {
  readonly hasPreviousPage: boolean;
  readonly hasNextPage: boolean;
  readonly #edges: readonly { readonly cursor: string }[];

  constructor(
    { hasPreviousPage, hasNextPage }: PageOf<string>,
    edges: readonly { readonly cursor: string }[],
  ) {
    this.hasPreviousPage = hasPreviousPage;
    this.hasNextPage = hasNextPage;
    this.#edges = edges;
  }

  get startCursor(): string | null {
    return this.#edges.at(0)?.cursor ?? null;
  }

  get endCursor(): string | null {
    return this.#edges.at(-1)?.cursor ?? null;
  }
}

/** Most are not asked for their cursors. */
class Edge<Node> {
  readonly node: Node;
  readonly #ordering: string;
  readonly #position: Position;

  constructor(node: Node, ordering: string, position: Position) {
    this.node = node;
    this.#ordering = ordering;
    this.#position = position;
  }

  get cursor(): string {
    return writeCursor(this.#ordering, this.#position);
  }
}
