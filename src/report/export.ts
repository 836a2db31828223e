import { readParticipant } from "../claim/notation.ts";
import type { Statements } from "../database/database.ts";
import type { FilingInput } from "./filing.ts";

/**
 * The record as it is now, as filings: every report that is not retracted, in the order in which they were recorded,
 * with its live claims. Filed into an empty database in this order they make the same record, and exporting that gives
 * the same bytes. What was retracted, and the history, are not in it; merged contacts are one.
 */
export async function* exportFilings(source: ExportSource): AsyncGenerator<FilingInput> {
  const described = new Described();
  let after: Place | null = START;
  while (after !== null) {
    const page: ExportPage = await source.page(after);
    const isFirst = after === START;
    const fresh: MentionLists[] = [];
    for (const filing of page.filings) {
      const mentioned = mentionsOf(filing);
      if (isFirst && fresh.length === 0) addAll(mentioned, await source.unmentioned());
      fresh.push(described.added(mentioned));
    }
    const descriptions = await source.describe(joined(fresh));
    for (const [index, filing] of page.filings.entries()) {
      const own = ownDescriptions(descriptions, fresh[index] ?? NO_MENTIONS);
      yield own === null ? filing : { ...filing, describes: own };
    }
    after = page.next;
  }
}

/** Where an export reads: a database, or one that another process has open. All of it is plain data. */
export interface ExportSource {
  page(after: Place): Promise<ExportPage>;
  /** Keys of what no report mentions, by kind. */
  unmentioned(): Promise<MentionLists>;
  describe(mentions: MentionLists): Promise<Descriptions>;
}

/** Filings without descriptions, and where the next page begins; null after the last. */
export interface ExportPage {
  readonly filings: readonly FilingInput[];
  readonly next: Place | null;
}

/** A report's place in the order of recording. */
export interface Place {
  readonly recordedAt: string;
  readonly id: string;
}

export interface MentionLists {
  readonly people: readonly string[];
  readonly offices: readonly string[];
  readonly organizations: readonly string[];
  readonly topics: readonly string[];
}

export function exportSource(statements: Statements): ExportSource {
  return {
    page: (after) => exportPage(statements, after),
    unmentioned: () => unmentioned(statements),
    describe: (mentions) => loadDescriptions(statements, mentions),
  };
}

interface ReportRow {
  id: string;
  key: string | null;
  recordedAt: string;
  title: string;
  kind: NonNullable<FilingInput["report"]["kind"]>;
  publishedOn: string | null;
  url: string | null;
  language: string | null;
  speaker: string | null;
  outlet: FilingInput["outlet"];
}

const PAGE = 500;

async function exportPage(statements: Statements, after: Place): Promise<ExportPage> {
  const rows = await statements.$queryRaw<ReportRow[]>`
    SELECT r.id, r.key, r.recorded_at::text AS "recordedAt", r.title, r.kind::text, r.published_edtf AS "publishedOn",
           r.url, r.language, p.slug AS speaker,
           jsonb_build_object('slug', o.slug, 'name', o.name, 'kind', o.kind, 'country', c.key, 'url', o.url,
             'speaksFor', (SELECT jsonb_agg(f.slug ORDER BY f.slug) FROM outlet_voice v
                           JOIN office f ON f.id = v.office_id WHERE v.outlet_id = o.id)) AS outlet
    FROM report r JOIN outlet o ON o.id = r.outlet_id
    LEFT JOIN party c ON c.id = o.country_id LEFT JOIN person p ON p.id = r.speaker_id
    WHERE (r.recorded_at, r.id) > (${after.recordedAt}::timestamptz, ${after.id}::uuid) AND r.retracted_at IS NULL
    ORDER BY r.recorded_at, r.id LIMIT ${PAGE}`;
  const last = rows.length < PAGE ? undefined : rows.at(-1);
  return {
    filings: await loadBatch(statements, rows),
    next: last === undefined ? null : { recordedAt: last.recordedAt, id: last.id },
  };
}

const START: Place = { recordedAt: "-infinity", id: "00000000-0000-0000-0000-000000000000" };

