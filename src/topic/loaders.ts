import type { Topic } from "../../prisma/client/client.ts";
import type { Reads } from "../cache/reads.ts";
import { tag } from "../cache/tags.ts";
import { oneById } from "../database/batch.ts";
import type { Statements } from "../database/database.ts";

export function topicLoaders(statements: Statements, reads: Reads) {
  return {
    byId: oneById<Topic>((ids) => statements.topic.findMany({ where: { id: { in: ids } } }), {
      reads,
      name: "topic",
      on: (_, id) => [tag("TOPIC", id)],
    }),
  };
}
