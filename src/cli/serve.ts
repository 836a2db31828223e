import { Command } from "commander";
import pino, { type Logger } from "pino";
import { readConfig } from "../config/config.ts";
import { serve } from "../server/serve.ts";
import { logOptions } from "../telemetry/log.ts";
import { colorsFor } from "./colors.ts";

export function serveCommand(): Command {
  return new Command("serve")
    .description(
      "Serve GraphQL and GraphiQL. Configured by environment variables: see docs/configuration.md.",
    )
    .action(async () => {
      const config = readConfig(process.env);
      const log = createLog(config.logLevel, process.stderr.isTTY === true);
      if (process.stdout.isTTY === true) process.stdout.write("Readout is starting…\n");
      const server = await serve(config, log);
      const { database, isNew } = server.record;
      log.info({ url: `${server.url}/graphql`, database: database.description, isNew }, "ready");
      const { bold, cyan } = colorsFor(process.stdout);
      const lines = [
        `${bold("Readout")} serves the ${database.description}${isNew ? ", with the first record loaded" : ""}.`,
        `GraphQL and GraphiQL: ${cyan(`${server.url}/graphql`)}`,
        ...(server.metricsUrl === null ? [] : [`Metrics: ${cyan(server.metricsUrl)}`]),
        "Stop it with Ctrl+C.",
      ];
      process.stdout.write(`${lines.join("\n")}\n`);
      database.failed.then((why) => {
        log.fatal({ err: why }, "the database has ended");
        process.exitCode = 1;
        setTimeout(() => process.exit(), TELL_MS); // Requests under way are told.
      });
      const stop = () => {
        // A second signal does not wait.
        process.once("SIGINT", () => process.exit(130)).once("SIGTERM", () => process.exit(143));
        server.stop().then(
          () => process.exit(0),
          (error) => {
            log.fatal({ err: error }, "could not stop cleanly");
            process.exit(1);
          },
        );
      };
      process.once("SIGINT", stop).once("SIGTERM", stop);
    });
}

const TELL_MS = 200;

/** JSON lines on standard error, so that standard output is for people; readable lines on a terminal. */
function createLog(level: string, isTerminal: boolean): Logger {
  const transport = isTerminal
    ? { target: "pino-pretty", options: { destination: 2, ignore: "pid,hostname" } }
    : undefined;
  const options = logOptions(level);
  return transport === undefined ? pino(options, pino.destination(2)) : pino({ ...options, transport });
}
