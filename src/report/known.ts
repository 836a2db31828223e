import { createHash } from "node:crypto";
import type { Statements } from "../database/database.ts";
import { partySetId } from "../identity/identity.ts";
import { fold, slugFor } from "../search/words.ts";
import type { ContactKind, Filing } from "./filing.ts";

/** What the record holds already of what filings name; a filing that was planned adds to it. */
export interface Known {
  /** Reports by idempotency key. */
  readonly reports: Map<string, { id: string; digest: string }>;
  /** Ids of reports that filings cite by id. */
  readonly reportIds: Set<string>;
  /** The latest report of each URL that filings cite. */
  readonly reportsByUrl: Map<string, string>;
  readonly outlets: Set<string>;
  readonly parties: Map<string, "STATE" | "ORGANIZATION">;
  readonly people: Set<string>;
  readonly offices: Set<string>;
  readonly topics: Set<string>;
  readonly agreements: Set<string>;
  /** Contact ids by the keys that other collections know them by. */
  readonly contactKeys: Map<string, string>;
  /** Ids of contacts that filings name. */
  readonly contactIds: Set<string>;
  /** Does a filing describe a contact without a key? */
  readonly areFoundByParties: boolean;
  /** Contacts by party set, to find the one that a filing describes. */
  readonly contacts: Map<string, DescribedContact[]>;
}

export interface DescribedContact {
  readonly id: string;
  readonly kind: ContactKind;
  /** EDTF. */
  readonly date: string | undefined;
}

/** Loads what these filings name; a fixed number of statements for any number of filings. */
export async function loadKnown(statements: Statements, filings: readonly Filing[]): Promise<Known> {
  const names = collectNames(filings);
  const keys = await statements.$queryRaw<{ kind: string; key: string; value: string }[]>`
    SELECT 'outlet' AS kind, slug AS key, '' AS value FROM outlet WHERE slug = ANY(${[...names.outlets]})
    UNION ALL SELECT 'party', key, kind::text FROM party WHERE key = ANY(${[...names.parties]})
    UNION ALL SELECT 'person', slug, '' FROM person WHERE slug = ANY(${[...names.people]})
    UNION ALL SELECT 'office', slug, '' FROM office WHERE slug = ANY(${[...names.offices]})
    UNION ALL SELECT 'topic', slug, '' FROM topic WHERE slug = ANY(${[...names.topics]})
    UNION ALL SELECT 'agreement', slug, '' FROM agreement WHERE slug = ANY(${[...names.agreements]})
    UNION ALL SELECT 'contact key', key, contact_id::text FROM contact_key
      WHERE key = ANY(${[...names.contactKeys]})
    UNION ALL SELECT 'contact', id::text, '' FROM contact WHERE id = ANY(${[...names.contactIds]}::uuid[])
    UNION ALL SELECT 'report', id::text, '' FROM report WHERE id = ANY(${[...names.reportIds]}::uuid[])`;
  const reports = await statements.$queryRaw<
    { key: string | null; id: string; digest: string; url: string }[]
  >`
    SELECT key, id, digest, url FROM report
    WHERE key = ANY(${[...names.idempotencyKeys]}) OR url = ANY(${[...names.urls]})
    ORDER BY recorded_at, id`;
  const contacts = await statements.$queryRaw<
    { party_set: string; id: string; kind: ContactKind; date: string | null }[]
  >`
    SELECT party_set, id, kind::text, date_edtf AS date FROM contact
    WHERE party_set = ANY(${[...names.partySets]}::uuid[])`;

  const of = (kind: string) => keys.filter((row) => row.kind === kind);
  const set = (kind: string) => new Set(of(kind).map(({ key }) => key));
  return {
    reports: new Map(reports.flatMap(({ key, id, digest }) => (key === null ? [] : [[key, { id, digest }]]))),
    reportIds: set("report"),
    reportsByUrl: new Map(reports.map(({ url, id }) => [url, id])),
    outlets: set("outlet"),
    parties: new Map(
      of("party").map(({ key, value }) => [key, value === "STATE" ? "STATE" : "ORGANIZATION"]),
    ),
    people: set("person"),
    offices: set("office"),
    topics: set("topic"),
    agreements: set("agreement"),
    contactKeys: new Map(of("contact key").map(({ key, value }) => [key, value])),
    contactIds: set("contact"),
    areFoundByParties: names.partySets.size > 0,
    contacts: Map.groupBy(
      contacts.map(({ date, ...contact }) => ({ ...contact, date: date ?? undefined })),
      (contact) => contact.party_set,
    ),
  };
}

