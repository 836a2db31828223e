import { parseFeed } from "feedsmith";
import { InvalidInput } from "../../errors/errors.ts";
import { textOf } from "./text.ts";

/** One item of a feed, as plain text. */
export interface FeedItem {
  /** What the feed tells it apart by: its id, or else its address, or else its title. */
  readonly id: string;
  readonly title: string;
  readonly url: string | null;
  /** The ISO day on which it was published, where its publisher is; null where the feed does not tell. */
  readonly published: string | null;
  /** BCP 47. */
  readonly language: string | null;
  readonly text: string;
}

export interface ReadFeed {
  /** In the order of the feed, each id once. */
  readonly items: readonly FeedItem[];
  /** How many had neither a title nor a text, or the id of one before. */
  readonly left: number;
}

/** What a feed of any format says of an item, before it is looked at. */
interface RawItem {
  readonly id: string | undefined;
  readonly title: string | undefined;
  readonly link: string | undefined;
  readonly published: string | undefined;
  readonly language: string | undefined;
  /** HTML or text, the longest first. */
  readonly contents: readonly (string | undefined)[];
}

/**
 * Reads a feed of RSS 0.9 to 2.0, RDF, Atom or JSON Feed; its address is what relative ones in it are of. Throws
 * InvalidInput where it is none, is cut off, or declares entities of its own.
 */
export function readFeed(content: string, address: URL): ReadFeed {
  if (/<!ENTITY/i.test(content))
    throw new InvalidInput("The feed declares entities of its own: no feed needs them.");
  const raw = rawItems(content);
  const items = new Map<string, FeedItem>();
  for (const item of raw) {
    const read = readItem(item, address);
    if (read !== null && !items.has(read.id)) items.set(read.id, read);
  }
  return { items: [...items.values()], left: raw.length - items.size };
}

function rawItems(content: string): RawItem[] {
  const parsed = parse(content);
  switch (parsed.format) {
    case "rss":
      return (parsed.feed.items ?? []).map((item) => ({
        id: item.guid?.value,
        title: item.title,
        link: item.link ?? (item.guid?.isPermaLink === false ? undefined : item.guid?.value),
        published: item.pubDate ?? item.dc?.dates?.[0],
        language: item.xml?.lang ?? parsed.feed.language,
        contents: [item.content?.encoded, item.description],
      }));
    case "rdf":
      return (parsed.feed.items ?? []).map((item) => ({
        id: item.rdf?.about,
        title: item.title,
        link: item.link,
        published: item.dc?.dates?.[0],
        language: item.dc?.languages?.[0] ?? parsed.feed.dc?.languages?.[0],
        contents: [item.content?.encoded, item.description],
      }));
    case "atom":
      return (parsed.feed.entries ?? []).map((entry) => ({
        id: entry.id,
        title: entry.title?.value,
        link: entry.links?.find(({ rel = "alternate" }) => rel === "alternate")?.href,
        published: entry.published ?? entry.updated,
        language: entry.xml?.lang ?? parsed.feed.xml?.lang,
        contents: [entry.content?.value, entry.summary?.value],
      }));
    case "json":
      return (parsed.feed.items ?? []).map((item) => ({
        id: item.id,
        title: item.title,
        link: item.url ?? item.external_url,
        published: item.date_published,
        language: item.language ?? parsed.feed.language,
        contents: [item.content_html, item.content_text, item.summary],
      }));
  }
}

function parse(content: string) {
  try {
    return parseFeed(content);
  } catch (error) {
    throw new InvalidInput(`This is no feed of RSS, Atom or JSON Feed: ${(error as Error).message}.`);
  }
}

function readItem(raw: RawItem, address: URL): FeedItem | null {
  const text = raw.contents.map((content) => textOf(content ?? "")).find((content) => content !== "") ?? "";
  const title = textOf(raw.title ?? "").replaceAll("\n", " ") || (text.split("\n")[0] ?? "");
  if (title === "") return null;
  const url = webAddress(raw.link, address);
  return {
    id: raw.id ?? url ?? title,
    title: cut(title, 500),
    url,
    published: dayOf(raw.published ?? ""),
    language: languageOf(raw.language),
    text: cut(text, 20_000),
  };
}

function webAddress(link: string | undefined, address: URL): string | null {
  const url = link === undefined ? null : URL.parse(link.trim(), address);
  return url !== null && /^https?:$/.test(url.protocol) && url.href.length <= 2000 ? url.href : null;
}

const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/** The day of an RFC 3339 or RFC 822 date, in the time zone that it is written in. */
function dayOf(date: string): string | null {
  const iso = /^\s*(\d{4}-\d\d-\d\d)/.exec(date)?.[1];
  const [, day = "", month = "", year = ""] = /(\d{1,2}) ([a-z]{3})[a-z]* (\d{4}|\d{2})\b/i.exec(date) ?? [];
  const place = MONTHS.indexOf(month.toLowerCase()) + 1;
  const rfc822 = `${year.length === 2 ? `20${year}` : year}-${pad(place)}-${day.padStart(2, "0")}`;
  const found = iso ?? rfc822;
  const time = Date.parse(`${found}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(found) ? found : null;
}

function pad(number: number): string {
  return String(number).padStart(2, "0");
}

function languageOf(language: string | undefined): string | null {
  const tag = language?.trim().replaceAll("_", "-") ?? "";
  return /^[a-z]{2,3}(-[a-z0-9]{1,8})*$/i.test(tag) && tag.length <= 35 ? tag : null;
}

/** At most so many characters, none of them half, and nothing that a database cannot hold. */
function cut(text: string, most: number): string {
  return text.replaceAll("\0", "").slice(0, most).toWellFormed();
}
