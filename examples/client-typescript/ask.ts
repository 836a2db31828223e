import type { TypedDocumentNode } from "@graphql-typed-document-node/core";
import { print } from "graphql";

/**
 * Asks Readout, by `fetch` alone: what comes back is typed by the document, however that was typed. Throws an error with
 * what GraphQL says where the whole of it failed.
 */
export async function ask<Data, Variables>(
  url: string,
  document: TypedDocumentNode<Data, Variables>,
  variables: Variables,
): Promise<Data> {
  const response = await fetch(url, {
    method: "POST",
    headers: { "Content-Type": "application/json", Accept: "application/graphql-response+json" },
    body: JSON.stringify({ query: print(document), variables }),
  });
  const { data, errors } = (await response.json()) as { data?: Data; errors?: { message: string }[] };
  if (data === undefined || data === null) {
    throw new Error(errors?.map(({ message }) => message).join("\n") ?? `Status ${response.status}`);
  }
  return data;
}
