import { expect, it } from "vitest";
import { createKey } from "../../src/access/keys.ts";
import { filingSchema } from "../../src/report/filing.ts";
import { fileReport } from "../../src/report/queue.ts";
import { testClient } from "../testkit/client.ts";
import { testDatabase } from "../testkit/database.ts";
import { filing, outlet } from "./made.ts";

const database = await testDatabase();
const { prisma } = database;

const desks = await Promise.all(
  ["desk 0", "desk 1", "desk 2", "desk 3"].map(async (name) => {
    const { key } = await createKey(prisma, { name, role: "CONTRIBUTOR", expiresAt: null });
    return { name, query: testClient(database, key) };
  }),
);
function desk(number: number) {
  const one = desks[number % desks.length];
  if (one === undefined) throw new Error("No desk");
  return one;
}

let writes = 0;
database.onStatement((sql) => {
  // The lock that each transaction takes which writes.
  if (sql.includes("pg_advisory_xact_lock")) writes++;
});

const FILE = `mutation ($input: FileReportInput!) { fileReport(input: $input) {
  __typename
  ... on FileReportSuccess {
    isNew report { id title }
    contacts { id history(first: 10) { version actor report { title } } }
    agreements { slug history(first: 10) { version actor report { title } } }
  }
  ... on WriteError { code path }
} }`;

/** Each desk files one in turn, all at once; the answers in their order. */
async function fileAtOnce(inputs: readonly object[]) {
  return Promise.all(
    inputs.map(async (input, number) => {
      const { data, errors } = await desk(number).query(FILE, { input });
      return { ...data?.fileReport, errors };
    }),
  );
}

const numbers = (count: number) => Array.from({ length: count }, (_, index) => index);

/** That France called another state. */
function call(title: string, party: string, date: string, more: object = {}) {
  return {
    outlet: outlet("gazette"),
    report: { title, kind: "ARTICLE" },
    claims: [
      {
        subject: { newContact: { ref: "call", kind: "CALL", parties: ["FR", party], date } },
        field: "OCCURRENCE",
        value: true,
        stance: "STATES",
      },
    ],
    ...more,
  };
}

/** That an agreement of that title was concluded. */
function plan(title: string) {
  return {
    subject: { newAgreement: { ref: "plan", title, kind: "PLAN" } },
    field: "OCCURRENCE",
    value: true,
    stance: "STATES",
  };
}

interface Version {
  readonly version: number;
  readonly actor: string;
  readonly report: { readonly title: string };
}

it("files what comes at once in few transactions, each for its own actor", async () => {
  writes = 0;
  const filed = await fileAtOnce(
    numbers(12).map((number) => {
      const { claims, ...rest } = call(`Report ${number}`, "DE", `2001-01-${10 + number}`);
      return { ...rest, claims: [...claims, plan(`Plan ${number}`)] };
    }),
  );

  expect(filed).toMatchObject(
    numbers(12).map((number) => {
      const history = [{ version: 1, actor: `desk ${number % 4}`, report: { title: `Report ${number}` } }];
      return {
        __typename: "FileReportSuccess",
        isNew: true,
        report: { title: `Report ${number}` },
        contacts: [{ history }],
        agreements: [{ slug: `plan-${number}`, history }],
      };
    }),
  );
  expect(writes).toBeLessThan(6);
});

it("keeps a version of a contact and of an agreement for each of those who file on it at once", async () => {
  const filed = await fileAtOnce(
    numbers(4).map((number) => {
      const { claims, report } = call(`On one ${number}`, "GB", "2001-02-01");
      return { outlet: outlet(`paper-${number}`), report, claims: [...claims, plan("Plan of One")] };
    }),
  );

  const ids = new Set(filed.map(({ contacts }) => contacts[0].id));
  expect(ids.size).toBe(1);
  const { data } = await desk(0).query(
    `query ($id: ID!) {
      contact(id: $id) { history(first: 10) { version actor report { title } } }
      agreement(slug: "plan-of-one") { history(first: 10) { version actor report { title } } }
    }`,
    { id: [...ids][0] },
  );
  for (const { history } of [data.contact, data.agreement]) {
    expect(history.map(({ version }: Version) => version)).toEqual([4, 3, 2, 1]);
    expect(history.map(({ actor, report }: Version) => `${actor}: ${report.title}`).sort()).toEqual(
      numbers(4).map((number) => `desk ${number}: On one ${number}`),
    );
  }
});

