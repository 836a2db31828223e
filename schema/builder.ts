import SchemaBuilder from "@pothos/core";
import ComplexityPlugin from "@pothos/plugin-complexity";
import ErrorsPlugin from "@pothos/plugin-errors";
import RelayPlugin from "@pothos/plugin-relay";
import ScopeAuthPlugin from "@pothos/plugin-scope-auth";
import { type Caller, forbidden, hasRole, type Role, roles } from "../src/access/rules.ts";
import type { Loaded } from "../src/cache/loaded.ts";
import type { Reads } from "../src/cache/reads.ts";
import type { Follower } from "../src/changes/follower.ts";
import type { Database, Statements } from "../src/database/database.ts";
import type { Loaders } from "../src/loaders.ts";
import { fieldComplexity } from "./complexity.ts";

/** What a request's resolvers work with. */
export interface Context {
  readonly statements: Statements;
  loaders: Loaders;
  /** What was read, where the answer may be kept. */
  readonly reads: Reads;
  /** For writes, each in a transaction of its own. */
  readonly database: Pick<Database, "prisma">;
  /** Forgets what was loaded, for what is read after a write. */
  reload(this: Context): Loaders;
  /** Who sends the request. */
  readonly caller: Caller;
  /** The change log, for subscriptions; null where nobody follows it. */
  readonly changes: Follower | null;
  /** The cursor that a browser's EventSource comes back with; null where there is none. */
  readonly lastEventId: string | null;
}

export interface SchemaTypes {
  Context: Context;
  DefaultFieldNullability: false;
  DefaultEdgesNullability: { list: false; items: false };
  DefaultNodeNullability: false;
  /** What every connection has beside edges and pageInfo. */
  Connection: { totalCount: () => Loaded<number> };
  /** The role that a field takes. */
  AuthScopes: { role: Role };
  Scalars: {
    ID: { Input: string; Output: string };
    Date: { Input: string; Output: string };
    DateTime: { Input: string; Output: Date };
    EDTF: { Input: string; Output: string };
    Duration: { Input: string; Output: string };
    JSON: { Input: unknown; Output: unknown };
    URL: { Input: string; Output: string };
  };
}

export const builder = new SchemaBuilder<SchemaTypes>({
  plugins: [ErrorsPlugin, RelayPlugin, ScopeAuthPlugin, ComplexityPlugin],
  defaultFieldNullability: false,
  errors: { directResult: true },
  scopeAuth: {
    authScopes: ({ caller }) => ({ role: (role) => hasRole(caller, role) }),
    unauthorizedError: (_, { caller }, __, { failure }) => forbidden(caller, roleOf(failure)),
  },
  // Told before an execution, by `src/limits`: not again while it resolves.
  complexity: { disabled: true, fieldComplexity },
  relay: {
    nodeQueryOptions: false,
    nodesQueryOptions: false,
    cursorType: "String",
    idFieldOptions: { description: "Its id: opaque, and the same for good." },
    edgesFieldOptions: {
      nullable: { list: false, items: false },
      description: "The things of this page, each with its cursor.",
    },
    nodeFieldOptions: { nullable: false, description: "The thing itself." },
    cursorFieldOptions: { description: "Where it stands in the list; to be given as `after` or `before`." },
    pageInfoFieldOptions: { description: "Whether there is more, and where this page begins and ends." },
    pageInfoTypeOptions: { description: "Where a page stands in its list (GraphQL Cursor Connections)." },
    hasNextPageFieldOptions: { description: "Is there more after this page?" },
    hasPreviousPageFieldOptions: { description: "Is there more before this page?" },
    startCursorFieldOptions: { description: "The cursor of the first edge; null for an empty page." },
    endCursorFieldOptions: { description: "The cursor of the last edge; null for an empty page." },
    firstArgOptions: {
      description: "So many from the beginning, 0 to 200; 20 where neither `first` nor `last` is given.",
    },
    lastArgOptions: { description: "So many from the end, 0 to 200; not together with `first`." },
    afterArgOptions: { description: "Only what comes after this cursor." },
    beforeArgOptions: { description: "Only what comes before this cursor." },
    nodeTypeOptions: {
      description: "A thing with an id by which it can be asked for again (Global Object Identification).",
    },
  },
});

/** The role that was asked for, in what failed or in the parts of it. */
function roleOf(failure: object): Role {
  const parts = "failures" in failure && Array.isArray(failure.failures) ? failure.failures : [failure];
  const asked = parts.map((part) =>
    part !== failure ? roleOf(part) : "parameter" in part ? part.parameter : null,
  );
  return roles.find((role) => asked.includes(role)) ?? "ADMIN";
}

builder.globalConnectionField("totalCount", (t) =>
  t.int({
    description: "How many there are in the whole list. Counted only when it is asked for.",
    complexity: 1500,
    resolve: (connection) => connection.totalCount(),
  }),
);

builder.queryType({ description: "What can be asked of the record. Everybody may read." });
builder.mutationType({
  description:
    'What can be written: everything enters as a report and its claims. Takes "Authorization: Bearer <key or token>".',
});
