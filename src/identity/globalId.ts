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
  // Of letters, digits, "-" and ":" there is none whose base64 is not base64url, but for what it is filled up with.
  const text = btoa(`${type}:${id}`);
  const end = text.indexOf("=", text.length - 2);
  return end === -1 ? text : text.slice(0, end);
}

/** What a global id stands for; null for what is none. */
export function readGlobalId(text: string): { type: NodeType; id: string } | null {
  if (text.length > 100 || !BASE64.test(text)) return null;
  let read: string;
  try {
    read = atob(text);
  } catch {
    return null; // Cut off within a byte.
  }
  const end = read.indexOf(":");
  const [type, id] = [read.slice(0, end), read.slice(end + 1)];
  return isNodeType(type) && UUID.test(id) ? { type, id } : null;
}

/** The uuid in a global id of that type; null for what is none, or of another type. */
export function idOfType(type: NodeType, text: string): string | null {
  const read = readGlobalId(text);
  return read?.type === type ? read.id : null;
}

function isNodeType(text: string): text is NodeType {
  return NODE_TYPES.some((name) => name === text);
}

const BASE64 = /^[A-Za-z0-9]+={0,2}$/;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
