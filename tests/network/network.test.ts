import { expect, test } from "vitest";
import { testQuery } from "../testkit/client.ts";
import { testDatabase } from "../testkit/database.ts";
import { mustFile } from "../testkit/filings.ts";

const database = await testDatabase();
const ask = testQuery(database);
/** A network of eight contacts: FR with DE three times, FR with IT and ES at one summit, and JP with nobody. */
const MET: readonly { kind: "CALL" | "SUMMIT" | "VISIT"; parties: string[]; date: string }[] = [
  { kind: "CALL", parties: ["FR", "DE"], date: "2020-01-01" },
  { kind: "CALL", parties: ["FR", "DE"], date: "2021-01-01" },
  { kind: "VISIT", parties: ["FR", "DE"], date: "2021-06-01" },
  { kind: "SUMMIT", parties: ["FR", "IT", "ES"], date: "2021-07-01" },
  { kind: "VISIT", parties: ["JP"], date: "2021-08-01" },
];
await mustFile(
  database,
  ...MET.map((contact, index) => ({
    idempotencyKey: `network ${index}`,
    outlet: { slug: "agency", name: "Agency", kind: "NEWS_AGENCY" as const },
    report: { title: `Report ${index}`, kind: "ARTICLE" as const },
    claims: [
      {
        subject: { newContact: { ref: "contact", ...contact } },
        field: "OCCURRENCE" as const,
        value: true,
        stance: "STATES" as const,
      },
    ],
  })),
);

const NETWORK = `query ($filter: ContactFilter, $first: Int) { network(filter: $filter, first: $first) {
  totalParties parties { party { key } contacts } pairs { parties { key } contacts } } }`;

interface Answered {
  totalParties: number;
  parties: { party: { key: string }; contacts: number }[];
  pairs: { parties: { key: string }[]; contacts: number }[];
}

async function network(filter: object | null = null, first = 50) {
  const { totalParties, parties, pairs }: Answered = (await ask(NETWORK, { filter, first })).network;
  const sorted = (entries: [string, number][]) => Object.fromEntries(entries.sort());
  return {
    totalParties,
    parties: sorted(parties.map(({ party, contacts }) => [party.key, contacts])),
    pairs: sorted(
      pairs.map(({ parties, contacts }) => [
        parties
          .map(({ key }) => key)
          .sort()
          .join(),
        contacts,
      ]),
    ),
  };
}

test("counts who met whom, and leaves out who met nobody", async () => {
  expect(await network()).toEqual({
    totalParties: 4,
    parties: { DE: 3, ES: 1, FR: 4, IT: 1 },
    pairs: { "DE,FR": 3, "ES,FR": 1, "ES,IT": 1, "FR,IT": 1 },
  });
});

test("counts only the contacts that the filter lets through", async () => {
  const during = { from: "2021-01-01", to: "2021-12-31" };
  expect(await network({ during, kinds: ["CALL", "VISIT"] })).toEqual({
    totalParties: 2,
    parties: { DE: 2, FR: 2 },
    pairs: { "DE,FR": 2 },
  });
});

test("has the parties with most contacts first, and pairs only among those that it has", async () => {
  expect(await network(null, 2)).toEqual({
    totalParties: 4,
    parties: { DE: 3, FR: 4 },
    pairs: { "DE,FR": 3 },
  });
});

test("says how many parties it can have at most", async () => {
  await expect(ask(NETWORK, { first: 201 })).rejects.toThrow(/200/);
});
