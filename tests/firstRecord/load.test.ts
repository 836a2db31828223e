import { expect, test } from "vitest";
import { loadFirstRecord } from "../../src/firstRecord/load.ts";
import { testQuery } from "../testkit/client.ts";
import { testDatabase } from "../testkit/database.ts";

const database = await testDatabase();

test("loads into an empty database, and once only", async () => {
  expect(await loadFirstRecord(database)).toBe(true);
  expect(await loadFirstRecord(database)).toBe(false);

  const data = await testQuery(database)("{ contacts { totalCount } reports { totalCount } }");
  expect(data).toEqual({ contacts: { totalCount: 3 }, reports: { totalCount: 4 } });
});
