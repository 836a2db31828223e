import { idOfType } from "../../identity/globalId.ts";
import { account, changedAt, plain, type ToldContact } from "./graph.ts";

/** A feed as its reader finds it. */
export interface Feed {
  /** "https://readout.example" */
  readonly origin: string;
  /** Its address, with what was asked. */
  readonly self: string;
  /** The same for good, wherever it is served. */
  readonly id: string;
  readonly contacts: readonly ToldContact[];
}

const TITLE = "Readout: diplomatic contacts";
const ABOUT = "Who spoke to whom, when, for how long, about what, and who says so.";

/** An Atom feed (RFC 4287). */
export async function atomFeed({ origin, self, id, contacts }: Feed): Promise<string> {
  const { generateAtomFeed } = await import("feedsmith"); // More than a hundred modules, for who asks for a feed.
  return generateAtomFeed({
    id,
    title: { value: TITLE },
    subtitle: { value: ABOUT },
    updated: contacts.map(changedAt).sort().at(-1) ?? NEVER,
    authors: [{ name: "Readout", uri: origin }],
    links: [
      { rel: "self", href: self, type: "application/atom+xml" },
      { rel: "alternate", href: `${origin}/`, type: "text/html" },
    ],
    entries: contacts.map((contact) => ({
      id: urn(contact),
      title: { value: plain(contact.title) },
      published: contact.recordedAt,
      updated: changedAt(contact),
      links: [
        { rel: "alternate", href: pageOf(origin, contact), type: "text/html" },
        { rel: "alternate", href: linkedDataOf(origin, contact), type: "application/ld+json" },
        ...sources(contact).map((href) => ({ rel: "via", href })),
      ],
      categories: [
        { term: contact.kind },
        ...contact.parties.map(({ key, name }) => ({ term: key, label: plain(name) })),
        ...contact.topics.map(({ slug, label }) => ({ term: slug, label: plain(label) })),
      ],
      content: { value: account(contact), type: "text" },
    })),
  });
}

/** A JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/). */
export async function jsonFeed({ origin, self, contacts }: Feed): Promise<string> {
  const { generateJsonFeed } = await import("feedsmith");
  const items = contacts.map((contact) => ({
    id: urn(contact),
    url: pageOf(origin, contact),
    external_url: sources(contact)[0],
    title: plain(contact.title),
    content_text: account(contact),
    date_published: contact.recordedAt,
    date_modified: changedAt(contact),
    tags: [contact.kind, ...contact.parties.map(({ key }) => key), ...contact.topics.map(({ slug }) => slug)],
  }));
  const feed = generateJsonFeed({
    title: TITLE,
    description: ABOUT,
    home_page_url: `${origin}/`,
    feed_url: self,
    authors: [{ name: "Readout", url: origin }],
    language: "en",
    items,
  });
  // The library leaves out a list that is empty, and a feed must have it.
  return JSON.stringify({ items, ...(feed as object) });
}

/** Before anything was recorded. */
const NEVER = "1970-01-01T00:00:00.000Z";

/** A contact's name for good (RFC 9562, section 4). */
export function urn({ id }: Pick<ToldContact, "id">): string {
  return `urn:uuid:${idOfType("Contact", id)}`;
}

export function pageOf(origin: string, { id }: Pick<ToldContact, "id">): string {
  return `${origin}/contact/${id}`;
}

function linkedDataOf(origin: string, { id }: Pick<ToldContact, "id">): string {
  return `${origin}/contacts/${id}.jsonld`;
}

/** Where its reports are on the web. */
function sources({ reports }: ToldContact): string[] {
  return [...new Set(reports.edges.flatMap(({ node }) => node.url ?? []))];
}
