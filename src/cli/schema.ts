import { readFileSync, writeFileSync } from "node:fs";
import { Command } from "commander";
import { printReadoutSchema } from "../../schema/index.ts";
import { printSubgraph } from "../../schema/subgraph.ts";
import { InvalidInput } from "../errors/errors.ts";

export function schemaCommand(): Command {
  return new Command("schema")
    .description("Print the GraphQL schema.")
    .option("--federation", "as a subgraph, with the directives of Apollo Federation")
    .option("--out <file>", "write it to a file instead of standard output")
    .option("--check <file>", "only tell whether the file holds it; exit code 1 where it does not")
    .action(({ federation, out, check }: { federation?: boolean; out?: string; check?: string }) => {
      const printed = federation === true ? printSubgraph() : printReadoutSchema();
      if (check !== undefined) {
        if (readFileSync(check, "utf8") !== printed) {
          throw new InvalidInput(
            `${check} is not the schema as the code has it: run "npm run schema", and look at the difference.`,
          );
        }
        process.stdout.write(`${check} is the schema as the code has it.\n`);
      } else if (out !== undefined) writeFileSync(out, printed);
      else process.stdout.write(printed);
    });
}
