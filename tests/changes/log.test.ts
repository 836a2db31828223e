import { beforeEach, describe, expect, test } from "vitest";
import { createKey, revokeKey } from "../../src/access/keys.ts";
import { inferValue } from "../../src/claim/infer.ts";
import { mergeContacts, undoMerge } from "../../src/contact/merge.ts";
import { idOf } from "../../src/identity/identity.ts";
import { rebuild } from "../../src/rebuild/rebuild.ts";
import { type FilingInput, filingSchema } from "../../src/report/filing.ts";
import { retractClaim, retractReport } from "../../src/report/retract.ts";
import { fileReports } from "../../src/report/write.ts";
import { filing, says, took } from "../report/made.ts";
import { testDatabase } from "../testkit/database.ts";
import { file, mustFile } from "../testkit/filings.ts";
import { changesSince, type LoggedChange, lastSeq } from "../testkit/loggedChanges.ts";

const database = await testDatabase();
const { prisma } = database;

let tests = 0;
let start = 0;
beforeEach(async () => {
  tests++;
  start = await lastSeq(database);
});

/** A name of this test's own. */
const my = (name: string) => `${name}-${tests}`;

/** What was logged since the test began or last asked, by the one transaction that may have logged. */
async function logged(): Promise<readonly LoggedChange[]> {
  const transactions = await changesSince(database, start);
  start = await lastSeq(database);
  expect(transactions.length, "transactions that logged").toBeLessThan(2);
  return transactions[0] ?? [];
}

/** A thing without versions, parties, or others that may be shown otherwise. */
function plain(thing: string, kind: LoggedChange["kind"]): LoggedChange {
  return { thing, kind, versions: null, parties: [], evict: [] };
}

const person = (slug: string, party: string) =>
  says("PARTICIPANTS", { person: my(slug), party, office: my(`office-of-${slug}`) });

/** On a contact of Russia and Belarus, with all that a contact can have. */
function first(): FilingInput {
  return filing(
    [
      took({ keys: [my("talk")] }),
      says("KIND", "VISIT"),
      person("ann", "RU"),
      says("PARTICIPANTS", { party: "BY" }),
      says("TOPICS", my("grain")),
      says("AGREEMENTS", my("pact")),
      {
        subject: { newAgreement: { ref: "pact", title: "Pact", slug: my("pact") } },
        field: "PARTIES",
        value: "RU",
        stance: "STATES",
      },
      {
        subject: { ref: "pact" },
        field: "SIGNATORIES",
        value: { person: my("ann"), party: "RU" },
        stance: "STATES",
      },
    ],
    {
      idempotencyKey: my("first"),
      outlet: { slug: my("wire"), name: "Wire", kind: "NEWS_AGENCY", speaksFor: [my("office-of-ann")] },
      describes: {
        organizations: [{ slug: my("league"), name: "League", members: ["FR"] }],
        offices: [{ slug: my("office-of-ann"), title: "Office", party: "RU" }],
        people: [
          {
            slug: my("ann"),
            name: "Ann",
            names: [{ name: "Анна", language: "ru" }],
            tenures: [{ office: my("office-of-ann") }],
          },
        ],
        topics: [{ slug: my("grain"), label: "Grain" }],
      },
    },
  );
}

/** Another outlet's on the same, which cites the first. */
function second(claims: FilingInput["claims"] = [says("DURATION", "PT1H")]): FilingInput {
  return filing([took({ keys: [my("talk")] }), ...claims], {
    idempotencyKey: my("second"),
    outlet: { slug: my("gazette"), name: "Gazette", kind: "NEWSPAPER" },
    cites: [{ key: my("first") }],
  });
}

const talkEvicts = () => [
  `agreement ${my("pact")}`,
  `office ${my("office-of-ann")}`,
  "party BY",
  "party RU",
  `person ${my("ann")}`,
  `report ${my("first")}`,
  `topic ${my("grain")}`,
];

