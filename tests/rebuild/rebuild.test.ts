import { expect, test } from "vitest";
import { loadFirstRecord } from "../../src/firstRecord/load.ts";
import { rebuild } from "../../src/rebuild/rebuild.ts";
import { testDatabase } from "../testkit/database.ts";
import { differences, dump } from "../testkit/dump.ts";
import { fileContacts, makeContacts } from "../testkit/madeContacts.ts";

const database = await testDatabase();
await loadFirstRecord(database);
await fileContacts(database, makeContacts(50));

test("changes nothing where all is right, and leaves no trace in the history", async () => {
  const before = await dump(database);
  const [writes, changes] = await Promise.all([
    database.prisma.write.count(),
    database.prisma.change.count(),
  ]);

  expect(await rebuild(database)).toEqual({ contacts: 53, agreements: expect.any(Number), changed: 0 });

  expect(differences(before, await dump(database))).toEqual([]);
  expect(await database.prisma.write.count()).toBe(writes);
  expect(await database.prisma.change.count()).toBe(changes);
});

test("mends what is wrong, and says so in the history where it was shown otherwise", async () => {
  const before = await dump(database);
  const { id } = await database.prisma.contact.findFirstOrThrow({ where: { kind: "CALL" } });
  await database.prisma.contact.update({ where: { id }, data: { title: "Wrong", independentOutlets: 99 } });
  await database.prisma.participation.deleteMany({ where: { contactId: id } });
  await database.prisma.$executeRaw`
    UPDATE contact_version SET state = jsonb_set(state, '{title}', '"Wrong"') WHERE contact_id = ${id}::uuid`;

  expect(await rebuild(database)).toMatchObject({ changed: 1 });

  expect(differences(before, await dump(database))).toEqual([]);
  const [latest] = await database.prisma.write.findMany({ orderBy: { at: "desc" }, take: 1 });
  expect(latest).toMatchObject({ action: "REBUILT", actor: "readout" });
});

test("keeps versions of what was recorded before there were any, from when it was recorded", async () => {
  await database.prisma.contactVersion.deleteMany();
  await database.prisma.contact.updateMany({ data: { version: 0 } });

  await rebuild(database);

  const contacts = await database.prisma.contact.findMany({ include: { versions: true } });
  expect(contacts.map(({ version }) => version)).toEqual(contacts.map(() => 1));
  expect(contacts.map(({ versions }) => versions[0]?.validFrom)).toEqual(
    contacts.map(({ recordedAt }) => recordedAt),
  );
});
