import { Command } from "commander";
import pino, { type Logger } from "pino";
import { readConfig } from "../config/config.ts";
import { type RunningServer, serve } from "../server/serve.ts";
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
      let server: RunningServer | null = null;
      const fail = (error: unknown, what: string) => {
        log.fatal({ err: error }, what);
        // Requests under way are told, and others may have what it held; but not for long, since nothing is certain now.
        setTimeout(() => process.exit(1), FAILED_MS);
        const exit = () => process.exit(1);
        if (server === null) exit();
        else server.stop({ isFailed: true }).then(exit, exit);
      };
      // Also a promise's that nobody looked at.
      process.on("uncaughtException", (error) => fail(error, "an error was caught nowhere"));
      server = await serve(config, log);
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
      database.failed.then((why) => fail(why, "the database has ended"));
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

const FAILED_MS = 2000;

/** JSON lines on standard error, so that standard output is for people; readable lines on a terminal. */
function createLog(level: string, isTerminal: boolean): Logger {
  const transport = isTerminal
    ? { target: "pino-pretty", options: { destination: 2, ignore: "pid,hostname" } }
    : undefined;
  const options = logOptions(level);
  return transport === undefined ? pino(options, pino.destination(2)) : pino({ ...options, transport });
}
