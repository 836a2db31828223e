import { latest } from "./withCodegen.ts";
import { contactsBetween, retract } from "./withTada.ts";

/** `npm start [address]`: asks a running Readout in both ways. */

const url = process.argv[2] ?? "http://127.0.0.1:4000/graphql";
console.log(await latest(url, ["RU", "BY"]));
for await (const line of contactsBetween(url, ["RU", "BY"])) console.log(line);
// Without a key, this is refused.
console.log(await retract(url, "no report", "to show an error as a type"));
