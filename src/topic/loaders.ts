import type { Topic } from "../../prisma/client/client.ts";
import type { Reads } from "../cache/reads.ts";
import { tag } from "../cache/tags.ts";
import { ROW } from "../changes/aspects.ts";
import { oneById } from "../database/batch.ts";
import type { Statements } from "../database/database.ts";
import { type Columns, rowsById } from "../database/json.ts";

export const TOPIC: Columns<Topic> = { id: "id", slug: "slug", label: "label" };

export function topicLoaders(statements: Statements, reads: Reads) {
  return {
    byId: oneById<Topic>((ids) => rowsById(statements, "topic", TOPIC, ids), {
      reads,
      name: "topic",
      on: (_, id) => [tag("TOPIC", id, ROW)],
    }),
  };
}
