import ical, { ICalEventStatus, ICalEventTransparency } from "ical-generator";
import { dayNumber, isoDay } from "../../time/date.ts";
import { pageOf, urn } from "./feeds.ts";
import { account, changedAt, plain, type ToldContact, type ToldDate } from "./graph.ts";

/**
 * A calendar of contacts (RFC 5545), page by page. Each is of whole days: from the first to the last day that its date
 * can mean, and tentative where that is not the days on which it was. What has no first or no last day has no place in a
 * calendar, and is left out.
 */
export async function* calendar(
  pages: AsyncIterable<readonly ToldContact[]>,
  { origin, asOf }: { origin: string; asOf: string | null },
): AsyncGenerator<string> {
  let isFirst = true;
  for await (const contacts of pages) {
    const { head, events } = partsOf(contacts, origin, asOf);
    yield isFirst ? head + events : events;
    isFirst = false;
  }
  yield `${END}\r\n`;
}

/** Its lines before the first event, and those of its events. The library makes whole calendars only. */
function partsOf(
  contacts: readonly ToldContact[],
  origin: string,
  asOf: string | null,
): { head: string; events: string } {
  const made = ical({
    prodId: { company: "Readout", product: "Contacts", language: "EN" },
    name: "Diplomatic contacts",
    events: contacts.flatMap((contact) => {
      const days = daysOf(contact.date);
      if (days === null) return [];
      return {
        id: urn(contact),
        sequence: contact.version - 1,
        start: days.start,
        end: days.end,
        allDay: true,
        stamp: new Date(asOf ?? changedAt(contact)),
        created: new Date(contact.recordedAt),
        summary: plain(contact.title),
        description: account(contact),
        location: contact.place == null ? null : plain(contact.place),
        url: pageOf(origin, contact),
        categories: [{ name: contact.kind }],
        status: isExact(contact.date) ? ICalEventStatus.CONFIRMED : ICalEventStatus.TENTATIVE,
        transparency: ICalEventTransparency.TRANSPARENT,
        x: [{ key: "X-READOUT-EDTF", value: contact.date?.edtf ?? "" }],
      };
    }),
  }).toString();
  const body = made.slice(0, made.lastIndexOf(END));
  const first = body.indexOf(`\r\n${EVENT}`);
  return first === -1
    ? { head: body, events: "" }
    : { head: body.slice(0, first + 2), events: body.slice(first + 2) };
}

const EVENT = "BEGIN:VEVENT";
const END = "END:VCALENDAR";

/** The end is the day after the last (RFC 5545, section 3.6.1). */
function daysOf(date: ToldDate | null): { start: Date; end: Date } | null {
  if (date?.earliest == null || date.latest === null || date.latest === LAST_DAY) return null;
  return { start: new Date(date.earliest), end: new Date(isoDay(dayNumber(date.latest) + 1)) };
}

/** The day after it has five digits. */
const LAST_DAY = "9999-12-31";

/** Are the days of the date those on which it was? */
function isExact(date: ToldDate | null): boolean {
  if (date === null || date.approximate || date.uncertain) return false;
  return date.precision === "DAY" || /^\d{4}-\d\d-\d\d\/\d{4}-\d\d-\d\d$/.test(date.edtf);
}
