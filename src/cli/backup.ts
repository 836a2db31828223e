import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { Command } from "commander";
import { readConfig } from "../config/config.ts";
import { InvalidInput, Unavailable } from "../errors/errors.ts";
import { openRecorder, restoreRecord } from "../server/record.ts";

export function backupCommand(): Command {
  return new Command("backup")
    .description(
      "Copy the embedded database into a new folder, also while a server works with it: all of it, with what was retracted, the history and the keys' digests.",
    )
    .argument("<folder>", "where to; it is made, and is there when the copy is whole")
    .action(async (folder: string) => {
      const config = readConfig(process.env);
      if (config.databaseUrl === null && !existsSync(join(config.dataDir, "database"))) {
        throw new Unavailable(
          `There is no database in ${config.dataDir}: set DATA_DIR to the folder that has it.`,
        );
      }
      const recorder = await openRecorder(config);
      try {
        process.stderr.write(`Copying the ${recorder.description}…\n`);
        await recorder.run("backup", { to: join(resolve(folder), "database") });
        process.stdout.write(`Backed up to ${folder}.\n`);
      } finally {
        await recorder.close();
      }
    });
}

export function restoreCommand(): Command {
  return new Command("restore")
    .description(
      "Copy a backup of the embedded database into DATA_DIR, which must have no database yet, bring it up to date, and read all of it once.",
    )
    .argument("<folder>", "a folder that `backup` made; it stays as it is")
    .action(async (folder: string) => {
      const config = readConfig(process.env);
      if (config.databaseUrl !== null) {
        throw new InvalidInput(
          "DATABASE_URL is set: PostgreSQL is restored by its own programs, such as pg_restore; see docs/durability.md.",
        );
      }
      const record = await restoreRecord(config, folder);
      await record.close();
      process.stdout.write(`Restored ${folder} into ${config.dataDir}.\n`);
    });
}
