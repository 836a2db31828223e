import { Forbidden } from "../errors/errors.ts";

/** What somebody may do; each may also do what those before it may. Reading needs none. */
export const roles = ["READER", "CONTRIBUTOR", "EDITOR", "ADMIN"] as const;
export type Role = (typeof roles)[number];

/** Whoever sends a request. */
export interface Caller {
  readonly role: Role;
  /** The name of the key or the subject of the token; "anonymous" for nobody. */
  readonly name: string;
  /** The id of the key; absent without one. */
  readonly key?: string;
  /** When the key or token ends, in milliseconds since 1970; absent where it does not. */
  readonly expiresAt?: number;
}

export const ANONYMOUS: Caller = { role: "READER", name: "anonymous" };

/** May the caller do what this role may? */
export function hasRole(caller: Caller, role: Role): boolean {
  return roles.indexOf(caller.role) >= roles.indexOf(role);
}

/** The error for a caller whose role is too small. */
export function forbidden(caller: Caller, role: Role): Forbidden {
  const who = caller === ANONYMOUS ? "Without a key one" : `With the role ${caller.role} one`;
  return new Forbidden(`${who} may not do this: it takes the role ${role}`, {
    expected: `"Authorization: Bearer <key>" with the role ${role} or more`,
    got: caller.role,
  });
}
