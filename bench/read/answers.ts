/**
 * Answers as they are compared: lists of plain objects, in ids, names and values, whatever a server's own shape.
 */

/** Connections become lists, dates their expressions, global ids UUIDs, type names kinds; what only a page has goes. */
export function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object" || value === null) return value;
  const { pageInfo: _, __typename, ...fields } = value as Record<string, unknown>;
  const [first, ...others] = Object.keys(fields);
  if (first !== undefined && others.length === 0) {
    if (first === "edges" || first === "nodes") return plain(fields[first]);
    if (first === "node" || first === "edtf") return plain(fields[first]);
  }
  const entries = Object.entries(fields).map(([name, field]) => [
    name,
    name === "id" ? uuidOf(field) : plain(field),
  ]);
  if (typeof __typename === "string") entries.push(["kind", __typename.toUpperCase()]);
  return Object.fromEntries(entries);
}

function uuidOf(id: unknown): unknown {
  if (typeof id !== "string" || id.includes("-")) return id;
  return Buffer.from(id, "base64url").toString("utf8").split(":").at(-1);
}

/** Sorted by their ids. */
export function byId(rows: unknown): unknown[] {
  return (rows as { id: string }[]).toSorted((a, b) => (a.id < b.id ? -1 : 1));
}

/** The path to the first difference of two answers, with what is there; null where they are the same. */
export function firstDifference(ours: unknown, theirs: unknown, path = "answer"): string | null {
  if (Object.is(ours, theirs)) return null;
  const areObjects =
    typeof ours === "object" && typeof theirs === "object" && ours !== null && theirs !== null;
  if (!areObjects || Array.isArray(ours) !== Array.isArray(theirs)) {
    return `${path} is ${JSON.stringify(ours)?.slice(0, 200)} and ${JSON.stringify(theirs)?.slice(0, 200)}`;
  }
  const [left, right] = [ours, theirs] as Record<string, unknown>[];
  for (const name of new Set([...Object.keys(left ?? {}), ...Object.keys(right ?? {})])) {
    const difference = firstDifference(left?.[name], right?.[name], `${path}.${name}`);
    if (difference !== null) return difference;
  }
  return null;
}
