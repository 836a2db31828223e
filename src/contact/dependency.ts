import { z } from "zod";
import type { ListDependency } from "../cache/evictions.ts";
import { type Aspects, OF_CONTACT, ROW } from "../changes/aspects.ts";
import type { Change, ListedContact } from "../changes/log.ts";
import { asks, FilterBudget, type Interval, isGiven } from "../database/conditions.ts";
import { idOf } from "../identity/identity.ts";
import type { Stretch } from "../paging/page.ts";
import { matchesParties } from "../party/filter.ts";
import { contactKinds } from "../report/filing.ts";
import { isFoundBy } from "../search/words.ts";
import { isoDay, UNDATED } from "../time/date.ts";
import { PERIODS, type Period, periodOf } from "../time/period.ts";
import type { ContactFilter } from "./filter.ts";
import type { ContactList, ContactOrder } from "./lists.ts";

/** What all contacts of a list have, beside what its filter asks: UUIDs. */
export interface Having {
  readonly parties?: readonly string[];
  readonly person?: string;
}

/**
 * A stretch of a list of contacts, or which ones are in it, as what is kept depends on it: changed by a contact that comes into it, leaves
 * it, or moves within. Where a change does not tell whether a filter holds, what may hold counts as holding.
 */
export function contactListDependency(
  { filter, orderBy }: ContactList,
  having: Having,
  stretch: Stretch | "members",
): ListDependency {
  const order = orderBy ?? "DATE_DESC";
  return {
    toJSON: () => ({ list: CONTACTS, filter, orderBy, having, stretch }),
    isChangedBy: (change) => {
      const sides = sidesOf(change, filter, having, ORDERED);
      if (typeof sides === "boolean") return sides;
      const { before, after, areTheSame } = sides;
      if (areTheSame && (stretch === "members" || isSamePlace(before.contact, after.contact, order)))
        return false;
      if (stretch !== "members" && change.id === stretch.more) {
        const rest = { after: stretch.last, last: null, more: null };
        const tellsStill = after.holds === true && isWithin(change.id, after.contact, order, rest);
        if (!tellsStill) return true;
      }
      return [before, after].some(
        ({ holds, contact }) => holds !== false && isWithin(change.id, contact, order, stretch),
      );
    },
  };
}

/**
 * The same for what was worked out of these aspects of all contacts of a list: changed by any change of them; where they
 * were counted by period, a date changes only what is of another period.
 */
export function contactsDependency(
  filter: ContactFilter | null,
  having: Having,
  aspects: Aspects,
  by: Period | null = null,
): ListDependency {
  return {
    toJSON: () => ({ list: ALL_CONTACTS, filter, having, aspects, by }),
    isChangedBy: (change) => {
      const sides = sidesOf(change, filter, having, aspects);
      if (typeof sides === "boolean") return sides;
      const { before, after, areTheSame } = sides;
      const isOfDate = by !== null && isSamePeriod(before.contact, after.contact, by) ? OF_CONTACT.date : 0;
      if (areTheSame && (change.aspects & aspects & ~isOfDate) === 0) return false;
      return before.holds !== false || after.holds !== false;
    },
  };
}

const CONTACTS = "contacts";
const ALL_CONTACTS = "all contacts";

const strings = z.array(z.string());

const contactFilter: z.ZodType<ContactFilter> = z.lazy(() =>
  z.strictObject({
    kinds: z.array(z.enum(contactKinds)).nullish(),
    parties: z
      .strictObject({
        allOf: strings.nullish(),
        anyOf: strings.nullish(),
        noneOf: strings.nullish(),
        exactly: strings.nullish(),
      })
      .nullish(),
    people: strings.nullish(),
    topics: strings.nullish(),
    outlets: strings.nullish(),
    during: z
      .strictObject({
        from: z.string().nullish(),
        to: z.string().nullish(),
        match: z.enum(["CERTAIN", "POSSIBLE"]).nullish(),
      })
      .nullish(),
    minIndependentOutlets: z.number().nullish(),
    disputed: z.boolean().nullish(),
    text: z.string().nullish(),
    and: z.array(contactFilter).nullish(),
    or: z.array(contactFilter).nullish(),
    not: contactFilter.nullish(),
  }),
);

/** No larger than one that anybody may ask with. */
const filter = contactFilter.refine((filter) => {
  spend(filter, new FilterBudget(), 0);
  return true;
});

function spend({ and, or, not }: ContactFilter, budget: FilterBudget, depth: number): void {
  budget.spend(depth, []);
  for (const part of [...(and ?? []), ...(or ?? []), ...(isGiven(not) ? [not] : [])]) {
    spend(part, budget, depth + 1);
  }
}

const having = z.strictObject({ parties: strings.optional(), person: z.string().optional() });
const position = strings.min(1).nullable();

/** Makes dependencies on contacts again from what they say of themselves as JSON. */
export const contactDependencies = [
  z
    .strictObject({
      list: z.literal(CONTACTS),
      filter: filter.nullish(),
      orderBy: z.enum(["DATE_DESC", "DATE_ASC", "RECORDED_DESC", "REPORTS_DESC"]).nullish(),
      having,
      stretch: z.union([
        z.literal("members"),
        z.strictObject({ after: position, last: position, more: z.string().nullable() }),
      ]),
    })
    .transform(({ having, stretch, ...list }) => contactListDependency(list, having, stretch)),
  z
    .strictObject({
      list: z.literal(ALL_CONTACTS),
      filter: filter.nullable(),
      having,
      aspects: z.int(),
      by: z.enum(PERIODS).nullable(),
    })
    .transform(({ filter, having, aspects, by }) => contactsDependency(filter, having, aspects, by)),
] as const;

