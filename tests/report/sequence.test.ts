import { expect, test } from "vitest";
import { testDatabase } from "../testkit/database.ts";
import { file, mustFile } from "../testkit/filings.ts";
import { filing, says, took } from "./made.ts";

const database = await testDatabase();
const KEYED = { keys: ["sequence:1"] };
const [filed] = await mustFile(database, filing([took(KEYED)]));
const id = filed?.outcome === "created" ? (filed.contacts[0] ?? "") : "";

test.each([
  ["its ref", "contact"],
  ["its id", id],
  ["its id in capitals", id.toUpperCase()],
  ["its key", "sequence:1"],
])("a contact that comes directly before itself, by %s, is refused", async (_, value) => {
  const [result] = await file(database, filing([took(KEYED), says("SEQUENCE", value)]));

  expect(result).toMatchObject({
    outcome: "rejected",
    reason: {
      code: "INVALID_INPUT",
      path: ["claims", 1, "value"],
      expected: "another contact",
      got: value,
    },
  });
});

test("another contact of the same parties can come directly before", async () => {
  const claims = [took({ keys: ["sequence:2"] }), says("SEQUENCE", id)];

  expect(await file(database, filing(claims))).toMatchObject([{ outcome: "created" }]);
});
