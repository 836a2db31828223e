import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { InvalidInput } from "../../src/errors/errors.ts";
import { DEFAULT_SIZE, MOST, type PageArguments, readPage, writeCursor } from "../../src/paging/page.ts";

const ORDERING = { name: "contacts by date", columns: 2 };

function refusal(args: PageArguments, ordering = ORDERING): InvalidInput {
  try {
    readPage(args, ordering);
  } catch (error) {
    if (error instanceof InvalidInput) return error;
    throw error;
  }
  throw new Error("It was taken");
}

describe("the arguments of a connection", () => {
  test.each<[string, PageArguments, object]>([
    ["nothing", {}, { size: DEFAULT_SIZE, backward: false }],
    [
      "nulls",
      { first: null, last: null, after: null, before: null },
      { size: DEFAULT_SIZE, backward: false },
    ],
    ["first", { first: 5 }, { size: 5, backward: false }],
    ["last", { last: 5 }, { size: 5, backward: true }],
    ["first of none", { first: 0 }, { size: 0, backward: false }],
    ["last of none", { last: 0 }, { size: 0, backward: true }],
    ["the most", { first: MOST }, { size: MOST, backward: false }],
    ["last beside a null first", { first: null, last: 3 }, { size: 3, backward: true }],
  ])("may be %s", (_, args, page) => {
    expect(readPage(args, ORDERING)).toEqual({ after: null, before: null, ...page });
  });

  test.each<[keyof PageArguments, number]>([
    ["first", -1],
    ["first", MOST + 1],
    ["first", 1.5],
    ["first", Number.NaN],
    ["last", -1],
    ["last", MOST + 1],
    ["last", Number.POSITIVE_INFINITY],
  ])("cannot be %s: %d", (argument, size) => {
    expect(refusal({ [argument]: size })).toMatchObject({
      message: `"${argument}" must be from 0 to 200, and is ${size}`,
      inputPath: [argument],
      expected: "a whole number from 0 to 200",
    });
  });

  it("cannot be first and last together", () => {
    expect(refusal({ first: 1, last: 1 })).toMatchObject({ inputPath: ["last"], got: "1" });
  });
});

describe("a cursor", () => {
  const anyPosition = fc.tuple(
    fc.string({ unit: "grapheme", maxLength: 200 }).filter((text) => !text.includes("\0")),
    fc.string({ unit: "binary", maxLength: 50 }).filter((text) => !text.includes("\0")),
  );

  it("comes back as the position that it was made of", () => {
    fc.assert(
      fc.property(anyPosition, (position) => {
        const cursor = writeCursor(ORDERING.name, position);

        expect(cursor).toMatch(/^[A-Za-z0-9_-]+$/);
        expect(readPage({ after: cursor }, ORDERING).after).toEqual(position);
        expect(readPage({ before: cursor }, ORDERING).before).toEqual(position);
      }),
    );
  });

  it("may stand after and before at once", () => {
    const [from, to] = [writeCursor(ORDERING.name, ["1", "a"]), writeCursor(ORDERING.name, ["2", "b"])];

    expect(readPage({ after: from, before: to }, ORDERING)).toMatchObject({
      after: ["1", "a"],
      before: ["2", "b"],
    });
  });

  it("of another order, or of an order with other columns, is refused", () => {
    const cursor = writeCursor(ORDERING.name, ["1", "a"]);

    expect(refusal({ after: cursor }, { name: "contacts by reports", columns: 2 }).inputPath).toEqual([
      "after",
    ]);
    expect(refusal({ after: cursor }, { name: ORDERING.name, columns: 1 }).inputPath).toEqual(["after"]);
    expect(refusal({ after: cursor }, { name: ORDERING.name, columns: 3 }).inputPath).toEqual(["after"]);
  });

  const forge = (json: string) => Buffer.from(json).toString("base64url");
  test.each([
    ["empty", ""],
    ["no base64", "*&%"],
    ["padded", `${writeCursor(ORDERING.name, ["1", "a"])}=`],
    ["of standard base64", Buffer.from('["contacts by date","??>","ÿÿ"]').toString("base64")],
    ["no JSON", forge("hello")],
    ["no array", forge('{"0":"contacts by date"}')],
    ["of numbers", forge('["contacts by date",1,"a"]')],
    ["of nested arrays", forge('["contacts by date",["1"],"a"]')],
    ["of nulls", forge('["contacts by date",null,null]')],
    ["with NUL in it", forge('["contacts by date","\\u0000","a"]')],
    ["written with spaces", forge('["contacts by date", "1", "a"]')],
    ["with bits to spare", `${writeCursor(ORDERING.name, ["1", "a"])}A`],
    ["of invalid UTF-8", Buffer.from([0x5b, 0x22, 0xff, 0x22, 0x5d]).toString("base64url")],
    ["longer than any", writeCursor(ORDERING.name, ["1", "x".repeat(2000)])],
    ["of a deep array", forge("[".repeat(700))],
  ])("that is %s is refused, with its argument", (_, cursor) => {
    for (const argument of ["after", "before"] as const) {
      expect(refusal({ [argument]: cursor })).toMatchObject({
        code: "INVALID_INPUT",
        message: `"${argument}" is no cursor of this list`,
        inputPath: [argument],
        expected: "a cursor that this field gave, with the same order",
      });
    }
  });

  it("with any one character changed is refused or another position, never an error of another kind", () => {
    const cursor = writeCursor(ORDERING.name, ["19798", "5f0c86f1-6f2a-4f6b-9c0e-0a4a1d2f7c55"]);
    fc.assert(
      fc.property(fc.nat(cursor.length - 1), fc.string({ minLength: 1, maxLength: 1 }), (at, character) => {
        fc.pre(cursor.charAt(at) !== character);
        const forged = cursor.slice(0, at) + character + cursor.slice(at + 1);
        try {
          expect(readPage({ after: forged }, ORDERING).after).toHaveLength(2);
        } catch (error) {
          expect(error).toBeInstanceOf(InvalidInput);
        }
      }),
    );
  });
});
