/** Types of which things can be asked for by their global id; the five kinds of contact are one. */
const NODE_TYPES = [
  "Agreement",
  "Claim",
  "Contact",
  "Office",
  "Organization",
  "Outlet",
  "Person",
  "Report",
  "State",
  "Topic",
] as const;
export type NodeType = (typeof NODE_TYPES)[number];

/** The global id of a thing: opaque to clients, the same for good. */
export function globalId(type: NodeType, id: string): string {
  return Buffer.from(`${type}:${id}`).toString("base64url");
}

/** What a global id stands for; null for what is none. */
export function readGlobalId(text: string): { type: NodeType; id: string } | null {
  if (text.length > 100) return null;
  const [type, id, ...rest] = Buffer.from(text, "base64url").toString("utf8").split(":");
  const known = NODE_TYPES.find((name) => name === type);
  if (known === undefined || id === undefined || rest.length > 0 || !UUID.test(id)) return null;
  return { type: known, id };
}

/** The uuid in a global id of that type; null for what is none, or of another type. */
export function idOfType(type: NodeType, text: string): string | null {
  const read = readGlobalId(text);
  return read?.type === type ? read.id : null;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