describe("a filing", () => {
  test("creates what it names first, each thing once, with its parties and with what it belongs to", async () => {
    await mustFile(database, first());

    expect(await logged()).toEqual([
      {
        thing: `AGREEMENT ${my("pact")}`,
        kind: "CREATED",
        versions: "0→1",
        parties: ["RU"],
        evict: ["party RU", `person ${my("ann")}`, `report ${my("first")}`],
      },
      {
        thing: `CONTACT ${my("talk")}`,
        kind: "CREATED",
        versions: "0→1",
        parties: ["BY", "RU"],
        evict: talkEvicts(),
      },
      plain(`OFFICE ${my("office-of-ann")}`, "CREATED"),
      { ...plain(`OUTLET ${my("wire")}`, "CREATED"), evict: [`office ${my("office-of-ann")}`] },
      { ...plain(`PARTY ${my("league")}`, "CREATED"), parties: [my("league")], evict: ["party FR"] },
      { ...plain(`PERSON ${my("ann")}`, "CREATED"), evict: [`office ${my("office-of-ann")}`] },
      { ...plain(`REPORT ${my("first")}`, "CREATED"), parties: ["BY", "RU"] },
      plain(`TOPIC ${my("grain")}`, "CREATED"),
    ]);
  });

  test("updates a contact that was there", async () => {
    await mustFile(database, first());
    await logged();

    await mustFile(database, second());

    expect(await logged()).toEqual([
      {
        thing: `CONTACT ${my("talk")}`,
        kind: "UPDATED",
        versions: "1→2",
        parties: ["BY", "RU"],
        evict: [`report ${my("second")}`],
      },
      plain(`OUTLET ${my("gazette")}`, "CREATED"),
      {
        ...plain(`REPORT ${my("second")}`, "CREATED"),
        parties: ["BY", "RU"],
        evict: [`report ${my("first")}`],
      },
    ]);
  });

  test("that adds a party concerns those before and those after", async () => {
    await mustFile(database, first());
    await logged();

    await mustFile(database, second([says("PARTICIPANTS", { party: "FR" })]));

    expect(await logged()).toMatchObject([
      { thing: `CONTACT ${my("talk")}`, parties: ["BY", "FR", "RU"] },
      {},
      { thing: `REPORT ${my("second")}`, parties: ["BY", "FR", "RU"] },
    ]);
  });

  test("is one transaction with those that were filed with it, and one row for each thing", async () => {
    await mustFile(database, first(), second());

    expect((await logged()).filter(({ thing }) => /CONTACT|REPORT/.test(thing))).toMatchObject([
      { thing: `CONTACT ${my("talk")}`, kind: "CREATED", versions: "0→1" },
      { thing: `REPORT ${my("first")}` },
      { thing: `REPORT ${my("second")}` },
    ]);
  });

  test("that is filed twice leaves nothing the second time", async () => {
    await mustFile(database, first());
    await logged();

    expect(await mustFile(database, first())).toMatchObject([{ outcome: "unchanged" }]);

    expect(await logged()).toEqual([]);
  });

  test("that is refused leaves nothing, and the one beside it all", async () => {
    await file(database, filing([took({ keys: [my("talk")] }), says("DATE", "soon")]));
    expect(await logged()).toEqual([]);

    await file(database, filing([took({ keys: [my("talk")] }), says("DATE", "soon")]), first());
    expect(await logged()).toHaveLength(8);
  });

  test("that is only tried leaves nothing", async () => {
    await fileReports(database, [filingSchema.parse(first())], { dryRun: true });

    expect(await logged()).toEqual([]);
  });
});

describe("a retraction", () => {
  test("of one of two reports updates what both report", async () => {
    await mustFile(database, first());
    const [filed] = await mustFile(database, second([says("PARTICIPANTS", { party: "FR" })]));
    start = await lastSeq(database);

    await retractReport(database, { id: filed?.reportId ?? "", reason: "wrong", actor: "desk" });

    expect(await logged()).toEqual([
      {
        thing: `CONTACT ${my("talk")}`,
        kind: "UPDATED",
        versions: "2→3",
        parties: ["BY", "FR", "RU"],
        evict: ["party FR", `report ${my("second")}`],
      },
      { ...plain(`REPORT ${my("second")}`, "RETRACTED"), parties: ["BY", "FR", "RU"] },
    ]);
  });

  test("of the only report retracts what it reports", async () => {
    const [filed] = await mustFile(database, first());
    await logged();

    await retractReport(database, { id: filed?.reportId ?? "", reason: "wrong", actor: "desk" });

    expect(await logged()).toEqual([
      {
        thing: `AGREEMENT ${my("pact")}`,
        kind: "RETRACTED",
        versions: "1→2",
        parties: ["RU"],
        evict: ["party RU", `person ${my("ann")}`, `report ${my("first")}`],
      },
      {
        thing: `CONTACT ${my("talk")}`,
        kind: "RETRACTED",
        versions: "1→2",
        parties: ["BY", "RU"],
        evict: talkEvicts(),
      },
      { ...plain(`REPORT ${my("first")}`, "RETRACTED"), parties: ["BY", "RU"] },
    ]);
  });

  test("is made up for by another report, which creates again", async () => {
    const [filed] = await mustFile(database, first());
    await retractReport(database, { id: filed?.reportId ?? "", reason: "wrong", actor: "desk" });
    start = await lastSeq(database);

    await mustFile(database, second([says("PARTICIPANTS", { party: "FR" })]));

    expect(await logged()).toMatchObject([
      { thing: `CONTACT ${my("talk")}`, kind: "CREATED", versions: "2→3", parties: ["FR"] },
      { thing: `OUTLET ${my("gazette")}` },
      { thing: `REPORT ${my("second")}`, kind: "CREATED", parties: ["FR"] },
    ]);
  });

  test("of a claim updates its report, and a contact that others report as well, with the parties that it lost", async () => {
    await mustFile(database, first());
    await mustFile(database, second([says("PARTICIPANTS", { party: "FR" })]));
    const claim = await prisma.claim.findFirstOrThrow({
      where: { value: '{"party":"FR"}' },
      orderBy: LATEST,
    });
    start = await lastSeq(database);

    await retractClaim(database, { id: claim.id, reason: "wrong", actor: "desk" });

    expect(await logged()).toEqual([
      {
        thing: `CONTACT ${my("talk")}`,
        kind: "UPDATED",
        versions: "2→3",
        parties: ["BY", "FR", "RU"],
        evict: ["party FR"],
      },
      { ...plain(`REPORT ${my("second")}`, "UPDATED"), parties: ["BY", "FR", "RU"] },
    ]);
  });
});

