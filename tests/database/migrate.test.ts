import { PGlite } from "@electric-sql/pglite";
import { dataDir as emptyDatabase } from "@electric-sql/pglite-prepopulatedfs";
import { expect, it } from "vitest";
import { openEmbedded } from "../../src/database/database.ts";
import { migrationNames } from "../../src/database/engine.ts";
import { UNFINISHED_MIGRATION } from "../testkit/dump.ts";

it("begins a migration again that a killed process had begun, and notes that it is finished", async () => {
  const pglite = await PGlite.create({ loadDataDir: await emptyDatabase() });
  await pglite.exec(UNFINISHED_MIGRATION);
  const database = await openEmbedded({ pglite });
  try {
    expect(database.migrated).toEqual(migrationNames());
    const rows = await database.prisma.$queryRaw`
      SELECT migration_name AS name FROM _prisma_migrations WHERE finished_at IS NOT NULL ORDER BY name`;
    expect(rows).toEqual(migrationNames().map((name) => ({ name })));
  } finally {
    await database.close();
  }
});
