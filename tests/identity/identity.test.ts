import fc from "fast-check";
import { v5 } from "uuid";
import { describe, expect, it, test } from "vitest";
import { idOf, type Kind, partySetId } from "../../src/identity/identity.ts";

describe("the id of a thing", () => {
  // They are in every database and in every client's links: a change of them is a break.
  test.each<[Kind, string, string]>([
    ["party", "RU", "901b421d-f3b0-51e8-b047-018458622545"],
    ["person", "vladimir-putin", "4da2889b-1607-5429-a619-cbdb8ba425bb"],
    ["report", "first-record:article", "144d55e2-f18f-5929-be02-63737147f1a3"],
  ])("%s %s never changes", (kind, key, id) => {
    expect(idOf(kind, key)).toBe(id);
  });

  it("is a UUID of version 5", () => {
    expect(idOf("topic", "gas")).toMatch(
      /^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    );
  });

  it("is that of RFC 9562 for any key, of what is asked for once as well", () => {
    fc.assert(
      fc.property(fc.constantFrom<Kind>("topic", "claim"), fc.string({ unit: "binary" }), (kind, key) => {
        expect(idOf(kind, key)).toBe(v5(`${kind}:${key}`, "5f0c86f1-6f2a-4f6b-9c0e-0a4a1d2f7c55"));
      }),
    );
  });

  it("differs by kind and by key", () => {
    const ids = [idOf("topic", "a"), idOf("topic", "b"), idOf("office", "a"), idOf("topic", "A")];

    expect(new Set(ids).size).toBe(ids.length);
  });

  it("is the same asked again, after many others, and for a key that is too long to be kept", () => {
    const keys = ["a", "é\ud800", "x".repeat(1000)];
    const first = keys.map((key) => idOf("topic", key));
    for (let number = 0; number < 25_000; number++) idOf("topic", `other ${number}`);

    expect(keys.map((key) => idOf("topic", key))).toEqual(first);
    expect(keys.map((key) => idOf("topic", key))).toEqual(first);
  });
});

describe("the id of a set of parties", () => {
  it("never changes", () => {
    expect(partySetId(["RU", "BY"])).toBe("4c2d7ee4-efb4-582f-b5a0-0d1382c96eac");
  });

  it("depends neither on their order nor on how often each is named", () => {
    expect(partySetId(["BY", "RU", "BY"])).toBe(partySetId(["RU", "BY"]));
  });

  it("differs by party", () => {
    expect(partySetId(["RU"])).not.toBe(partySetId(["RU", "BY"]));
  });

  it("of no parties is none", () => {
    expect(partySetId([])).toBeNull();
  });
});
