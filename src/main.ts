import { Command } from "commander";
import { backupCommand, restoreCommand } from "./cli/backup.ts";
import { colorsFor } from "./cli/colors.ts";
import { exportCommand } from "./cli/export.ts";
import { followCommand } from "./cli/follow.ts";
import { importCommand } from "./cli/import.ts";
import { keysCommand } from "./cli/keys.ts";
import { migrateCommand } from "./cli/migrate.ts";
import { rebuildCommand } from "./cli/rebuild.ts";
import { schemaCommand } from "./cli/schema.ts";
import { serveCommand } from "./cli/serve.ts";
import { watchCommand } from "./cli/watch.ts";
import { DomainError } from "./errors/errors.ts";

const program = new Command("readout")
  .description(
    "The open record of diplomatic contact: who spoke to whom, what they signed, and which outlet says so.",
  )
  .showHelpAfterError("Run with --help for what can be given.")
  .addCommand(serveCommand())
  .addCommand(importCommand())
  .addCommand(followCommand())
  .addCommand(exportCommand())
  .addCommand(watchCommand())
  .addCommand(backupCommand())
  .addCommand(restoreCommand())
  .addCommand(keysCommand())
  .addCommand(rebuildCommand())
  .addCommand(migrateCommand())
  .addCommand(schemaCommand());

try {
  await program.parseAsync();
} catch (error) {
  const { red } = colorsFor(process.stderr);
  if (!(error instanceof DomainError)) {
    process.stderr.write(`${red("This is a bug in Readout, please report it:")}\n`);
    throw error;
  }
  process.stderr.write(`${red(error.message)}\n`);
  process.exitCode = 1;
}
