import { readFileSync } from "node:fs";
import apollo from "@apollo/composition";
import { composeSchemaContract, composeServices } from "@theguild/federation-composition";
import { parse } from "graphql";
import { SCHEMA as PICTURES } from "./pictures/server.ts";

/** How the supergraph is made of its subgraphs: by both libraries that are there for it, which must agree that they fit. */

/** Readout as a subgraph, as it is printed with every change of it. */
const READOUT = readFileSync(new URL("../../schema/readout.federation.graphql", import.meta.url), "utf8");

export interface Subgraph {
  readonly name: string;
  readonly url: string;
  readonly sdl: string;
}

export function subgraphs(urls: { readonly readout: string; readonly pictures: string }): Subgraph[] {
  return [
    { name: "readout", url: urls.readout, sdl: READOUT },
    { name: "pictures", url: urls.pictures, sdl: PICTURES },
  ];
}

const parsed = (parts: readonly Subgraph[]) =>
  parts.map(({ name, url, sdl }) => ({ name, url, typeDefs: parse(sdl) }));

/**
 * The supergraph. Throws an error with every reason why the subgraphs do not fit together. It is Apollo's: the Guild's
 * (0.27.0) leaves out that the title of a contact is external to the picture desk, which a gateway would then ask for it.
 */
export function compose(parts: readonly Subgraph[]): string {
  const guild = composeServices(parsed(parts));
  const { errors = [], supergraphSdl } = apollo.composeServices(parsed(parts));
  const reasons = [...(guild.errors ?? []), ...errors].map(({ message }) => message);
  if (supergraphSdl === undefined || reasons.length > 0) throw new Error(reasons.join("\n"));
  return supergraphSdl;
}

/** What Apollo's composition hints at, each with its level; empty where it is content. */
export function hintsOn(parts: readonly Subgraph[]): { level: string; message: string }[] {
  const { hints = [] } = apollo.composeServices(parsed(parts));
  return hints.map(({ definition, message }) => ({ level: definition.level.name, message }));
}

/** The schema that clients see where only what is tagged "public", and not "editors", is offered to them: a contract. */
export function publicSchema(parts: readonly Subgraph[]): string {
  const { errors = [], publicSdl } = composeSchemaContract(
    parsed(parts),
    { include: new Set(["public"]), exclude: new Set(["editors"]) },
    true,
  );
  if (publicSdl === undefined) throw new Error(errors.map(({ message }) => message).join("\n"));
  return publicSdl;
}