it("refuses a bad one among them alone", async () => {
  const inputs = numbers(8).map((number) => call(`Good ${number}`, "IT", `2001-03-${10 + number}`));
  const bad = call("Bad", "QQ", "2001-03-01");

  const filed = await fileAtOnce([...inputs.slice(0, 3), bad, ...inputs.slice(3)]);

  expect(filed.map(({ __typename }) => __typename)).toEqual([
    ...numbers(3).map(() => "FileReportSuccess"),
    "NotFound",
    ...numbers(5).map(() => "FileReportSuccess"),
  ]);
  expect(filed[3]).toMatchObject({ path: ["input", "claims", "0", "subject", "newContact", "parties", "1"] });
});

it("finds one that breaks a rule of the database without filing each of the others alone", async () => {
  const filings = numbers(32).map((number) =>
    filingSchema.parse(filing([], { idempotencyKey: `rule ${number}` })),
  );
  // What the schema would not have let through.
  filings[20]?.describes.people.push({ slug: "No Slug", name: "Nobody", names: [], tenures: [] });
  writes = 0;

  const results = await Promise.all(
    filings.map((one, number) => fileReport(database, { filing: one, actor: `desk ${number}` })),
  );

  expect(results.map(({ outcome }) => outcome)).toEqual(
    numbers(32).map((number) => (number === 20 ? "rejected" : "created")),
  );
  expect(writes).toBeLessThan(14);
});

it("files one report of many with the same key and input, and answers all of them with it", async () => {
  const input = call("Once", "ES", "2001-04-01", { idempotencyKey: "once" });

  const filed = await fileAtOnce(numbers(12).map(() => input));

  expect(filed.map(({ isNew }) => isNew).sort()).toEqual([...numbers(11).map(() => false), true]);
  for (const { isNew: _, ...payload } of filed)
    expect({ ...payload, isNew: true }).toEqual({ ...filed[0], isNew: true });
  expect(await prisma.report.count({ where: { key: "once" } })).toBe(1);
});

it("files one of many with the same key and other inputs, and answers the others with a Conflict", async () => {
  const filed = await fileAtOnce(
    numbers(8).map((number) => call(`Version ${number}`, "PL", "2001-05-01", { idempotencyKey: "disputed" })),
  );

  expect(filed.filter(({ isNew }) => isNew === true)).toHaveLength(1);
  expect(filed.filter(({ __typename }) => __typename === "Conflict")).toHaveLength(7);
  expect(filed.find(({ __typename }) => __typename === "Conflict")).toMatchObject({
    code: "CONFLICT",
    path: ["input", "idempotencyKey"],
  });
  expect(await prisma.report.count({ where: { key: "disputed" } })).toBe(1);
});

it("files the reports of one document one after another", async () => {
  const { data } = await desk(0).query(
    `mutation ($first: FileReportInput!, $second: FileReportInput!) {
      first: fileReport(input: $first) { ... on FileReportSuccess { report { id } } }
      second: fileReport(input: $second) { ... on FileReportSuccess { report { cites { id } } } }
    }`,
    {
      first: call("First", "NO", "2001-06-01", { idempotencyKey: "first" }),
      second: call("Second", "NO", "2001-06-01", { cites: [{ key: "first" }] }),
    },
  );

  expect(data.second.report.cites).toEqual([data.first.report]);
});

it("files any number that come at once, in the order in which they came", async () => {
  writes = 0;
  const results = await Promise.all(
    numbers(250).map((number) =>
      fileReport(database, {
        filing: filingSchema.parse(filing([], { idempotencyKey: `many ${number}` })),
        actor: "desk",
      }),
    ),
  );

  const rows = await prisma.report.findMany({
    where: { key: { startsWith: "many " } },
    orderBy: { recordedAt: "asc" },
  });
  expect(rows.map(({ id }) => id)).toEqual(results.map((result) => "reportId" in result && result.reportId));
  expect(writes).toBe(3);
});

it("fails for all where the database fails, stores nothing of them, and files what comes after", async () => {
  const inputs = numbers(4).map((number) => call(`Lost ${number}`, "SE", `2001-07-0${1 + number}`));
  await prisma.$executeRaw`ALTER TABLE claim RENAME TO claim_away`;
  const failed = await fileAtOnce(inputs).finally(
    () => prisma.$executeRaw`ALTER TABLE claim_away RENAME TO claim`,
  );

  expect(failed.map(({ errors }) => errors?.[0]?.message)).toEqual(
    numbers(4).map(() => expect.stringMatching(/^Something went wrong/)),
  );
  expect(await prisma.report.count({ where: { title: { startsWith: "Lost" } } })).toBe(0);
  const filed = await fileAtOnce(inputs);
  expect(filed.map(({ isNew }) => isNew)).toEqual(numbers(4).map(() => true));
});
