import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { slugSchema } from "../../src/report/filing.ts";
import { fold, searchQuery, slugFor } from "../../src/search/words.ts";
import { testDatabase } from "../testkit/database.ts";

const { prisma } = await testDatabase();

describe("folded text", () => {
  test.each([
    ["Škoda, Łódź", "skoda lodz"],
    ["  a  b\t\nc ", "a b c"],
    ["Путин", "putin"],
    ["Аляксандр Лукашэнка", "alyaksandr lukashenka"],
    ["G7 & G-20!", "g7 g 20"],
    ["Côte d’Ivoire", "cote d ivoire"],
    ["é", "e"],
    ["É", "e"],
    ["ﬁne", "fine"],
    ["", ""],
    [" ,.;", ""],
  ])("of %j is %j", (text, folded) => {
    expect(fold(text)).toBe(folded);
  });

  it("is words of ASCII letters and digits with one space between, whatever the text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        expect(fold(text)).toMatch(/^([a-z0-9]+( [a-z0-9]+)*)?$/);
      }),
    );
  });

  it("folds to itself", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (text) => {
        expect(fold(fold(text))).toBe(fold(text));
      }),
    );
  });

  it("is the same for composed and decomposed letters", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (text) => {
        expect(fold(text.normalize("NFD"))).toBe(fold(text.normalize("NFC")));
      }),
    );
  });
});

describe("a slug", () => {
  test.each([
    ["Development Plan for the Union State", "development-plan-for-the-union-state"],
    ["Газпром", "gazprom"],
    ["--", "unnamed"],
    ["", "unnamed"],
    ["x".repeat(150), "x".repeat(100)],
    // The hundredth character would be a hyphen.
    [`${"x".repeat(99)} y`, "x".repeat(99)],
  ])("for %j is %j", (name, slug) => {
    expect(slugFor(name)).toBe(slug);
  });

  it("is one that a filing may hold, whatever the name", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 300 }), (name) => {
        expect(slugSchema.safeParse(slugFor(name)).success).toBe(true);
      }),
    );
  });
});

describe("a search query", () => {
  test.each([
    ["media company", "media & company:*"],
    ["Łód", "lod:*"],
    [" a,b ", "a & b:*"],
    ["", null],
    ["&|!()<->:*", null],
  ])("for %j is %j", (text, query) => {
    expect(searchQuery(text)).toBe(query);
  });

  it("has at most twenty words, the first of the text", () => {
    const words = Array.from({ length: 30 }, (_, index) => `w${index}`);

    expect(searchQuery(words.join(" "))?.split(" & ")).toEqual([...words.slice(0, 19), "w19:*"]);
  });

  test.each([
    ["operators", "a & !b | (c <-> d):*"],
    ["quotes", `'a' "b" \\'c`],
    ["a statement", "'; DROP TABLE search_entry; --"],
    ["NUL", "a\0b"],
    ["half a surrogate pair", "a\ud800b"],
    ["the longest word that there can be", "a".repeat(2046)],
    ["a character that is many letters", "ﷺ".repeat(50)],
    ["a hundred thousand words", "word ".repeat(100_000)],
  ])("is one that PostgreSQL reads, also for %s", async (_, text) => {
    const query = searchQuery(text);

    const rows = await prisma.$queryRaw<{ query: string }[]>`
      SELECT to_tsquery('pg_catalog.simple', ${query})::text AS query`;

    expect(query).not.toBeNull();
    expect(rows[0]?.query).not.toBe("");
  });

  test.each([
    ["a word", "a".repeat(2047)],
    ["one of two words", `b ${"a".repeat(5000)} c`],
  ])("is none where %s is longer than any that PostgreSQL indexes", (_, text) => {
    expect(searchQuery(text)).toBeNull();
  });

  it("finds a title by all its words, in any script, and by the beginning of the last", async () => {
    const found = async (text: string) => {
      const [row] = await prisma.$queryRaw<{ found: boolean }[]>`
        SELECT search_vector(${fold("Škoda works of Łódź")}, '') @@
               to_tsquery('pg_catalog.simple', ${searchQuery(text)}) AS found`;
      return row?.found;
    };

    expect(await found("lodz SKODA")).toBe(true);
    expect(await found("łódź wor")).toBe(true);
    expect(await found("wor łódź")).toBe(false);
    expect(await found("skoda minsk")).toBe(false);
  });

  it("is read by PostgreSQL for whatever text", async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: "binary" }), async (text) => {
        const query = searchQuery(text);
        fc.pre(query !== null);
        await prisma.$queryRaw`SELECT to_tsquery('pg_catalog.simple', ${query})::text`;
      }),
      { numRuns: 50 },
    );
  });
});