/** What orders look at. */
const ORDERED: Aspects = OF_CONTACT.date | OF_CONTACT.reports | OF_CONTACT.recordedAt;
/** What filters look at, but for words. */
const FILTERED: Aspects =
  OF_CONTACT.kind |
  OF_CONTACT.date |
  OF_CONTACT.parties |
  OF_CONTACT.participants |
  OF_CONTACT.topics |
  OF_CONTACT.reports |
  OF_CONTACT.independentOutlets |
  OF_CONTACT.disputed;

interface Side {
  /** Was it in the list? Null where that is not known. */
  readonly holds: boolean | null;
  readonly contact: ListedContact | null;
}

interface Sides {
  readonly before: Side;
  readonly after: Side;
  /** Was it in the list before where it is after, and only then? */
  readonly areTheSame: boolean;
}

/**
 * A contact before and after a change of what the filter looks at, or of these aspects; true where all that is known is
 * that it changed, false where none did.
 */
function sidesOf(
  { entity, kind, listed, before, after, aspects }: Change,
  filter: ContactFilter | null | undefined,
  having: Having,
  also: Aspects,
): Sides | boolean {
  if (entity === "REPORT") return kind === "UPDATED" && (aspects & ROW) !== 0 && asks(filter, "outlets");
  if (entity !== "CONTACT") return false;
  if (listed === null) return true;
  const areWordsOthers = listed.before?.words !== listed.after?.words && asks(filter, "text");
  if ((aspects & (FILTERED | also)) === 0 && !areWordsOthers) return false;
  // Written by hand, past the versions.
  if (before === after) return true;
  const side = (contact: ListedContact | null): Side => ({
    holds:
      contact === null ? false : and([has(contact, having), isGiven(filter) ? holds(filter, contact) : true]),
    contact,
  });
  const [was, is] = [side(listed.before), side(listed.after)];
  return { before: was, after: is, areTheSame: was.holds !== null && was.holds === is.holds };
}

function has({ partyIds, personIds }: ListedContact, { parties = [], person }: Having): boolean {
  return parties.every((id) => partyIds.includes(id)) && (person === undefined || personIds.includes(person));
}

/** Does the filter hold for the contact? Null where that is not known. The rules are those of `contactCondition`. */
function holds(filter: ContactFilter, contact: ListedContact): boolean | null {
  const { kinds, parties, people, topics, outlets, during, minIndependentOutlets, disputed, text } = filter;
  const any = (kind: "person" | "topic" | "outlet", slugs: readonly string[], ids: readonly string[]) =>
    slugs.some((slug) => ids.includes(idOf(kind, slug)));
  return and([
    !isGiven(kinds) || kinds.some((kind) => kind === contact.kind),
    !isGiven(parties) || matchesParties(parties, contact.partyIds),
    !isGiven(people) || any("person", people, contact.personIds),
    !isGiven(topics) || any("topic", topics, contact.topicIds),
    !isGiven(outlets) || any("outlet", outlets, contact.outletIds),
    !isGiven(during) || isDuring(during, contact),
    !isGiven(minIndependentOutlets) || contact.independentOutlets >= minIndependentOutlets,
    !isGiven(disputed) || contact.disputed === disputed,
    !isGiven(text) || isFoundBy(text, contact.words),
    ...(filter.and ?? []).map((part) => holds(part, contact)),
    !isGiven(filter.or) || or(filter.or.map((part) => holds(part, contact))),
    !isGiven(filter.not) || not(holds(filter.not, contact)),
  ]);
}

function isDuring(
  { from, to, match }: Interval,
  { isDated, earliest, latest }: ListedContact,
): boolean | null {
  if (!isDated) return false;
  if (earliest === null || latest === null) return null;
  return match === "CERTAIN"
    ? (!isGiven(from) || earliest >= from) && (!isGiven(to) || latest <= to)
    : (!isGiven(from) || latest >= from) && (!isGiven(to) || earliest <= to);
}

function isSamePlace(a: ListedContact | null, b: ListedContact | null, order: ContactOrder): boolean {
  if (a === null || b === null) return false;
  if (order === "REPORTS_DESC") return a.reportCount === b.reportCount;
  return order === "RECORDED_DESC" ? a.recordedAt === b.recordedAt : a.sortDay === b.sortDay;
}

function isSamePeriod(a: ListedContact | null, b: ListedContact | null, by: Period): boolean {
  const period = (contact: ListedContact | null) =>
    contact === null || contact.sortDay === UNDATED ? null : periodOf(isoDay(contact.sortDay), by);
  return period(a) === period(b);
}

/** Does the contact stand in the stretch? Where that is not by date, it may. */
function isWithin(
  id: string,
  contact: ListedContact | null,
  order: ContactOrder,
  stretch: Stretch | "members",
): boolean {
  if (contact === null) return false;
  if (stretch === "members" || (order !== "DATE_DESC" && order !== "DATE_ASC")) return true;
  const sign = order === "DATE_ASC" ? 1 : -1;
  /** Above 0 where the contact comes after the position. */
  const beyond = ([day, last = ""]: readonly string[]) =>
    sign * (contact.sortDay - Number(day) || (id < last ? -1 : id > last ? 1 : 0));
  return (
    (stretch.after === null || beyond(stretch.after) > 0) &&
    (stretch.last === null || beyond(stretch.last) <= 0)
  );
}

function and(parts: readonly (boolean | null)[]): boolean | null {
  return parts.includes(false) ? false : parts.includes(null) ? null : true;
}

function or(parts: readonly (boolean | null)[]): boolean | null {
  return parts.includes(true) ? true : parts.includes(null) ? null : false;
}

function not(part: boolean | null): boolean | null {
  return part === null ? null : !part;
}
