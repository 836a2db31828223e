import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { buildSubgraphSchema } from "@apollo/subgraph";
import { parse } from "graphql";
import { createYoga } from "graphql-yoga";
import { PHOTOGRAPHS, type Photograph } from "./photographs.ts";

/** The picture desk's own service: a subgraph as another team would write it, schema first. */

export const SCHEMA = readFileSync(new URL("schema.graphql", import.meta.url), "utf8");

interface ContactReference {
  readonly id: string;
  /** Fetched from Readout where the caption is asked for. */
  readonly title?: string;
}

interface PersonReference {
  readonly slug: string;
}

const schema = buildSubgraphSchema([
  {
    typeDefs: parse(SCHEMA),
    resolvers: {
      Query: {
        photograph: (_: unknown, { id }: { id: string }) => photograph(id),
        photographs: (_: unknown, { first, after }: { first: number; after?: string | null }) =>
          page(first, after),
      },
      Photograph: {
        __resolveReference: ({ id }: { id: string }) => photograph(id),
        contact: ({ contactId }: Photograph) => (contactId === null ? null : { id: contactId }),
      },
      Contact: {
        photographs: ({ id }: ContactReference) => PHOTOGRAPHS.filter(({ contactId }) => contactId === id),
        caption: ({ title }: ContactReference) => `${title}. Picture desk`,
      },
      Person: {
        portraits: ({ slug }: PersonReference) =>
          PHOTOGRAPHS.filter(({ people }) => people.some((person) => person.slug === slug)),
      },
    },
  },
]);

function photograph(id: string): Photograph | null {
  return PHOTOGRAPHS.find((one) => one.id === id) ?? null;
}

function page(first: number, after?: string | null) {
  const start = after == null ? 0 : PHOTOGRAPHS.findIndex(({ id }) => id === after) + 1;
  const edges = PHOTOGRAPHS.slice(start, start + first).map((node) => ({ cursor: node.id, node }));
  return {
    edges,
    pageInfo: {
      hasPreviousPage: start > 0,
      hasNextPage: start + first < PHOTOGRAPHS.length,
      startCursor: edges.at(0)?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
  };
}

/** Serves it on this machine. The address, and how to stop it. */
export async function servePictures(port = 0): Promise<{ url: string; port: number; stop(): Promise<void> }> {
  const yoga = createYoga({ schema, graphiql: false, landingPage: false, logging: false });
  const server = createServer((request, response) => void yoga.handle(request, response));
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject).listen(port, "127.0.0.1", resolve);
  });
  const { port: taken } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${taken}/graphql`,
    port: taken,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
