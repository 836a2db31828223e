import { describe, expect, it } from "vitest";
import { OF_FEED, OF_LIST, readAsked } from "../../../src/server/formats/asked.ts";

const read = (query: string, takes = OF_FEED) => readAsked(new URLSearchParams(query), takes);

describe("a query string", () => {
  it.each([
    ["between=RU,BY", { parties: { allOf: ["RU", "BY"] } }],
    ["between=RU&between=BY", { parties: { allOf: ["RU", "BY"] } }],
    [
      "anyOf=RU&noneOf=US&exactly=RU,%20BY",
      { parties: { anyOf: ["RU"], noneOf: ["US"], exactly: ["RU", "BY"] } },
    ],
    ["kinds=call,VISIT", { kinds: ["CALL", "VISIT"] }],
    ["people=a&topics=b,c&outlets=d", { people: ["a"], topics: ["b", "c"], outlets: ["d"] }],
    ["from=2024-03-01", { during: { from: "2024-03-01", to: null, match: "POSSIBLE" } }],
    ["to=2024-03-31&match=certain", { during: { from: null, to: "2024-03-31", match: "CERTAIN" } }],
    ["minIndependentOutlets=2&disputed=false", { minIndependentOutlets: 2, disputed: false }],
    ['kinds=CALL&filter={"not":{"topics":["a"]}}', { kinds: ["CALL"], and: [{ not: { topics: ["a"] } }] }],
    ["text=media+company,+and+more", { text: "media company, and more" }],
  ])("%s is a filter of the API", (query, filter) => {
    expect(read(query).filter).toMatchObject(filter);
  });

  it("without a parameter asks for the last fifty of all that were recorded", () => {
    const { filter, ...more } = read("");
    expect(Object.values(filter).every((value) => value == null)).toBe(true);
    expect(more).toEqual({ orderBy: "RECORDED_DESC", asOf: null, first: 50 });
  });

  it.each([
    ["kind=CALL", "kind", "kinds"],
    ["asOf=2024-01-01T00:00:00Z", "asOf", "between"],
    ["kinds=TALK", "kinds", "CALL, SUMMIT, VISIT, ENCOUNTER, EXCHANGE"],
    ["kinds=", "kinds", "kinds=CALL,VISIT"],
    ["between=RU,", "between", "between=RU,BY"],
    ["from=2024-02-30", "from", "2024-03-01"],
    ["from=yesterday", "from", "2024-03-01"],
    ["from=2024-01-01&from=2024-01-02", "from", "2024-03-01"],
    ["match=maybe", "match", "POSSIBLE or CERTAIN"],
    ["disputed=1", "disputed", "true or false"],
    ["minIndependentOutlets=-1", "minIndependentOutlets", "whole number"],
    ["first=0", "first", "1 to 200"],
    ["first=201", "first", "1 to 200"],
    ["first=1e2", "first", "1 to 200"],
    ["orderBy=DATE", "orderBy", "DATE_DESC"],
    ["text=%20", "text", "words"],
    ["%3Cscript%3E=1", "<script>", "between"],
  ])("%s is refused, with the parameter and what it takes", (query, parameter, expected) => {
    const refused = () => read(query);
    expect(refused).toThrow(parameter);
    expect(refused).toThrow(
      expect.objectContaining({ inputPath: [parameter], expected: expect.stringContaining(expected) }),
    );
  });

  it.each([
    ["filter=", "not what it may be"],
    ["filter=kinds", "no JSON object"],
    ["filter=[1]", "no ContactFilter"],
    ['filter={"kinds":["TALK"]}', "TALK"],
    ['filter={"color":1}', "color"],
    ['filter={"during":{"from":"2024-02-30"}}', "2024-02-30"],
  ])("%s is refused: it is %s", (query, why) => {
    expect(() => read(query)).toThrow(why);
    expect(() => read(query)).toThrow(expect.objectContaining({ code: "INVALID_INPUT" }));
  });

  it.each(["2024-02-30T00:00:00Z", "2024-01-01", "2024-01-01T25:00:00Z", "2024-01-01T00:00:00+01:00"])(
    "%s is no moment",
    (asOf) => {
      expect(() => read(`asOf=${encodeURIComponent(asOf)}`, OF_LIST)).toThrow("asOf");
    },
  );
});
