import { expect, test } from "vitest";
import { testQuery } from "../testkit/client.ts";
import { nodesOf } from "../testkit/connections.ts";
import { testDatabase } from "../testkit/database.ts";
import {
  fileContacts,
  idOfContact,
  idsInOrder,
  type MadeContact,
  makeContacts,
  orderDay,
  partiesOf,
} from "../testkit/madeContacts.ts";

const database = await testDatabase();
const contacts = makeContacts(200);
await fileContacts(database, contacts);
const ask = testQuery(database);

/** Dated contacts of just the same parties, the earliest first. */
function sequenceOf(contact: MadeContact): string[] {
  const set = (of: MadeContact) => partiesOf(of).sort().join();
  const alike = contacts.filter((other) => set(other) === set(contact) && orderDay(other) !== "");
  return idsInOrder(alike, "DATE_ASC");
}

test("previous and next are the neighbours in time among contacts of just the same parties", async () => {
  const days = new Map(contacts.map((contact) => [idOfContact(contact), orderDay(contact)]));
  const data = await ask(
    "{ contacts(first: 200) { edges { node { id previous { id } next { id } daysSincePrevious } } } }",
  );
  const nodes = new Map(nodesOf(data.contacts).map((node) => [node.id, node]));

  for (const contact of contacts) {
    const id = idOfContact(contact);
    const sequence = sequenceOf(contact);
    const place = sequence.indexOf(id);
    const previous = place > 0 ? (sequence[place - 1] ?? null) : null;
    const next = place < 0 ? null : (sequence[place + 1] ?? null);
    const node = nodes.get(id);
    expect([node.previous?.id ?? null, node.next?.id ?? null]).toEqual([previous, next]);
    const passed =
      previous === null
        ? null
        : (Date.parse(orderDay(contact)) - Date.parse(days.get(previous) ?? "")) / 86_400_000;
    expect(node.daysSincePrevious).toBe(passed);
  }
  const passed = [...nodes.values()].map(({ daysSincePrevious }) => daysSincePrevious);
  expect(passed.filter((days) => days > 0).length).toBeGreaterThan(50);
  expect(passed.filter((days) => days === null).length).toBeGreaterThan(20);
});

test("a third party makes it another sequence", async () => {
  const three = contacts.find((contact) => partiesOf(contact).length === 3 && orderDay(contact) !== "");
  if (three === undefined) throw new Error("No contact of three parties was made");
  const { contact } = await ask(
    "query One($id: ID!) { contact(id: $id) { previous { parties { key } } next { parties { key } } } }",
    { id: idOfContact(three) },
  );

  for (const neighbour of [contact.previous, contact.next]) {
    if (neighbour === null) continue;
    const keys = neighbour.parties.map(({ key }: { key: string }) => key);
    expect(keys.sort()).toEqual(partiesOf(three).sort());
  }
});

test("one that has no place in time has no neighbours", async () => {
  const undated = contacts.filter((contact) => orderDay(contact) === "");
  expect(undated.some(({ date }) => date === null)).toBe(true);
  expect(undated.some(({ date }) => date?.edtf.startsWith("XXXX-"))).toBe(true);

  const data = await ask(
    "query Some($ids: [ID!]!) { nodes(ids: $ids) { ... on Contact { previous { id } next { id } } } }",
    {
      ids: undated.map(idOfContact),
    },
  );

  expect(data.nodes).toEqual(undated.map(() => ({ previous: null, next: null })));
});
