import { Command } from "commander";
import { gdeltCommand } from "./importGdelt.ts";
import { historianCommand } from "./importHistorian.ts";
import { peopleCommand } from "./importPeople.ts";
import { reportsCommand } from "./importReports.ts";

export function importCommand(): Command {
  return new Command("import")
    .description("Import a collection of records.")
    .addCommand(gdeltCommand())
    .addCommand(historianCommand())
    .addCommand(peopleCommand())
    .addCommand(reportsCommand());
}
