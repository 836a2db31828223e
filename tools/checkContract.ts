import { readdirSync, readFileSync } from "node:fs";
import { buildSchema } from "graphql";
import { brokenPromises, hastyDeprecations, unfitOperations } from "./contract.ts";

/** Part of `npm run check`: does the printed schema keep what the last release promised? */

const folder = new URL("../schema/", import.meta.url);
const read = (name: string) => readFileSync(new URL(name, folder), "utf8");

const current = read("readout.graphql");
const schema = buildSchema(current);
const operations = readdirSync(new URL("operations/", folder)).map((name) => `operations/${name}`);
const problems = [
  ...(await brokenPromises(read("released.graphql"), current, read("breaking.md"))),
  ...hastyDeprecations(schema),
  ...unfitOperations(schema, Object.fromEntries(operations.map((name) => [name, read(name)]))),
];
if (problems.length > 0) {
  process.stderr.write(`${problems.join("\n")}\n`);
  process.exitCode = 1;
} else {
  process.stdout.write(
    `schema/readout.graphql breaks nothing of the last release, and ${operations.length} operations fit it.\n`,
  );
}