async function loadBatch(statements: Statements, reports: readonly ReportRow[]): Promise<FilingInput[]> {
  const ids = reports.map(({ id }) => id);
  const claims = await statements.$queryRaw<ClaimRow[]>`
    SELECT c.report_id AS report, coalesce(t.merged_into_id, t.id) AS contact, a.slug AS agreement, c.field::text,
           c.value, c.stance::text, c.quote
    FROM claim c LEFT JOIN contact t ON t.id = c.contact_id LEFT JOIN agreement a ON a.id = c.agreement_id
    WHERE c.report_id = ANY(${ids}::uuid[]) AND c.retracted_at IS NULL ORDER BY c.report_id, c.position`;
  const citations = await statements.$queryRaw<{ citing: string; id: string; key: string | null }[]>`
    SELECT c.citing_id AS citing, r.id, r.key FROM citation c JOIN report r ON r.id = c.cited_id
    WHERE c.citing_id = ANY(${ids}::uuid[]) AND r.retracted_at IS NULL ORDER BY r.recorded_at, r.id`;
  const contactKeys = await loadContactKeys(statements, claims);
  const titles = await loadTitles(statements, claims);
  const claimsOf = Map.groupBy(claims, ({ report }) => report);
  const citationsOf = Map.groupBy(citations, ({ citing }) => citing);
  return reports.map(({ id, key, recordedAt: _, outlet, ...report }) => ({
    idempotencyKey: key ?? exportKey(id),
    outlet: withoutNulls(outlet),
    report: withoutNulls(report),
    cites: (citationsOf.get(id) ?? []).map((cited) => ({ key: cited.key ?? exportKey(cited.id) })),
    claims: claimsOfFiling(claimsOf.get(id) ?? [], contactKeys, titles),
  }));
}

interface ClaimRow {
  report: string;
  contact: string | null;
  agreement: string | null;
  field: FilingInput["claims"][number]["field"];
  value: string | null;
  stance: FilingInput["claims"][number]["stance"];
  quote: string | null;
}

/** A key for what was filed without one: the same in every export of it. */
function exportKey(id: string): string {
  return `readout:${id}`;
}

/** The keys of the contacts that claims are about or name, merged ones together; each has at least one. */
async function loadContactKeys(
  statements: Statements,
  claims: readonly ClaimRow[],
): Promise<Map<string, string[]>> {
  const ids = claims.flatMap(({ contact, field, value }) => [contact, field === "SEQUENCE" ? value : null]);
  const named = [...new Set(ids.filter((id) => id !== null))];
  const rows = await statements.$queryRaw<{ asked: string; id: string; keys: string[] | null }[]>`
    SELECT asked.id AS asked, shown.id,
           (SELECT array_agg(k.key ORDER BY k.key) FROM contact_key k JOIN contact m ON m.id = k.contact_id
            WHERE coalesce(m.merged_into_id, m.id) = shown.id) AS keys
    FROM unnest(${named}::uuid[]) AS asked(id) JOIN contact c ON c.id = asked.id
    JOIN contact shown ON shown.id = coalesce(c.merged_into_id, c.id)`;
  return new Map(rows.map(({ asked, id, keys }) => [asked, keys ?? [exportKey(id)]]));
}

async function loadTitles(statements: Statements, claims: readonly ClaimRow[]): Promise<Map<string, string>> {
  const slugs = [...new Set(claims.flatMap(({ agreement }) => agreement ?? []))];
  const rows = await statements.$queryRaw<{ slug: string; title: string }[]>`
    SELECT slug, title FROM agreement WHERE slug = ANY(${slugs})`;
  return new Map(rows.map(({ slug, title }) => [slug, title]));
}

function claimsOfFiling(
  claims: readonly ClaimRow[],
  contactKeys: ReadonlyMap<string, string[]>,
  titles: ReadonlyMap<string, string>,
): FilingInput["claims"] {
  const refs = new Map<string, string>();
  const subjectOf = ({ contact, agreement }: ClaimRow): FilingInput["claims"][number]["subject"] => {
    const id = contact ?? agreement ?? "";
    const ref = refs.get(id);
    if (ref !== undefined) return { ref };
    const made = String(refs.size + 1);
    refs.set(id, made);
    return contact !== null
      ? { newContact: { ref: made, keys: contactKeys.get(contact) ?? [exportKey(contact)] } }
      : {
          newAgreement: {
            ref: made,
            slug: agreement ?? "",
            title: titles.get(agreement ?? "") ?? agreement ?? "",
          },
        };
  };
  return claims.map((claim) => ({
    subject: subjectOf(claim),
    field: claim.field,
    ...(claim.value === null ? {} : { value: filedValue(claim, contactKeys) }),
    stance: claim.stance,
    ...(claim.quote === null ? {} : { quote: claim.quote }),
  }));
}

