import { expect, test } from "vitest";
import { mergeContacts } from "../../src/contact/merge.ts";
import { testDatabase } from "../testkit/database.ts";
import { fileContacts, makeContacts } from "../testkit/madeContacts.ts";

const database = await testDatabase();
await fileContacts(database, makeContacts(2));

test("a claim on a contact that was merged into another is a change of that one", async () => {
  const { prisma } = database;
  const [from, into] = await prisma.contact.findMany({ orderBy: { id: "asc" } });
  if (from === undefined || into === undefined) throw new Error("There are no two contacts");
  await mergeContacts(database, { from: from.id, into: into.id, reason: "the same", actor: "test" });
  const claim = await prisma.claim.findFirstOrThrow({ where: { contactId: from.id } });
  const { seq: before } = await prisma.change.findFirstOrThrow({ orderBy: { seq: "desc" } });

  await prisma.claim.update({ where: { id: claim.id }, data: { quote: "in other words" } });

  const changes = await prisma.change.findMany({ where: { seq: { gt: before } } });
  expect(changes.map(({ entityId }) => entityId).sort()).toEqual([from.id, into.id, claim.reportId].sort());
  expect(changes.find(({ entityId }) => entityId === into.id)).toMatchObject({ kind: "UPDATED" });
});

test("a session with another search path writes as well, as where data is restored", async () => {
  const { prisma } = database;
  const [schema] = await prisma.$queryRaw<{ name: string }[]>`SELECT current_schema() AS name`;
  await prisma.$transaction(async (statements) => {
    await statements.$executeRaw`SELECT set_config('search_path', '', true)`;
    await statements.$executeRawUnsafe(`UPDATE "${schema?.name}".outlet SET name = name || '!'`);
  });
  expect(await prisma.change.findFirst({ orderBy: { seq: "desc" } })).toMatchObject({ entity: "OUTLET" });
});
