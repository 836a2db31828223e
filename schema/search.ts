import { all } from "../src/cache/loaded.ts";
import type { NodeType } from "../src/identity/globalId.ts";
import { searchList } from "../src/search/lists.ts";
import { builder } from "./builder.ts";
import { listComplexity } from "./complexity.ts";
import { connect } from "./connection.ts";
import { type Found, loadNodeOf, Node } from "./node.ts";

const SearchConnection = builder.connectionObject(
  { type: Node, name: "SearchConnection", description: "A page of what was found." },
  { name: "SearchEdge", description: "Something that was found." },
);

const NODE_TYPES: Record<string, NodeType> = {
  STATE: "State",
  ORGANIZATION: "Organization",
  PERSON: "Person",
  OFFICE: "Office",
  TOPIC: "Topic",
  CONTACT: "Contact",
  AGREEMENT: "Agreement",
  OUTLET: "Outlet",
  REPORT: "Report",
};

builder.queryField("search", (t) =>
  t.field({
    type: SearchConnection,
    description:
      "Everything with these words in a name, a title, or what belongs to it, the best match first. Accents and case are ignored, and the last word may be a beginning.",
    // All that match are ranked: the shorter a beginning, the more.
    complexity: (args) => listComplexity(args.text.length < 4 ? 25_000 : 10_000)(args),
    args: {
      text: t.arg.string({
        required: true,
        description: "The words, all of which must be there; at most 20.",
      }),
      ...t.arg.connectionArgs(),
    },
    resolve: (_, { text, ...args }, context) =>
      connect<NonNullable<Found>>(context, searchList(text), args, (found) =>
        all(
          found.map((kindAndId) => {
            const [kind = "", id = ""] = kindAndId.split(" ");
            const type = NODE_TYPES[kind];
            return type === undefined ? null : loadNodeOf(context.loaders, type, id);
          }),
        ),
      ),
  }),
);
