import type { Topic } from "../../prisma/client/client.ts";
import type { CoherentCache } from "../cache/cache.ts";
import { tag } from "../cache/tags.ts";
import { oneById } from "../database/batch.ts";
import type { Statements } from "../database/database.ts";

export function topicLoaders(statements: Statements, cache: CoherentCache | null) {
  return {
    byId: oneById<Topic>((ids) => statements.topic.findMany({ where: { id: { in: ids } } }), {
      cache,
      name: "topic",
      tags: (_, id) => [tag("TOPIC", id)],
    }),
  };
}