/** Everything that the filings name, by kind. Values of claims are looked through for whatever they may name. */
function collectNames(filings: readonly Filing[]) {
  const sets = {
    idempotencyKeys: new Set<string>(),
    urls: new Set<string>(),
    reportIds: new Set<string>(),
    outlets: new Set<string>(),
    parties: new Set<string>(),
    people: new Set<string>(),
    offices: new Set<string>(),
    topics: new Set<string>(),
    agreements: new Set<string>(),
    contactKeys: new Set<string>(),
    contactIds: new Set<string>(),
    partySets: new Set<string>(),
  };
  const add = (set: Set<string>, ...names: (string | null | undefined)[]) => {
    for (const name of names) if (name !== undefined && name !== null) set.add(name);
  };
  for (const { idempotencyKey, outlet, report, cites, describes, claims } of filings) {
    add(sets.idempotencyKeys, idempotencyKey);
    add(sets.outlets, outlet.slug);
    add(sets.parties, outlet.country);
    add(sets.offices, ...(outlet.speaksFor ?? []));
    add(sets.people, report.speaker);
    for (const citation of cites) {
      if ("report" in citation) add(sets.reportIds, citation.report);
      if ("url" in citation) add(sets.urls, citation.url);
      if ("key" in citation) add(sets.idempotencyKeys, citation.key);
    }
    for (const { slug, tenures } of describes.people) {
      add(sets.people, slug);
      add(sets.offices, ...tenures.map(({ office }) => office));
    }
    for (const { slug, party } of describes.offices) {
      add(sets.offices, slug);
      add(sets.parties, party);
    }
    for (const { slug, members } of describes.organizations) add(sets.parties, slug, ...members);
    for (const { slug } of describes.topics) add(sets.topics, slug);
    for (const { subject, field, value } of claims) {
      if ("contact" in subject) add(sets.contactIds, subject.contact);
      if ("agreement" in subject) add(sets.agreements, subject.agreement);
      if ("newContact" in subject) {
        add(sets.contactKeys, ...(subject.newContact.keys ?? []));
        add(sets.parties, ...(subject.newContact.parties ?? []));
        if (subject.newContact.keys === undefined) {
          add(sets.partySets, partySetId(subject.newContact.parties ?? []));
        }
      }
      if ("newAgreement" in subject) {
        add(sets.agreements, agreementSlug(subject.newAgreement));
        add(sets.parties, ...(subject.newAgreement.parties ?? []));
      }
      if (typeof value === "string") {
        if (field === "TOPICS") add(sets.topics, value);
        if (field === "AGREEMENTS") add(sets.agreements, value);
        if (field === "ESTABLISHES" || field === "PARTIES") add(sets.parties, value);
        if (field === "SEQUENCE") {
          if (UUID.test(value)) add(sets.contactIds, value.toLowerCase());
          else add(sets.contactKeys, value);
        }
      } else if (typeof value === "object" && value !== null) {
        const named = value as Record<string, unknown>;
        for (const slug of [named.person, named.knownAs])
          if (typeof slug === "string") add(sets.people, slug);
        if (typeof named.party === "string") add(sets.parties, named.party);
        if (typeof named.office === "string") add(sets.offices, named.office);
      }
    }
  }
  return sets;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Titles that are written alike are one agreement. One that its slug does not hold whole is told apart by its digest. */
export function agreementSlug(description: { title: string; slug?: string | undefined }): string {
  if (description.slug !== undefined) return description.slug;
  const { title } = description;
  const slug = slugFor(title);
  const whole = fold(title);
  if (slug.length === whole.length) return slug;
  return `${slug}-${createHash("sha256")
    .update(whole === "" ? title : whole)
    .digest("hex")
    .slice(0, 12)}`;
}
