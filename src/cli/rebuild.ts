import { Command } from "commander";
import { readConfig } from "../config/config.ts";
import { openRecorder } from "../server/record.ts";

export function rebuildCommand(): Command {
  return new Command("rebuild")
    .description(
      "Work out again everything that follows from claims. It changes nothing where all is right, and says how much it changed.",
    )
    .option("--json", "print one object of counts")
    .action(async ({ json }: { json?: boolean }) => {
      const recorder = await openRecorder(readConfig(process.env));
      try {
        if (json !== true) process.stderr.write(`Working through the ${recorder.description}…\n`);
        const rebuilt = await recorder.run("rebuild", {});
        const { contacts, agreements, changed } = rebuilt;
        process.stdout.write(
          json === true
            ? `${JSON.stringify(rebuilt)}\n`
            : `Worked out ${contacts} contacts and ${agreements} agreements again: ${changed === 0 ? "nothing changed" : `${changed} changed`}.\n`,
        );
      } finally {
        await recorder.close();
      }
    });
}