const LATEST = { recordedAt: "desc" } as const;

test("an inference is a report of the editors', and updates the contact", async () => {
  await mustFile(database, first());
  await logged();

  await inferValue(database, {
    subject: { contact: idOf("contact", my("talk")) },
    field: "PLACE",
    value: "Minsk",
    reason: "so it seems",
    actor: my("desk"),
  });

  const changes = await logged();
  expect(changes.filter(({ thing }) => thing !== "OUTLET readout-editors")).toEqual([
    { thing: `CONTACT ${my("talk")}`, kind: "UPDATED", versions: "1→2", parties: ["BY", "RU"], evict: [] },
    // It counts for nothing that is shown as a report on the contact.
    { ...plain(`REPORT Reading of place by ${my("desk")}`, "CREATED"), parties: [] },
  ]);
});

test("a merge retracts the one and updates the other, and its undoing creates the one again", async () => {
  await mustFile(
    database,
    first(),
    filing([took({ keys: [my("chat")] }), says("PARTICIPANTS", { party: "FR" })], {
      idempotencyKey: my("other"),
    }),
  );
  const [from, into] = [idOf("contact", my("chat")), idOf("contact", my("talk"))];
  start = await lastSeq(database);

  const merge = await mergeContacts(database, { from, into, reason: "the same", actor: "desk" });

  expect(await logged()).toEqual([
    {
      thing: `CONTACT ${my("chat")}`,
      kind: "RETRACTED",
      versions: "1→2",
      parties: ["FR"],
      evict: ["party FR", `report ${my("other")}`],
    },
    {
      thing: `CONTACT ${my("talk")}`,
      kind: "UPDATED",
      versions: "1→2",
      parties: ["BY", "FR", "RU"],
      evict: ["party FR", `report ${my("other")}`],
    },
  ]);

  await undoMerge(database, { id: merge, reason: "not the same", actor: "desk" });

  expect(await logged()).toMatchObject([
    { thing: `CONTACT ${my("chat")}`, kind: "CREATED", versions: "2→3", parties: ["FR"] },
    { thing: `CONTACT ${my("talk")}`, kind: "UPDATED", versions: "2→3", parties: ["BY", "FR", "RU"] },
  ]);
});

describe("a rebuild", () => {
  test("of what is right leaves nothing", async () => {
    await mustFile(database, first(), second());
    await logged();

    await rebuild(database);

    expect(await logged()).toEqual([]);
  });

  test("tells what it mends", async () => {
    await mustFile(database, first());
    await prisma.$executeRaw`
      UPDATE contact_version SET state = jsonb_set(state, '{title}', '"Wrong"')
      WHERE contact_id = ${idOf("contact", my("talk"))}::uuid`;
    start = await lastSeq(database);

    await rebuild(database);

    expect(await logged()).toMatchObject([
      { thing: `CONTACT ${my("talk")}`, kind: "UPDATED", versions: "1→2", parties: ["BY", "RU"] },
    ]);
  });
});

