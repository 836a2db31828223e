import type { Topic as TopicRow } from "../prisma/client/client.ts";
import { globalId } from "../src/identity/globalId.ts";
import { topicList } from "../src/topic/lists.ts";
import { builder } from "./builder.ts";
import { connect } from "./connection.ts";
import { Node } from "./node.ts";

export const Topic = builder.objectRef<TopicRow>("Topic").implement({
  description: "Something that is spoken of at contacts.",
  interfaces: [Node],
  fields: (t) => ({
    id: t.id({ description: "Its id.", resolve: ({ id }) => globalId("Topic", id) }),
    slug: t.exposeString("slug", { description: 'Its stable key: "bilateral-relations".' }),
    label: t.exposeString("label", { description: "What it is called." }),
  }),
});

const TopicConnection = builder.connectionObject(
  { type: Topic, name: "TopicConnection", description: "A page of topics." },
  { name: "TopicEdge", description: "A topic in a list." },
);

builder.queryField("topics", (t) =>
  t.field({
    type: TopicConnection,
    description: "All topics, by slug.",
    args: t.arg.connectionArgs(),
    resolve: (_, args, context) =>
      connect(context, topicList(), args, (ids) => context.loaders.topic.byId.loadMany(ids)),
  }),
);
