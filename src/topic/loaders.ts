import type { Topic } from "../../prisma/client/client.ts";
import { oneById } from "../database/batch.ts";
import type { Statements } from "../database/database.ts";

export function topicLoaders(statements: Statements) {
  return { byId: oneById<Topic>((ids) => statements.topic.findMany({ where: { id: { in: ids } } })) };
}