describe("a statement of anybody's, as by psql,", () => {
  const talk = () => idOf("contact", my("talk"));
  const run = (sql: string) => prisma.$executeRawUnsafe(sql);
  beforeEach(async () => {
    await mustFile(database, first());
    start = await lastSeq(database);
  });

  test("that changes a thing is logged", async () => {
    await run(`UPDATE contact SET title = 'Another' WHERE id = '${talk()}'`);
    expect(await logged()).toEqual([
      { thing: `CONTACT ${my("talk")}`, kind: "UPDATED", versions: "1→1", parties: ["BY", "RU"], evict: [] },
    ]);

    await run(`UPDATE person SET name = 'Anne' WHERE slug = '${my("ann")}'`);
    expect(await logged()).toEqual([plain(`PERSON ${my("ann")}`, "UPDATED")]);

    await run(`UPDATE party SET name = 'Liga' WHERE key = '${my("league")}'`);
    expect(await logged()).toEqual([
      { ...plain(`PARTY ${my("league")}`, "UPDATED"), parties: [my("league")] },
    ]);
  });

  test("that changes nothing is not", async () => {
    await run("UPDATE contact SET title = title");
    await run("UPDATE report SET title = title");
    await run("UPDATE contact_party SET sort_day = sort_day");
    await run("DELETE FROM topic WHERE false");
    await run(`INSERT INTO topic SELECT * FROM topic ON CONFLICT DO NOTHING`);

    expect(await logged()).toEqual([]);
  });

  test("that takes a party from a contact concerns that party", async () => {
    await run(
      `DELETE FROM contact_party WHERE contact_id = '${talk()}' AND party_id = '${idOf("party", "BY")}'`,
    );

    expect(await logged()).toEqual([
      {
        thing: `CONTACT ${my("talk")}`,
        kind: "UPDATED",
        versions: "1→1",
        parties: ["BY", "RU"],
        evict: ["party BY"],
      },
    ]);
  });

  test("that puts one party in another's place concerns both", async () => {
    const [belarus, france] = [idOf("party", "BY"), idOf("party", "FR")];
    await run(
      `UPDATE contact_party SET party_id = '${france}' WHERE contact_id = '${talk()}' AND party_id = '${belarus}'`,
    );

    expect(await logged()).toMatchObject([{ parties: ["BY", "FR", "RU"], evict: ["party BY", "party FR"] }]);
  });

  test("that moves a part concerns the thing that loses it and the one that gains it", async () => {
    await mustFile(database, filing([took({ keys: [my("chat")] })], { idempotencyKey: my("other") }));
    start = await lastSeq(database);

    await run(
      `UPDATE contact_topic SET contact_id = '${idOf("contact", my("chat"))}' WHERE contact_id = '${talk()}'`,
    );

    expect(await logged()).toMatchObject([
      { thing: `CONTACT ${my("chat")}`, evict: [`topic ${my("grain")}`] },
      { thing: `CONTACT ${my("talk")}`, evict: [`topic ${my("grain")}`] },
    ]);
  });

  test("that deletes a thing after what belongs to it tells nobody of a thing that is not there", async () => {
    const report = idOf("report", my("first"));
    await prisma.$transaction(async (statements) => {
      const inOrder = [
        ...["participation", "contact_party", "contact_topic", "contact_agreement", "contact_report"],
        ...["contact_key", "contact_version"],
      ].map((table) => `DELETE FROM ${table} WHERE contact_id = '${talk()}'`);
      for (const sql of [
        `DELETE FROM claim WHERE contact_id = '${talk()}'`,
        ...inOrder,
        `DELETE FROM contact WHERE id = '${talk()}'`,
        `UPDATE report SET title = 'About to go' WHERE id = '${report}'`,
        `DELETE FROM claim WHERE report_id = '${report}'`,
        `DELETE FROM agreement_report WHERE report_id = '${report}'`,
        `UPDATE write SET report_id = NULL WHERE report_id = '${report}'`,
        `DELETE FROM report WHERE id = '${report}'`,
      ]) {
        await statements.$executeRawUnsafe(sql);
      }
    });

    const changes = await logged();
    expect(changes).toMatchObject([
      { thing: `AGREEMENT ${my("pact")}`, kind: "UPDATED" },
      { thing: "CONTACT gone", kind: null, versions: "1→0", parties: ["BY", "RU"] },
      { thing: "REPORT gone", kind: null },
    ]);
  });

  test("that is taken back leaves nothing, and what follows it is logged", async () => {
    await expect(
      prisma.$transaction(async (statements) => {
        await statements.$executeRawUnsafe(`UPDATE contact SET title = 'Another' WHERE id = '${talk()}'`);
        throw new Error("taken back");
      }),
    ).rejects.toThrow("taken back");
    expect(await logged()).toEqual([]);

    await run(`DO $$ BEGIN
      BEGIN
        UPDATE contact SET title = 'Another' WHERE id = '${talk()}';
        RAISE 'taken back';
      EXCEPTION WHEN raise_exception THEN
      END;
      UPDATE topic SET label = 'Another' WHERE slug = '${my("grain")}';
    END $$`);
    expect(await logged()).toEqual([plain(`TOPIC ${my("grain")}`, "UPDATED")]);
  });

  test("that creates and retracts in one transaction tells of neither", async () => {
    await run(`DO $$ BEGIN
      INSERT INTO report (id, outlet_id, title, kind, sort_day, digest, recorded_at)
        SELECT gen_random_uuid(), id, '${my("short")}', 'ARTICLE', 0, '${my("short")}', now() FROM outlet WHERE slug = '${my("wire")}';
      UPDATE report SET retracted_at = now() WHERE title = '${my("short")}';
    END $$`);

    expect(await logged()).toMatchObject([{ thing: `REPORT ${my("short")}`, kind: null }]);
  });

  test("that hides a contact and shows it again updates it", async () => {
    await run(`DO $$ BEGIN
      UPDATE contact SET shown = false WHERE id = '${talk()}';
      UPDATE contact SET title = 'Hidden' WHERE id = '${talk()}';
      UPDATE contact SET shown = true WHERE id = '${talk()}';
    END $$`);

    expect(await logged()).toMatchObject([{ thing: `CONTACT ${my("talk")}`, kind: "UPDATED" }]);
  });

  test("is logged at its time, whatever form the session has for times", async () => {
    await prisma.$transaction(async (statements) => {
      await statements.$executeRaw`SET LOCAL DateStyle = 'SQL, DMY'`;
      await statements.$executeRaw`SET LOCAL TimeZone = 'Asia/Kolkata'`;
      await statements.$executeRaw`UPDATE topic SET label = 'Another' WHERE slug = ${my("grain")}`;
    });

    const [row] = await prisma.$queryRaw<{ late: number }[]>`
      SELECT extract(epoch FROM clock_timestamp() - at)::int AS late FROM change ORDER BY seq DESC LIMIT 1`;
    expect(Math.abs(row?.late ?? Number.NaN)).toBeLessThan(3600);
  });

  test("is logged after all before it, and later in time, whatever the clock says", async () => {
    await run(`UPDATE change SET at = now() + interval '1 day' WHERE seq = (SELECT max(seq) FROM change)`);

    await run(`UPDATE topic SET label = 'Later' WHERE slug = '${my("grain")}'`);
    await mustFile(database, second());

    const rows = await prisma.change.findMany({ orderBy: { seq: "asc" }, where: { seq: { gte: start } } });
    const times = [...new Set(rows.map(({ at }) => at.getTime()))];
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    expect(new Set(rows.map(({ transaction }) => transaction)).size).toBe(3);
  });
});

