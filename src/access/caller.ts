import type { JWTVerifyGetKey } from "jose";
import type { Statements } from "../database/database.ts";
import { Unauthenticated } from "../errors/errors.ts";
import { callerOfKey } from "./keys.ts";
import { ANONYMOUS, type Caller, roles } from "./rules.ts";

/** Which tokens are believed: JSON Web Tokens (RFC 7519) of one issuer, signed with a key of its JWKS (RFC 7517). */
export interface TokenIssuer {
  readonly issuer: string;
  readonly jwksUrl: string;
  readonly audience: string;
  /** The claim that holds the role, such as "readout_role". */
  readonly roleClaim: string;
}

/** Tells who sends a request, from its Authorization header; nobody without one. Throws Unauthenticated for a wrong one. */
export type Authenticate = (authorization: string | null) => Promise<Caller>;

/** On a replica the last use of keys is not noted. */
export function createAuthenticate(
  statements: Statements,
  tokens: TokenIssuer | null,
  isReplica = false,
): Authenticate {
  const callerOfToken = tokens === null ? null : tokenVerifier(tokens);
  return async (authorization) => {
    if (authorization === null) return ANONYMOUS;
    const credential = /^Bearer +(\S+)$/i.exec(authorization)?.[1];
    if (credential === undefined || credential.length > LONGEST)
      throw unauthenticated('is not of the form "Bearer <key>"');
    if (credential.startsWith("readout_")) {
      const caller = await callerOfKey(statements, credential, !isReplica);
      if (caller === null) throw unauthenticated("has a key that is unknown, revoked or expired");
      return caller;
    }
    if (callerOfToken === null)
      throw unauthenticated("has neither a key of Readout nor a token that it takes");
    return callerOfToken(credential);
  };
}

function tokenVerifier({
  issuer,
  jwksUrl,
  audience,
  roleClaim,
}: TokenIssuer): (token: string) => Promise<Caller> {
  let keys: JWTVerifyGetKey | undefined;
  return async (token) => {
    const { createRemoteJWKSet, errors, jwtVerify } = await import("jose");
    keys ??= createRemoteJWKSet(new URL(jwksUrl));
    try {
      const { payload } = await jwtVerify(token, keys, { issuer, audience });
      const role = roles.find((known) => known === payload[roleClaim]) ?? "READER";
      return {
        role,
        name: payload.sub ?? "token without a subject",
        ...(payload.exp === undefined ? {} : { expiresAt: payload.exp * 1000 }),
      };
    } catch (error) {
      if (error instanceof errors.JWTExpired) throw unauthenticated("has a token that is expired");
      if (error instanceof errors.JOSEError) throw unauthenticated("has a token that is not to be believed");
      throw unauthenticated("has a token that cannot be checked: its issuer's keys cannot be fetched");
    }
  };
}

function unauthenticated(problem: string): Unauthenticated {
  return new Unauthenticated(`The Authorization header ${problem}`, {
    expected: '"Authorization: Bearer <key or token>", or no such header to read only',
  });
}

/** In characters, of a credential. */
const LONGEST = 8000;
