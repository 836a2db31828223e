import { describe, expect, it } from "vitest";
import { OF_CONTACT } from "../../src/changes/aspects.ts";
import type { Change, ListedContact } from "../../src/changes/log.ts";
import { contactsDependency } from "../../src/contact/dependency.ts";
import { dayNumber, UNDATED } from "../../src/time/date.ts";
import { changeOfContact, listedContact } from "../testkit/changes.ts";

const [A, B] = ["00000000-0000-5000-8000-00000000000a", "00000000-0000-5000-8000-00000000000b"] as const;

/** A contact of A on a day; null for one without a date. */
function contact(day: string | null, kind = "CALL"): ListedContact {
  const sortDay = day === null ? UNDATED : dayNumber(day);
  return listedContact({
    kind,
    sortDay,
    earliest: day,
    latest: day,
    isDated: day !== null,
    partyIds: [A],
  });
}

function change(before: ListedContact | null, after: ListedContact | null, aspects: number): Change {
  return changeOfContact(B, { before: 1, after: 2, listed: { before, after }, aspects });
}

describe("what contacts are counted by year for", () => {
  const counted = contactsDependency(null, { parties: [A] }, OF_CONTACT.date, "YEAR");
  const isChangedBy = (
    before: ListedContact | null,
    after: ListedContact | null,
    aspects = OF_CONTACT.date,
  ) => counted.isChangedBy(change(before, after, aspects));

  it.each([
    ["one comes", null, contact("2024-03-16"), true],
    ["one goes", contact("2024-03-16"), null, true],
    ["one is of another year", contact("2024-01-01"), contact("2023-12-31"), true],
    ["one gets a date", contact(null), contact("2024-03-16"), true],
    ["one loses its date", contact("2024-03-16"), contact(null), true],
    ["one is of another day of the year", contact("2024-01-01"), contact("2024-12-31"), false],
    ["one stays without a date", contact(null), contact(null), false],
  ])("%s", (_, before, after, expected) => {
    expect(isChangedBy(before, after)).toBe(expected);
  });

  it("is not changed by what is not counted", () => {
    const [call, visit] = [contact("2024-03-16"), contact("2024-03-16", "VISIT")];
    expect(isChangedBy(call, visit, OF_CONTACT.kind)).toBe(false);
    const byKind = contactsDependency(null, { parties: [A] }, OF_CONTACT.date | OF_CONTACT.kind, "YEAR");
    expect(byKind.isChangedBy(change(call, visit, OF_CONTACT.kind))).toBe(true);
  });

  it("is not changed by others' contacts", () => {
    const others = contactsDependency(null, { parties: [B] }, OF_CONTACT.date, "YEAR");
    expect(others.isChangedBy(change(null, contact("2024-03-16"), OF_CONTACT.date))).toBe(false);
  });
});
