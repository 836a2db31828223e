import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { run, temporaryFolder } from "../../tests/testkit/process.ts";

/** Files reports as a user does, whether a server has the folder's database open or none. */
export async function importReports(dataDir: string, ...filings: object[]): Promise<void> {
  await using folder = await temporaryFolder("readout-web-");
  const path = join(folder.path, "filings.ndjson");
  await writeFile(path, filings.map((filing) => JSON.stringify(filing)).join("\n"));
  const { code, stdout, stderr } = await run(
    ["import", "reports", path, "--json"],
    { DATA_DIR: dataDir },
    folder.path,
  );
  if (code !== 0 || JSON.parse(stdout).rejected !== 0) throw new Error(`${stdout}${stderr}`);
}

/** A filing on a call of Russia and Belarus. */
export function callFiling(key: string, date: string, title = `Report ${key}`): object {
  return {
    idempotencyKey: key,
    outlet: { slug: "example-agency", name: "Example Agency", kind: "NEWS_AGENCY" },
    report: { title, kind: "ARTICLE", publishedOn: date },
    claims: [
      {
        subject: { newContact: { ref: "call", kind: "CALL", parties: ["RU", "BY"], date } },
        field: "OCCURRENCE",
        value: true,
        stance: "STATES",
      },
    ],
  };
}