test("a key is logged when it is revoked or changed, not when it is made or used", async () => {
  const { id } = await createKey(prisma, { name: my("key"), role: "EDITOR", expiresAt: null });
  await prisma.apiKey.update({ where: { id }, data: { lastUsedAt: new Date() } });
  expect(await logged()).toEqual([]);

  await revokeKey(prisma, id);
  expect(await logged()).toEqual([plain(`KEY ${my("key")}`, null)]);

  await prisma.apiKey.update({ where: { id }, data: { role: "READER" } });
  expect(await logged()).toEqual([plain(`KEY ${my("key")}`, null)]);

  await prisma.apiKey.delete({ where: { id } });
  expect(await logged()).toEqual([plain("KEY gone", null)]);
});

test("rows as they were and as they are are joined by their ids, however the writer plans its own statements", async () => {
  const functions = await prisma.$queryRaw<{ name: string; settings: string[] }[]>`
    SELECT proname AS name, proconfig AS settings FROM pg_proc
    WHERE proname LIKE 'log%' AND prorettype = 'trigger'::regtype`;
  const settings = new Map(functions.map(({ name, settings }) => [name, settings ?? []]));
  // To replace a function takes its settings away.
  expect(settings.get("log_shown")).toEqual(
    expect.arrayContaining(["enable_hashjoin=on", "enable_nestloop=off"]),
  );
  for (const [name, own] of settings)
    expect(own, name).toContainEqual(expect.stringContaining("search_path"));
});
