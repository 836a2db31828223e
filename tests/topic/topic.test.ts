import { expect, test } from "vitest";
import { loadFirstRecord } from "../../src/firstRecord/load.ts";
import { testQuery } from "../testkit/client.ts";
import { nodesOf } from "../testkit/connections.ts";
import { testDatabase } from "../testkit/database.ts";

const database = await testDatabase();
await loadFirstRecord(database);
const ask = testQuery(database);

test("topics are listed by slug, with their labels, page by page", async () => {
  const first = await ask(
    "{ topics(first: 3) { totalCount edges { node { slug } } pageInfo { hasNextPage endCursor } } }",
  );
  const rest = await ask(
    "query Rest($after: String) { topics(first: 3, after: $after) { edges { node { slug label } } pageInfo { hasNextPage } } }",
    { after: first.topics.pageInfo.endCursor },
  );

  expect(first.topics.totalCount).toBe(4);
  expect(nodesOf(first.topics).map(({ slug }) => slug)).toEqual([
    "bilateral-relations",
    "high-level-events",
    "regional-developments",
  ]);
  expect(first.topics.pageInfo.hasNextPage).toBe(true);
  expect(rest.topics).toEqual({
    edges: [{ node: { slug: "state-of-relations", label: "The current state of relations" } }],
    pageInfo: { hasNextPage: false },
  });
});
