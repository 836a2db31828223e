import { readFileSync } from "node:fs";
import { contactList } from "../../../src/contact/lists.ts";
import { globalId } from "../../../src/identity/globalId.ts";
import { writeCursor } from "../../../src/paging/page.ts";
import { searchQuery } from "../../../src/search/words.ts";
import { byId, plain } from "../answers.ts";
import type { OperationName, Place, Variables } from "../variables.ts";

/** How a server is asked for the operations, in its own shape, and its answers read in the common one. */
export interface Asked {
  /** The path and the body of a POST. */
  request<Name extends OperationName>(
    operation: Name,
    variables: Variables[Name],
  ): { path: string; body: string };
  /** What `answers.ts` compares. */
  read(operation: OperationName, response: unknown): unknown;
}

type ByOperation = { readonly [Name in OperationName]: (variables: Variables[Name]) => unknown };
type Read = { readonly [Name in OperationName]: (data: Record<string, unknown>) => unknown };

/** Readout: the operations of schema/operations. */
export function askedReadout(): Asked {
  const { ordering } = contactList({});
  const page = ({ after }: { after: Place | null }) => ({
    after: after === null ? null : writeCursor(ordering.name, [String(after.sortDay), after.id]),
  });
  return graphql(
    (operation) => `../../../schema/operations/${FILES[operation]}.graphql`,
    {
      latest: page,
      evidence: ({ id }) => ({ id: globalId("Contact", id) }),
      relationship: ({ a, b, from, to }) => ({ between: [a, b], from, to }),
      filter: (variables) => variables,
      byId: ({ ids }) => ({ ids: ids.map((id) => globalId("Contact", id)) }),
      walk: page,
    },
    {
      latest: ({ contacts }) => contacts,
      evidence: ({ contact }) => {
        const { evidence, ...shown } = contact as { evidence: { claims: { id: string }[] }[] };
        const claims = evidence.flatMap((known) => known.claims);
        return {
          ...shown,
          claims: byId(new Map(claims.map((claim) => [claim.id, claim])).values().toArray()),
        };
      },
      relationship: ({ relationship }) => withPartiesInOrder(relationship),
      filter: ({ contacts }) => contacts,
      byId: ({ nodes }) => byId(nodes),
      walk: ({ contacts }) => contacts,
    },
  );
}

export const FILES: Record<OperationName, string> = {
  latest: "16-latest-contacts",
  evidence: "17-evidence",
  relationship: "18-relationship",
  filter: "19-filter-with-text",
  byId: "20-contacts-by-id",
  walk: "21-walk",
};

/** PostGraphile, whose cursors begin with a digest of the order, which it has to be asked for once. */
export async function askedPostGraphile(url: string): Promise<Asked> {
  const response = await fetch(url, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ query: queryOf("../peers/postgraphile/walk.graphql") }),
  });
  const { data } = (await response.json()) as { data: { allContacts: { pageInfo: { endCursor: string } } } };
  const [digest] = JSON.parse(Buffer.from(data.allContacts.pageInfo.endCursor, "base64").toString("utf8"));
  const page = ({ after }: { after: Place | null }) => ({
    after:
      after === null
        ? null
        : Buffer.from(JSON.stringify([digest, after.sortDay, after.id])).toString("base64"),
  });
  return graphql(
    (operation) => `../peers/postgraphile/${operation}.graphql`,
    {
      latest: page,
      evidence: (variables) => variables,
      relationship: (variables) => variables,
      filter: withQuery,
      byId: (variables) => variables,
      walk: page,
    },
    {
      latest: ({ allContacts }) => allContacts,
      evidence: ({ contactByRowId }) => withClaimsInOrder(contactByRowId),
      relationship: ({ lastContact, ...data }) =>
        withPartiesInOrder({ ...data, lastContact: (lastContact as unknown[])[0] ?? null }),
      filter: ({ peerContactsWithWords }) => peerContactsWithWords,
      byId: ({ allContacts }) => byId(allContacts),
      walk: ({ allContacts }) => allContacts,
    },
  );
}

/** Pothos's Prisma plugin, with its own global ids and cursors. */
export function askedPothosPrisma(): Asked {
  const encoded = (text: string) => Buffer.from(text).toString("base64");
  const page = ({ after }: { after: Place | null }) => ({
    after: after === null ? null : encoded(`GPC:S:${after.id}`),
  });
  return graphql(
    (operation) => `../peers/pothosPrisma/${operation}.graphql`,
    {
      latest: page,
      evidence: (variables) => variables,
      relationship: (variables) => variables,
      filter: withQuery,
      byId: ({ ids }) => ({ ids: ids.map((id) => encoded(`Contact:${id}`)) }),
      walk: page,
    },
    {
      latest: ({ contacts }) => contacts,
      evidence: ({ contact }) => withClaimsInOrder(contact),
      relationship: ({ a, b, ...data }) => withPartiesInOrder({ ...data, parties: [a, b] }),
      filter: ({ contactsWithWords }) => contactsWithWords,
      byId: ({ nodes }) => byId(nodes),
      walk: ({ contacts }) => contacts,
    },
  );
}

/** The server by hand: parameters of its statements, and answers that are in the common shape but for their order. */
export function askedByHand(): Asked {
  const page = ({ after }: { after: Place | null }) => [after?.sortDay ?? null, after?.id ?? null];
  const parameters: ByOperation = {
    latest: page,
    evidence: ({ id }) => [id],
    relationship: ({ a, b, from, to }) => [a, b, from, to],
    filter: ({ party, from, to, text }) => [party, from, to, searchQuery(text)],
    byId: ({ ids }) => [ids],
    walk: page,
  };
  return {
    request: (operation, variables) => ({
      path: `/${operation}`,
      body: JSON.stringify(parameters[operation](variables)),
    }),
    read: (operation, response) => {
      if (operation === "evidence") return withClaimsInOrder(response);
      if (operation === "relationship") return withPartiesInOrder(response);
      return operation === "byId" ? byId(response) : response;
    },
  };
}

function graphql(file: (operation: OperationName) => string, variables: ByOperation, read: Read): Asked {
  const queries = new Map<OperationName, string>();
  const written = (operation: OperationName) => {
    const known = queries.get(operation) ?? JSON.stringify(queryOf(file(operation)));
    queries.set(operation, known);
    return known;
  };
  return {
    request: (operation, given) => ({
      path: "",
      body: `{"query":${written(operation)},"variables":${JSON.stringify(variables[operation](given))}}`,
    }),
    read: (operation, response) => {
      const { data, errors } = response as { data?: object; errors?: unknown };
      if (errors !== undefined) throw new Error(JSON.stringify(errors).slice(0, 1000));
      const fields = Object.entries(data ?? {}).map(([name, field]) => [name, plain(field)]);
      return read[operation](Object.fromEntries(fields));
    },
  };
}

/** Without comments, which say nothing to a server. */
function queryOf(file: string): string {
  return readFileSync(new URL(file, import.meta.url), "utf8").replace(/^#.*\n/gm, "");
}

function withQuery({ text, ...others }: Variables["filter"]) {
  return { ...others, words: searchQuery(text) };
}

function withClaimsInOrder(contact: unknown): unknown {
  const { claims, ...others } = contact as Record<string, unknown>;
  return { ...others, claims: byId(claims) };
}

function withPartiesInOrder(relationship: unknown): unknown {
  const { parties, ...others } = relationship as Record<string, unknown>;
  const byKey = (parties as { key: string }[]).toSorted((a, b) => (a.key < b.key ? -1 : 1));
  return { ...others, parties: byKey };
}
