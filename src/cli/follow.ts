import { Command } from "commander";
import { followFeedCommand } from "./followFeed.ts";
import { followGdeltCommand } from "./followGdelt.ts";

export function followCommand(): Command {
  return new Command("follow")
    .description("Follow a source: import what is new in it, again and again.")
    .addCommand(followFeedCommand())
    .addCommand(followGdeltCommand());
}
