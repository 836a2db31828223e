import type { FilingInput } from "../src/report/filing.ts";

/** How many claims each filing has. */
export const CLAIMS = 5;

/**
 * The filing of a number: every third report is on a contact that was reported before, as where several outlets
 * report one call. An importer names contacts by the keys of its collection, a client of the API describes them.
 */
export function madeFiling(number: number, named: "by key" | "by description"): FilingInput {
  const contact = number % 3 === 0 ? Math.max(number - 1, 0) : number;
  const [a, b] = [PARTIES[contact % 16] ?? "US", PARTIES[(contact * 7 + 1 + (contact % 15)) % 16] ?? "RU"];
  const date = new Date(Date.UTC(1990, 0, 1 + (contact % 12_000))).toISOString().slice(0, 10);
  const description =
    named === "by key"
      ? { keys: [`bench:contact:${contact}`] }
      : { kind: "CALL" as const, parties: [a, b], date };
  return {
    idempotencyKey: `bench:${number}`,
    outlet: { slug: `outlet-${number % 200}`, name: `Outlet ${number % 200}`, kind: "NEWS_AGENCY" },
    report: { title: `Report ${number}`, kind: "ARTICLE", publishedOn: date },
    claims: [
      {
        subject: { newContact: { ref: "c", ...description } },
        field: "OCCURRENCE",
        value: true,
        stance: "STATES",
      },
      { subject: { ref: "c" }, field: "KIND", value: "CALL", stance: "STATES" },
      { subject: { ref: "c" }, field: "DATE", value: date, stance: "STATES" },
      { subject: { ref: "c" }, field: "PARTICIPANTS", value: { party: a }, stance: "STATES" },
      { subject: { ref: "c" }, field: "PARTICIPANTS", value: { party: b }, stance: "STATES" },
    ],
  };
}

const PARTIES = [
  "US",
  "RU",
  "CN",
  "FR",
  "DE",
  "GB",
  "IN",
  "JP",
  "BR",
  "ZA",
  "TR",
  "EG",
  "IR",
  "IL",
  "KR",
  "IT",
];
