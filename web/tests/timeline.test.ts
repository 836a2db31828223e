import { expect, it } from "vitest";
import { type Lane, type Mark, rowsOf } from "../relationship/drawing.ts";

/** Where the marks of a timeline lie. */

const mark = (from: number, to: number, lane: Lane = "CALL"): Mark => ({
  id: `${lane} ${from} ${to}`,
  lane,
  title: "",
  address: "contact",
  from,
  to,
  isRange: false,
  isInferred: false,
});
const rows = (...marks: Mark[]) => {
  const found = rowsOf(marks, ({ from, to }) => [from, to]);
  return marks.map((one) => found.get(one));
};

it("lie on the line of their lane where they cover no other", () => {
  expect(rows(mark(20, 30), mark(0, 10), mark(10, 20), mark(0, 10, "VISIT"))).toEqual([0, 0, 0, 0]);
});

it("lie in rows where several are at one place, or within a range", () => {
  expect(rows(mark(0, 10), mark(0, 10), mark(0, 10))).toEqual([0, 1, 2]);
  expect(rows(mark(0, 100), mark(20, 30), mark(40, 50), mark(45, 55))).toEqual([0, 1, 1, 2]);
});

it("begin again with the row that is free soonest where there are more than rows", () => {
  expect(rows(mark(0, 10), mark(1, 9), mark(2, 12), mark(3, 13), mark(9.5, 19.5))).toEqual([0, 1, 2, 1, 0]);
});
