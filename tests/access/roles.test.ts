import { expect, test } from "vitest";
import { createKey } from "../../src/access/keys.ts";
import { type Role, roles } from "../../src/access/rules.ts";
import { fileItems } from "../../src/feed/write.ts";
import { loadFirstRecord } from "../../src/firstRecord/load.ts";
import { globalId } from "../../src/identity/globalId.ts";
import { filingOf, itemKey } from "../../src/import/feed/filing.ts";
import { readFiling } from "../../src/report/filing.ts";
import { type Query, testClient } from "../testkit/client.ts";
import { testDatabase } from "../testkit/database.ts";

const database = await testDatabase();
await loadFirstRecord(database);

const clients = new Map<Role | "nobody", Query>([["nobody", testClient(database)]]);
for (const role of roles) {
  const { key } = await createKey(database.prisma, { name: `${role} desk`, role, expiresAt: null });
  clients.set(role, testClient(database, key));
}

const report = await database.prisma.report.findFirstOrThrow({ where: { key: "first-record:peskov" } });
const [first, second] = await database.prisma.contact.findMany({ orderBy: { sortDay: "desc" } });
const claim = await database.prisma.claim.findFirstOrThrow({
  where: { reportId: report.id, field: "DURATION" },
});

/** The id of a report of a feed that waits for an editor. */
async function arrive(id: string): Promise<string> {
  const item = {
    id,
    title: "Vladimir Putin and Alexander Lukashenko spoke by telephone on 11 May 2024",
    url: null,
    published: null,
    language: "en",
    text: "",
  };
  const filing = readFiling(filingOf(item, { slug: "first-pool" }, "TELEGRAM_CHANNEL"));
  const { results } = await fileItems(database, [{ filing, itemKey: itemKey("first-pool", item) }], "feed");
  if (results[0]?.outcome !== "created") throw new Error(JSON.stringify(results));
  return globalId("Report", results[0].reportId);
}
const [waiting, dismissed] = [await arrive("one"), await arrive("another")];

/** Every mutation of the schema, the least role that may use it, and an input that is right for once. */
const MUTATIONS: { field: string; role: Role; type: string; input: () => object; success: string }[] = [
  {
    field: "fileReport",
    role: "CONTRIBUTOR",
    type: "FileReportInput!",
    success: "FileReportSuccess",
    input: () => ({
      outlet: { slug: "first-pool" },
      report: { title: "Another post", kind: "POST" },
      claims: [
        {
          subject: { contact: globalId("Contact", first?.id ?? "") },
          field: "OCCURRENCE",
          value: true,
          stance: "STATES",
        },
      ],
    }),
  },
  {
    field: "inferValue",
    role: "EDITOR",
    type: "InferValueInput!",
    success: "InferValueSuccess",
    input: () => ({
      contact: globalId("Contact", first?.id ?? ""),
      field: "DURATION",
      value: "PT1H~",
      reason: "The agenda was long.",
    }),
  },
  {
    field: "retractClaim",
    role: "EDITOR",
    type: "RetractClaimInput!",
    success: "RetractClaimSuccess",
    input: () => ({ claim: globalId("Claim", claim.id), reason: "Misread." }),
  },
  {
    field: "retractReport",
    role: "EDITOR",
    type: "RetractReportInput!",
    success: "RetractReportSuccess",
    input: () => ({ report: globalId("Report", report.id), reason: "A hoax." }),
  },
  {
    field: "mergeContacts",
    role: "EDITOR",
    type: "MergeContactsInput!",
    success: "MergeContactsSuccess",
    input: () => ({
      from: globalId("Contact", second?.id ?? ""),
      into: globalId("Contact", first?.id ?? ""),
      reason: "The same.",
    }),
  },
  {
    field: "undoMerge",
    role: "EDITOR",
    type: "UndoMergeInput!",
    success: "UndoMergeSuccess",
    input: () => ({ merge: merge, reason: "Not the same." }),
  },
  {
    field: "acceptSuggestions",
    role: "EDITOR",
    type: "AcceptSuggestionsInput!",
    success: "AcceptSuggestionsSuccess",
    input: () => ({ report: waiting }),
  },
  {
    field: "dismissReport",
    role: "EDITOR",
    type: "DismissReportInput!",
    success: "DismissReportSuccess",
    input: () => ({ report: dismissed, reason: "Of no interest." }),
  },
];
let merge = "";

test("names every mutation that there is", async () => {
  const { data } = await ask("nobody", '{ __type(name: "Mutation") { fields { name } } }');
  const fields = data.__type.fields.map(({ name }: { name: string }) => name);
  expect(fields.sort()).toEqual(MUTATIONS.map(({ field }) => field).sort());
});

for (const { field, role, type, input, success } of MUTATIONS) {
  const allowed = roles.slice(roles.indexOf(role));
  const refused = ["nobody" as const, ...roles.slice(0, roles.indexOf(role))];

  test(`${field} is refused to ${refused.join(", ")}, and writes nothing then`, async () => {
    const before = await database.prisma.write.count();
    for (const who of refused) {
      const { data, errors } = await ask(
        who,
        `mutation ($input: ${type}) { ${field}(input: $input) { __typename ... on Forbidden { code message expected } } }`,
        { input: input() },
      );
      expect(errors).toBeUndefined();
      expect(data[field]).toMatchObject({ __typename: "Forbidden", code: "FORBIDDEN" });
      expect(data[field].message).toContain(role);
    }
    expect(await database.prisma.write.count()).toBe(before);
  });

  test(`${field} is not forbidden to ${allowed.join(", ")}`, async () => {
    const merged = field === "mergeContacts" ? "... on MergeContactsSuccess { merge }" : "";
    const answers: string[] = [];
    for (const who of allowed) {
      const { data, errors } = await ask(
        who,
        `mutation ($input: ${type}) { ${field}(input: $input) { __typename ${merged} } }`,
        { input: input() },
      );
      expect(errors).toBeUndefined();
      answers.push(data[field].__typename);
      merge = data[field].merge ?? merge;
    }
    expect(answers[0]).toBe(success);
    // Later roles come to what the first has done already.
    expect(answers).not.toContain("Forbidden");
  });
}

function ask(who: Role | "nobody", source: string, variables?: Record<string, unknown>) {
  const client = clients.get(who);
  if (client === undefined) throw new Error(`No client for ${who}`);
  return client(source, variables);
}
