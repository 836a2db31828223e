import { Command } from "commander";
import { historianCommand } from "./importHistorian.ts";
import { reportsCommand } from "./importReports.ts";

export function importCommand(): Command {
  return new Command("import")
    .description("Import a collection of records.")
    .addCommand(historianCommand())
    .addCommand(reportsCommand());
}
