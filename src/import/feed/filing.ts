import { idOf } from "../../identity/identity.ts";
import type { FilingInput, OutletKind, ReportKind } from "../../report/filing.ts";
import type { FeedItem } from "./feed.ts";

/** What all keys of the versions of an item of an outlet's feed begin with. */
export function itemKey(outlet: string, { id }: Pick<FeedItem, "id">): string {
  return `feed:${outlet}:${idOf("report", id)}:`;
}

/** An item as a report without claims, which waits for an editor. An item that changed is another report. */
export function filingOf(item: FeedItem, outlet: FilingInput["outlet"], kind: OutletKind): FilingInput {
  const { title, url, published, language, text } = item;
  return {
    idempotencyKey:
      itemKey(outlet.slug, item) + idOf("report", JSON.stringify([title, url, published, text])),
    outlet,
    report: {
      title,
      kind: REPORT_KINDS[kind] ?? "ARTICLE",
      ...(published !== null && { publishedOn: published }),
      ...(url !== null && { url }),
      ...(language !== null && { language }),
      ...(text !== "" && { text }),
    },
    claims: [],
  };
}

/** What an outlet's items are, as reports. */
const REPORT_KINDS: Readonly<Partial<Record<OutletKind, ReportKind>>> = {
  PRESS_SERVICE: "READOUT",
  GOVERNMENT: "READOUT",
  SPOKESPERSON: "STATEMENT",
  TELEGRAM_CHANNEL: "POST",
};
