import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readHistorian } from "../../../src/import/historian/historian.ts";
import { tableRecords } from "../../../src/import/people/files.ts";
import { readRow } from "../../../src/import/people/row.ts";
import { linkTenures } from "../../../src/person/link.ts";
import type { PersonRow } from "../../../src/person/rules.ts";
import { storePeople } from "../../../src/person/write.ts";
import type { FilingInput } from "../../../src/report/filing.ts";
import { testQuery } from "../../testkit/client.ts";
import { testDatabase } from "../../testkit/database.ts";
import { mustFile } from "../../testkit/filings.ts";

const samples = process.env.READOUT_SAMPLES ?? "";
const OFFICES = /"(chancellor-of-germany|president-of-syria)"/;

describe.skipIf(samples === "")(
  `participants of the Office of the Historian${samples === "" ? ", skipped: READOUT_SAMPLES is not set" : ""}`,
  async () => {
    const database = await testDatabase();
    const ask = testQuery(database);

    it("are linked where family name, office and date leave one holder of the office", async () => {
      const { items } = await readHistorian([join(samples, "office-of-the-historian")]);
      const filings: FilingInput[] = [];
      for (const item of items) {
        if (item.kind === "filing" && OFFICES.test(JSON.stringify(item.filing.claims)))
          filings.push(item.filing);
      }
      await mustFile(database, ...filings);
      const rows: PersonRow[] = [];
      const table = readFileSync(new URL("fixtures/leaders.csv", import.meta.url));
      for await (const record of tableRecords(toChunks(table)))
        if ("value" in record) rows.push(readRow(record.value));
      await storePeople(database, rows);
      const { mentions, links } = await linkTenures(database, "test");
      process.stdout.write(
        `Of ${mentions} participants in ${filings.length} records, ${links} are linked.\n`,
      );
      expect(links / mentions).toBeGreaterThan(0.75);
      const { hafez, bashar, adenauer } = await ask(`{
        hafez: person(slug: "hafez-al-assad") { contacts { totalCount } }
        bashar: person(slug: "bashar-assad") { contacts(filter: { during: { to: "2000-06-30" } }) { totalCount } }
        adenauer: person(slug: "konrad-adenauer") { contacts(filter: { during: { from: "1949-09-15", to: "1963-10-31", match: CERTAIN } }) { totalCount } contacts_: contacts { totalCount } } }`);
      expect(hafez.contacts.totalCount).toBeGreaterThan(20);
      expect(bashar.contacts.totalCount).toBe(0);
      expect(adenauer.contacts.totalCount).toBeGreaterThan(10);
      expect(adenauer.contacts_.totalCount).toBe(adenauer.contacts.totalCount);
    }, 60_000);
  },
);

async function* toChunks(bytes: Buffer): AsyncGenerator<Buffer> {
  yield bytes;
}