/** A stored value as it is filed. */
function filedValue({ field, value }: ClaimRow, contactKeys: ReadonlyMap<string, string[]>): unknown {
  const stored = value ?? "";
  switch (field) {
    case "OCCURRENCE":
      return true;
    case "PARTICIPANTS":
    case "SIGNATORIES":
    case "ENDORSERS":
      return readParticipant(stored);
    case "SEQUENCE":
      return contactKeys.get(stored)?.[0] ?? exportKey(stored);
    default:
      return stored;
  }
}

/** Keys of what filings mention and must be described with the first that does. */
interface Mentions {
  readonly people: Set<string>;
  readonly offices: Set<string>;
  readonly organizations: Set<string>;
  readonly topics: Set<string>;
}

const KINDS = ["people", "offices", "organizations", "topics"] as const;

function noMentions(): Mentions {
  return { people: new Set(), offices: new Set(), organizations: new Set(), topics: new Set() };
}

function mentionsOf({ outlet, report, claims }: FilingInput): Mentions {
  const found = noMentions();
  const party = (key: string) => {
    if (!/^[A-Z]/.test(key)) found.organizations.add(key);
  };
  for (const office of outlet.speaksFor ?? []) found.offices.add(office);
  if (report.speaker !== undefined) found.people.add(report.speaker);
  for (const { field, value } of claims) {
    if (field === "TOPICS" && typeof value === "string") found.topics.add(value);
    if ((field === "ESTABLISHES" || field === "PARTIES") && typeof value === "string") party(value);
    if (typeof value !== "object" || value === null) continue;
    const named = value as { person?: string; party?: string; office?: string };
    if (named.person !== undefined) found.people.add(named.person);
    if (named.office !== undefined) found.offices.add(named.office);
    if (named.party !== undefined) party(named.party);
  }
  return found;
}

function addAll(mentions: Mentions, lists: MentionLists): void {
  for (const kind of KINDS) for (const key of lists[kind]) mentions[kind].add(key);
}

async function unmentioned(statements: Statements): Promise<MentionLists> {
  const rows = await statements.$queryRaw<{ kind: keyof Mentions; key: string }[]>`
    SELECT 'people' AS kind, p.slug AS key FROM person p
    WHERE NOT EXISTS (SELECT FROM participation t WHERE t.person_id = p.id)
      AND NOT EXISTS (SELECT FROM act_person a WHERE a.person_id = p.id)
      AND NOT EXISTS (SELECT FROM report r WHERE r.speaker_id = p.id)
    UNION ALL SELECT 'offices', o.slug FROM office o
    WHERE NOT EXISTS (SELECT FROM participation t WHERE t.office_id = o.id)
      AND NOT EXISTS (SELECT FROM tenure t WHERE t.office_id = o.id)
      AND NOT EXISTS (SELECT FROM outlet_voice v WHERE v.office_id = o.id)
    UNION ALL SELECT 'organizations', g.key FROM party g
    WHERE g.kind = 'ORGANIZATION'
      AND NOT EXISTS (SELECT FROM contact_party c WHERE c.party_id = g.id)
      AND NOT EXISTS (SELECT FROM agreement_party a WHERE a.party_id = g.id)
      AND NOT EXISTS (SELECT FROM agreement a WHERE a.establishes_id = g.id)
      AND NOT EXISTS (SELECT FROM office o WHERE o.party_id = g.id)
    UNION ALL SELECT 'topics', t.slug FROM topic t
    WHERE NOT EXISTS (SELECT FROM contact_topic c WHERE c.topic_id = t.id)`;
  const of = (kind: keyof Mentions) => rows.filter((row) => row.kind === kind).map(({ key }) => key);
  return {
    people: of("people"),
    offices: of("offices"),
    organizations: of("organizations"),
    topics: of("topics"),
  };
}

