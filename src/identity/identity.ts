import { hash } from "node:crypto";

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
  const known = ids.get(name);
  if (known !== undefined) return known;
  const id = version5(name);
  if (name.length <= LONGEST_KEPT) {
    if (ids.size === MOST_KEPT) ids.clear();
    ids.set(name, id);
  }
  return id;
}

/** Cache: they never change, and the hash takes longer than all else that a look-up by key does. Some 2 MB at most. */
const ids = new Map<string, string>();
const MOST_KEPT = 10_000;
/** In characters. */
const LONGEST_KEPT = 100;

/** What contacts of the same parties share; null for no parties. */
export function partySetId(partyKeys: readonly string[]): string | null {
  return partyKeys.length === 0 ? null : idOf("parties", [...new Set(partyKeys)].sort().join(","));
}

/** The UUID of a name: SHA-1 of the namespace and the name, with the version and the variant put in (RFC 9562, 5.5). */
function version5(name: string): string {
  const hex = hash("sha1", Buffer.concat([NAMESPACE, Buffer.from(name)]));
  const variant = ((Number.parseInt(hex.charAt(16), 16) & 0x3) | 0x8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

const NAMESPACE = Buffer.from("5f0c86f16f2a4f6b9c0e0a4a1d2f7c55", "hex");
