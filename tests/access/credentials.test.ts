import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { exportJWK, generateKeyPair, SignJWT } from "jose";
import { afterAll, expect, test } from "vitest";
import { createAuthenticate } from "../../src/access/caller.ts";
import { createKey, listKeys, revokeKey } from "../../src/access/keys.ts";
import { Conflict, NotFound, Unauthenticated } from "../../src/errors/errors.ts";
import { testDatabase } from "../testkit/database.ts";

const database = await testDatabase();
const { prisma } = database;
const { publicKey, privateKey } = await generateKeyPair("ES256");
const other = await generateKeyPair("ES256");

const jwks = createServer(async (_, response) => {
  response.setHeader("Content-Type", "application/json");
  response.end(JSON.stringify({ keys: [{ ...(await exportJWK(publicKey)), kid: "one", alg: "ES256" }] }));
});
await new Promise<void>((done) => jwks.listen(0, "127.0.0.1", done));
afterAll(() => jwks.close());
const issuer = {
  issuer: "https://login.example",
  jwksUrl: `http://127.0.0.1:${(jwks.address() as AddressInfo).port}/jwks`,
  audience: "readout",
  roleClaim: "readout_role",
};
const authenticate = createAuthenticate(prisma, issuer);

test("takes whoever sends nothing for an anonymous reader", async () => {
  expect(await authenticate(null)).toEqual({ role: "READER", name: "anonymous" });
});

test("knows a key's name and role, and notes its use", async () => {
  const { key, prefix } = await createKey(prisma, { name: "desk", role: "EDITOR", expiresAt: null });
  expect(await authenticate(`Bearer ${key}`)).toMatchObject({ role: "EDITOR", name: "desk" });
  const listed = (await listKeys(prisma)).find((one) => one.prefix === prefix);
  expect(listed?.lastUsedAt).not.toBeNull();
});

test("stores no key, only its digest", async () => {
  const { key } = await createKey(prisma, { name: "secret", role: "ADMIN", expiresAt: null });
  const rows = JSON.stringify(await prisma.apiKey.findMany());
  expect(rows).not.toContain(key);
  // After "readout" and the prefix; it may have a "_" itself.
  const secret = key.split("_").slice(2).join("_");
  expect(secret.length).toBeGreaterThan(20);
  expect(rows).not.toContain(secret);
});

test("refuses a key that is unknown, expired or revoked", async () => {
  const expired = await createKey(prisma, { name: "old", role: "EDITOR", expiresAt: "2020-01-01T00:00:00Z" });
  const revoked = await createKey(prisma, { name: "lost", role: "EDITOR", expiresAt: null });
  await revokeKey(prisma, revoked.prefix);
  for (const key of ["readout_00000000_unknown", expired.key, revoked.key]) {
    await expect(authenticate(`Bearer ${key}`)).rejects.toThrow(Unauthenticated);
    await expect(authenticate(`Bearer ${key}`)).rejects.not.toThrow(key);
  }
});

test("revokes a key once, and says so when there is none", async () => {
  const { id } = await createKey(prisma, { name: "twice", role: "READER", expiresAt: null });
  expect((await revokeKey(prisma, id)).revokedAt).not.toBeNull();
  await expect(revokeKey(prisma, id)).rejects.toThrow(Conflict);
  await expect(revokeKey(prisma, "readout_ffffffff")).rejects.toThrow(NotFound);
});

test("refuses a header that is none of ours", async () => {
  for (const header of ["", "Basic abc", "Bearer", "Bearer ", "Bearer a b", `Bearer ${"x".repeat(9000)}`]) {
    await expect(authenticate(header), header.slice(0, 20)).rejects.toThrow(Unauthenticated);
  }
});

const token = (
  claims: Record<string, unknown>,
  change: (jwt: SignJWT) => SignJWT = (jwt) => jwt,
  key = privateKey,
) =>
  change(
    new SignJWT(claims)
      .setProtectedHeader({ alg: "ES256", kid: "one" })
      .setIssuer(issuer.issuer)
      .setAudience("readout")
      .setSubject("ada")
      .setExpirationTime("5m"),
  ).sign(key);

test("believes a token of the issuer, with the role that it claims", async () => {
  expect(await authenticate(`Bearer ${await token({ readout_role: "CONTRIBUTOR" })}`)).toMatchObject({
    role: "CONTRIBUTOR",
    name: "ada",
  });
  expect(await authenticate(`Bearer ${await token({ readout_role: "EMPEROR" })}`)).toMatchObject({
    role: "READER",
  });
  expect(await authenticate(`Bearer ${await token({})}`)).toMatchObject({ role: "READER" });
});

test("refuses a token that is expired, of another issuer or audience, signed by another, or not signed", async () => {
  const wrong = [
    await token({ readout_role: "ADMIN" }, (jwt) => jwt.setExpirationTime("-5m")),
    await token({ readout_role: "ADMIN" }, (jwt) => jwt.setIssuer("https://evil.example")),
    await token({ readout_role: "ADMIN" }, (jwt) => jwt.setAudience("other")),
    await token({ readout_role: "ADMIN" }, (jwt) => jwt, other.privateKey),
    `${Buffer.from('{"alg":"none"}').toString("base64url")}.${Buffer.from('{"readout_role":"ADMIN"}').toString("base64url")}.`,
    "abc",
  ];
  for (const credential of wrong) {
    await expect(authenticate(`Bearer ${credential}`)).rejects.toThrow(Unauthenticated);
  }
  const withoutIssuer = createAuthenticate(prisma, null);
  await expect(withoutIssuer(`Bearer ${await token({})}`)).rejects.toThrow(Unauthenticated);
});
