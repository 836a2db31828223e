import { mkdirSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { Command } from "commander";
import { readConfig } from "../config/config.ts";
import { MIGRATIONS_FOLDER, migrationTowardsModels } from "../database/engine.ts";
import { InvalidInput } from "../errors/errors.ts";
import { openRecord } from "../server/record.ts";

export function migrateCommand(): Command {
  return new Command("migrate")
    .description(
      "Bring the database up to date; with --create, first write the migration that the models need.",
    )
    .option(
      "--create <name>",
      "write a migration from the models in prisma/, called so (letters, digits and _)",
    )
    .option("--check", "only tell whether the migrations lead to the models; exit code 1 where they do not")
    .action(async ({ create, check }: { create?: string; check?: boolean }) => {
      if (check === true) {
        const missing = await migrationTowardsModels();
        if (missing !== null) {
          throw new InvalidInput(
            `The models in prisma/ have changed and no migration leads there. Run "npm run migrate -- --create <name>". It would contain:\n${missing}`,
          );
        }
        process.stdout.write("The migrations lead to the models.\n");
        return;
      }
      if (create !== undefined) await createMigration(create);
      const record = await openRecord({ ...readConfig(process.env), migrateOnStart: true });
      const { description, migrated } = record.database;
      await record.close();
      const done =
        migrated.length === 0 ? "was up to date" : `is up to date now; applied: ${migrated.join(", ")}`;
      process.stdout.write(`The ${description} ${done}.\n`);
    });
}

async function createMigration(name: string): Promise<void> {
  if (!/^[a-z0-9_]{1,60}$/.test(name)) {
    throw new InvalidInput(
      `A migration cannot be called ${JSON.stringify(name)}: use 1 to 60 small letters, digits and "_".`,
    );
  }
  const script = await migrationTowardsModels();
  if (script === null) {
    process.stdout.write("The migrations lead to the models already: none was written.\n");
    return;
  }
  const stamp = new Date().toISOString().replace(/\D/g, "").slice(0, 14);
  const folder = join(MIGRATIONS_FOLDER, `${stamp}_${name}`);
  mkdirSync(folder);
  writeFileSync(join(folder, "migration.sql"), script);
  process.stdout.write(
    `Wrote ${relative(process.cwd(), join(folder, "migration.sql"))}: read it before you commit it.\n`,
  );
}
