import { type GraphQLSchema, lexicographicSortSchema, printSchema } from "graphql";
import { builder } from "./builder.ts";
import "./scalars.ts";
import "./node.ts";
import "./party.ts";
import "./person.ts";
import "./contact.ts";
import "./agreement.ts";
import "./outlet.ts";
import "./report.ts";
import "./claim.ts";
import "./topic.ts";
import "./relationship.ts";
import "./network.ts";
import "./search.ts";
import "./history.ts";
import "./errors.ts";
import "./filing.ts";
import "./correction.ts";
import "./review.ts";
import "./changes.ts";

/** The graph as clients see it. */
export const schema: GraphQLSchema = builder.toSchema();

/** Its printed form, as it is committed in `schema/readout.graphql`. */
export function printReadoutSchema(): string {
  return `${printSchema(lexicographicSortSchema(schema))}\n`;
}
