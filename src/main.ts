import { enableCompileCache } from "node:module";
import { fileURLToPath } from "node:url";
import { Command } from "commander";
import { colorsFor } from "./cli/colors.ts";
import { DomainError } from "./errors/errors.ts";

// What is loaded from here on is compiled once, and where that cannot be written, each time.
enableCompileCache(fileURLToPath(new URL("../node_modules/.cache/compiled", import.meta.url)));

const commands: Readonly<Record<string, () => Promise<Command>>> = {
  serve: async () => (await import("./cli/serve.ts")).serveCommand(),
  import: async () => (await import("./cli/import.ts")).importCommand(),
  follow: async () => (await import("./cli/follow.ts")).followCommand(),
  export: async () => (await import("./cli/export.ts")).exportCommand(),
  watch: async () => (await import("./cli/watch.ts")).watchCommand(),
  backup: async () => (await import("./cli/backup.ts")).backupCommand(),
  restore: async () => (await import("./cli/backup.ts")).restoreCommand(),
  keys: async () => (await import("./cli/keys.ts")).keysCommand(),
  rebuild: async () => (await import("./cli/rebuild.ts")).rebuildCommand(),
  migrate: async () => (await import("./cli/migrate.ts")).migrateCommand(),
  schema: async () => (await import("./cli/schema.ts")).schemaCommand(),
};

const program = new Command("readout")
  .description(
    "The open record of diplomatic contact: who spoke to whom, what they signed, and which outlet says so.",
  )
  .showHelpAfterError("Run with --help for what can be given.");
// Each loads much that the others do not need. Where none is named first, the help has them all.
const named = Object.entries(commands).find(([name]) => name === process.argv[2]);
for (const [, load] of named === undefined ? Object.entries(commands) : [named])
  program.addCommand(await load());

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
