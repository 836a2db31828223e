import type { Statements } from "../database/database.ts";
import type { FilingInput } from "./filing.ts";

export interface MentionLists {
  readonly people: readonly string[];
  readonly offices: readonly string[];
  readonly organizations: readonly string[];
  readonly topics: readonly string[];
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

export function mentionsOf({ outlet, report, claims }: FilingInput): Mentions {
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
    const named = value as { person?: string; party?: string; office?: string; knownAs?: string };
    if (named.person !== undefined) found.people.add(named.person);
    if (named.knownAs !== undefined) found.people.add(named.knownAs);
    if (named.office !== undefined) found.offices.add(named.office);
    if (named.party !== undefined) party(named.party);
  }
  return found;
}

export function addAll(mentions: Mentions, lists: MentionLists): void {
  for (const kind of KINDS) for (const key of lists[kind]) mentions[kind].add(key);
}

/** Keys of what no report mentions, by kind. */
export async function unmentioned(statements: Statements): Promise<MentionLists> {
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
export type Descriptions = Required<NonNullable<FilingInput["describes"]>>;

export const NO_MENTIONS: MentionLists = { people: [], offices: [], organizations: [], topics: [] };

export function joined(lists: readonly MentionLists[]): MentionLists {
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
export function ownDescriptions(
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
export class Described {
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

export async function loadDescriptions(
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

export function withoutNulls<T extends object>(row: T): WithoutNulls<T> {
  return Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null)) as WithoutNulls<T>;
}
