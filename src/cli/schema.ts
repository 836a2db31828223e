import { writeFileSync } from "node:fs";
import { Command } from "commander";
import { printReadoutSchema } from "../../schema/index.ts";

export function schemaCommand(): Command {
  return new Command("schema")
    .description("Print the GraphQL schema.")
    .option("--out <file>", "write it to a file instead of standard output")
    .action(({ out }: { out?: string }) => {
      if (out === undefined) process.stdout.write(printReadoutSchema());
      else writeFileSync(out, printReadoutSchema());
    });
}
