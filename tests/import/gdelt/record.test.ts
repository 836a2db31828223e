import { afterEach, describe, expect, it } from "vitest";
import { inferValue } from "../../../src/claim/infer.ts";
import { keepEvents, keptEvents } from "../../../src/feed/gdelt.ts";
import { GdeltReader } from "../../../src/import/gdelt/gdelt.ts";
import type { Filing } from "../../../src/report/filing.ts";
import { fileReports } from "../../../src/report/write.ts";
import { emptyRecord, filing, says, took } from "../../report/made.ts";
import { testDatabase } from "../../testkit/database.ts";
import { file } from "../../testkit/filings.ts";
import { eventRow, type Made, mentionRow } from "./rows.ts";

const database = await testDatabase();
const { prisma } = database;

afterEach(() => emptyRecord(database));

function filings(...events: readonly Made[]): Filing[] {
  const read = new GdeltReader().begin(eventRow());
  return events.map((made) => {
    const [item] = read(eventRow(made));
    if (item?.kind !== "filing") throw new Error(`Not taken: ${JSON.stringify(item)}`);
    return item.filing;
  });
}

const outcomes = async (some: readonly Filing[]) =>
  (await fileReports(database, some)).map((result) =>
    result.outcome === "rejected"
      ? result.reason.code
      : result.outcome === "created" && result.isMerge
        ? "merged"
        : result.outcome,
  );

describe("events of GDELT in the record", () => {
  it("are one contact with a report for each article, whichever side they are told from", async () => {
    const some = filings(
      { code: "042", first: ["RUS"], second: ["BLR"], url: url(1) },
      { code: "043", first: ["BLR"], second: ["RUS"], url: url(2) },
      { code: "043", first: ["BLR"], second: ["RUS"], url: url(1) },
    );
    expect(await outcomes(some)).toEqual(["created", "merged", "CONFLICT"]);
    expect(
      await prisma.contact.findMany({
        select: { kind: true, reportCount: true, independentOutlets: true, title: true },
      }),
    ).toEqual([
      { kind: "VISIT", reportCount: 2, independentOutlets: 2, title: "Visit of Russia to Belarus" },
    ]);
  });

  it("change nothing when they come again", async () => {
    const some = filings({ id: 1, url: url(1) }, { id: 2, url: url(2) }, { id: 3, code: "057" });
    await outcomes(some);
    expect(await outcomes(some)).toEqual(["unchanged", "unchanged", "unchanged"]);
    expect(await prisma.agreement.count()).toBe(1);
  });

  it.each(["STATES", "HEDGES"] as const)(
    "do not outweigh one report that a human filed and that %s, however many they are",
    async (stance) => {
      const some = filings(...[1, 2, 3].map((number) => ({ url: url(number) })));
      await outcomes(some);
      const contact = await prisma.contact.findFirstOrThrow();
      await file(
        database,
        filing([
          took({ kind: "CALL", parties: ["RU", "BY"], date: "2019-10-23", keys: contactKeys(some) }),
          says("DATE", "2019-10-23", stance),
        ]),
      );
      const after = await prisma.contact.findUniqueOrThrow({ where: { id: contact.id } });
      expect([contact.dateEdtf, after.dateEdtf]).toEqual(["2019-10-24", "2019-10-23"]);
    },
  );

  it("do not outweigh what an editor infers", async () => {
    await outcomes(filings(...[1, 2, 3].map((number) => ({ url: url(number) }))));
    const { id } = await prisma.contact.findFirstOrThrow();
    await inferValue(database, {
      subject: { contact: id },
      field: "DATE",
      value: "2019-10-23",
      reason: "the articles are of the day after",
      actor: "desk",
    });
    expect(await prisma.contact.findUniqueOrThrow({ where: { id } })).toMatchObject({
      dateEdtf: "2019-10-23",
    });
  });

  it("describe the organizations that they name", async () => {
    await outcomes(filings({ code: "040", first: ["IGOEUREEC", "THE EU", "EUR", "IGO"] }));
    expect(await prisma.party.findUnique({ where: { key: "european-union" } })).toMatchObject({
      kind: "ORGANIZATION",
      name: "European Union",
    });
  });
});

describe("events that are kept for the next run", () => {
  const reader = (...events: readonly number[]) => {
    const made = new GdeltReader();
    const read = made.begin(eventRow());
    for (const id of events) read(eventRow({ id }));
    return made;
  };

  it("are the latest, in their order, however often one is read; one that is no longer taken is passed over", async () => {
    await keepEvents(database, reader(1, 2, 3).takeEvents(), 3);
    await keepEvents(database, reader(1, 4).takeEvents(), 3);
    const kept = await keptEvents(database);
    expect(kept.map(({ id }) => id)).toEqual(["3", "1", "4"]);

    const other = { ...JSON.parse(kept[0]?.row ?? ""), code: "190" };
    const next = new GdeltReader([{ id: "3", row: JSON.stringify(other) }, ...kept.slice(1)]);
    const read = next.begin(mentionRow(1, 50));
    const told = [1, 2, 3, 4].map((id) => read(mentionRow(id, 50, url(id))).length);
    expect(told).toEqual([1, 0, 0, 1]);
  });

  it("are given once", () => {
    const made = reader(1, 2);
    expect([made.takeEvents().length, made.takeEvents().length]).toEqual([2, 0]);
  });
});

const url = (number: number) => `https://paper-${number}.example/story`;

function contactKeys(some: readonly Filing[]): string[] {
  return some
    .slice(0, 1)
    .flatMap(({ claims }) =>
      claims.flatMap(({ subject }) => ("newContact" in subject ? (subject.newContact.keys ?? []) : [])),
    );
}
