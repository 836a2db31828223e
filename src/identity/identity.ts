import { parse } from "uuid";
import { nameBased } from "./nameBased.ts";

/** Names a thing by its natural key for good: the same kind and key always have the same id. */
export type Kind =
  | "party"
  | "person"
  | "office"
  | "tenure"
  | "topic"
  | "outlet"
  | "report"
  | "claim"
  | "contact"
  | "agreement"
  | "parties"
  | "feed";

/**
 * The id of a thing, from its kind and natural key: a party's key, a slug, a report's idempotency key. A UUID of
 * version 5 (RFC 9562, section 5.5), so that a lookup by key needs no statement, and a filing that is repeated
 * after a crash makes the same rows.
 */
export function idOf(kind: Kind, key: string): string {
  // A client can ask for a key with half a character in it, which has no UTF-8; no thing has such a key.
  const name = `${kind}:${key}`.toWellFormed();
  // There are many, and none is asked for twice.
  if (kind === "claim") return nameBased(name, NAMESPACE);
  const known = young.get(name);
  if (known !== undefined) return known;
  const id = old.get(name) ?? nameBased(name, NAMESPACE);
  if (name.length <= LONGEST_KEPT) keep(name, id);
  return id;
}

/** Those that are asked for again stay, however many a filing names once. */
function keep(name: string, id: string): void {
  if (young.size === MOST_KEPT) [young, old] = [new Map(), young];
  young.set(name, id);
}

/** Cache: they never change, and the hash takes longer than all else that a look-up by key does. Some 1 MB at most. */
let young = new Map<string, string>();
let old = new Map<string, string>();
const MOST_KEPT = 2500;
/** In characters. */
const LONGEST_KEPT = 100;

/** What contacts of the same parties share; null for no parties. */
export function partySetId(partyKeys: readonly string[]): string | null {
  return partyKeys.length === 0 ? null : idOf("parties", [...new Set(partyKeys)].sort().join(","));
}

const NAMESPACE = parse("5f0c86f1-6f2a-4f6b-9c0e-0a4a1d2f7c55");
