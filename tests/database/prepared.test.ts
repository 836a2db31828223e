import { describe, expect, it } from "vitest";
import { Prisma } from "../../src/database/database.ts";
import { testDatabase } from "../testkit/database.ts";

const isPostgres = (process.env.TEST_DATABASE_URL ?? "") !== "";
const database = await testDatabase();

describe.runIf(isPostgres)(
  `prepared statements${isPostgres ? "" : " (skipped: TEST_DATABASE_URL names no server)"}`,
  () => {
    it("are those that come again: a connection keeps none of a statement that comes once", async () => {
      const prepared = async () => {
        const [row] = await database.reads.$queryRaw<{ count: number }[]>`
          SELECT count(*)::int AS count FROM pg_prepared_statements WHERE statement LIKE 'SELECT % AS probe'`;
        return row?.count;
      };
      const probe = (number: number) =>
        database.reads.$queryRaw(Prisma.raw(`SELECT ${number} AS probe`) as never);

      for (let number = 0; number < 50; number++) await probe(number);
      expect(await prepared()).toBe(0);

      for (let time = 0; time < 3; time++) await probe(7);
      expect(await prepared()).toBe(1);
    });
  },
);
