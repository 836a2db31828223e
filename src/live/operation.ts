import { type DocumentNode, type ExecutionArgs, getOperationAST, print } from "graphql";
import type { Caller } from "../access/rules.ts";

/** What a bounded cache holds, or else what is made for it; a failure is not kept. */
export function remembered<Key, Value>(
  cache: Map<Key, Promise<Value>>,
  key: Key,
  most: number,
  make: () => Promise<Value>,
): Promise<Value> {
  const known = cache.get(key);
  if (known !== undefined) return known;
  const made = make();
  cache.set(key, made);
  made.catch(() => cache.delete(key));
  const [oldest] = cache.keys();
  if (cache.size > most && oldest !== undefined) cache.delete(oldest);
  return made;
}

/**
 * What two subscriptions that tell the same have in common: the operation, its variables but for the cursor, and the
 * role, on which it may depend what is shown.
 */
export function operationKey(
  { document, operationName, variableValues }: ExecutionArgs,
  { role }: Caller,
): string {
  const text = textOf(document);
  const field = getOperationAST(document, operationName)?.selectionSet.selections[0];
  const after =
    field?.kind === "Field" ? field.arguments?.find(({ name }) => name.value === "after") : undefined;
  const variable = after?.value.kind === "Variable" ? after.value.name.value : "";
  const isCursorOnly = [...text.matchAll(/\$(\w+)/g)].filter(([, name]) => name === variable).length === 2;
  const variables = Object.entries(variableValues ?? {})
    .filter(([name]) => !(isCursorOnly && name === variable))
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([role, operationName ?? null, variables, text]);
}

function textOf(document: DocumentNode): string {
  let text = texts.get(document);
  if (text === undefined) {
    text = print(document);
    texts.set(document, text);
  }
  return text;
}

/** Cache: documents as text; the parser's own cache gives the same document for the same text. */
const texts = new WeakMap<DocumentNode, string>();