/** Descriptions of people, offices, organizations and topics, as filings have them. */
type Descriptions = Required<NonNullable<FilingInput["describes"]>>;

const NO_MENTIONS: MentionLists = { people: [], offices: [], organizations: [], topics: [] };

function joined(lists: readonly MentionLists[]): MentionLists {
  const all = (kind: keyof MentionLists) => lists.flatMap((list) => list[kind]);
  return {
    people: all("people"),
    offices: all("offices"),
    organizations: all("organizations"),
    topics: all("topics"),
  };
}

/**
 * Of a page's descriptions, those of a filing: of what it is the first to mention, of the offices that these people
 * hold, and of the organizations whose offices these are. Null for none.
 */
function ownDescriptions(
  all: Descriptions,
  { people, offices, organizations, topics }: MentionLists,
): Descriptions | null {
  const persons = all.people.filter(({ slug }) => people.includes(slug));
  const held = new Set([
    ...offices,
    ...persons.flatMap(({ tenures = [] }) => tenures.map(({ office }) => office)),
  ]);
  const own = all.offices.filter(({ slug }) => held.has(slug));
  const owners = new Set([...organizations, ...own.map(({ party }) => party)]);
  const described = {
    people: persons,
    offices: own,
    organizations: all.organizations.filter(({ slug }) => owners.has(slug)),
    topics: all.topics.filter(({ slug }) => topics.includes(slug)),
  };
  return Object.values(described).every((list) => list.length === 0) ? null : described;
}

/** What was described so far. */
class Described {
  readonly #seen = noMentions();

  /** Of what is mentioned, what was not described before; it is from now on. */
  added(mentions: Mentions): MentionLists {
    const fresh = (kind: keyof Mentions) => {
      const keys = [...mentions[kind]].filter((key) => !this.#seen[kind].has(key));
      for (const key of keys) this.#seen[kind].add(key);
      return keys;
    };
    return {
      people: fresh("people"),
      offices: fresh("offices"),
      organizations: fresh("organizations"),
      topics: fresh("topics"),
    };
  }
}

async function loadDescriptions(
  statements: Statements,
  { people, offices, organizations, topics }: MentionLists,
): Promise<Descriptions> {
  const persons = await statements.person.findMany({
    where: { slug: { in: [...people] } },
    include: {
      names: { orderBy: [{ language: "asc" }, { name: "asc" }] },
      tenures: { include: { office: { include: { party: true } } }, orderBy: { id: "asc" } },
    },
    orderBy: { slug: "asc" },
  });
  const held = persons.flatMap((person) => person.tenures.map(({ office }) => office.slug));
  const officeRows = await statements.office.findMany({
    where: { slug: { in: [...new Set([...offices, ...held])] } },
    include: { party: true },
    orderBy: { slug: "asc" },
  });
  const owners = officeRows.flatMap(({ party }) => (party.kind === "ORGANIZATION" ? [party.key] : []));
  const organizationRows = await statements.party.findMany({
    where: { kind: "ORGANIZATION", key: { in: [...new Set([...organizations, ...owners])] } },
    include: { members: { include: { member: true } } },
    orderBy: { key: "asc" },
  });
  const topicRows = await statements.topic.findMany({
    where: { slug: { in: [...topics] } },
    orderBy: { slug: "asc" },
  });
  return {
    people: persons.map(({ slug, name, names, tenures }) => ({
      slug,
      name,
      names: names.map(({ name: other, language }) => ({ name: other, language })),
      tenures: tenures.map(({ office, fromEdtf, toEdtf }) =>
        withoutNulls({ office: office.slug, from: fromEdtf, to: toEdtf }),
      ),
    })),
    offices: officeRows.map(({ slug, title, party }) => ({ slug, title, party: party.key })),
    organizations: organizationRows.map(({ key, name, members }) => ({
      slug: key,
      name,
      members: members.map(({ member }) => member.key).sort(),
    })),
    topics: topicRows.map(({ slug, label }) => ({ slug, label })),
  };
}

type WithoutNulls<T> = { [K in keyof T]: null extends T[K] ? Exclude<T[K], null> | undefined : T[K] };

function withoutNulls<T extends object>(row: T): WithoutNulls<T> {
  return Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null)) as WithoutNulls<T>;
}
