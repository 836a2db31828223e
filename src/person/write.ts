import type { Database, Statements } from "../database/database.ts";
import { Conflict, DomainError, NotFound, type Rejection, rejectionOf } from "../errors/errors.ts";
import { beginWriting } from "../history/write.ts";
import { storeDescriptions, tenureId } from "../report/describe.ts";
import type { PersonRow } from "./rules.ts";

/** What became of a row: it brought something, gave a tenure other dates, or was known. */
export type PersonRowResult =
  | { readonly outcome: "created" | "updated" | "unchanged" }
  | { readonly outcome: "rejected"; readonly reason: Rejection };

/**
 * Stores people, offices and tenures, all of it in one transaction; a row that cannot be taken is rejected alone. A tenure
 * with the beginning of one that is known takes its place, and so does a dated one that of one without dates.
 */
export async function storePeople(
  { prisma }: Pick<Database, "prisma">,
  rows: readonly PersonRow[],
): Promise<PersonRowResult[]> {
  return prisma.$transaction(async (statements) => {
    await beginWriting(statements);
    const known = await loadKnown(statements, rows);
    const taken: PersonRow[] = [];
    const superseded = new Set<string>();
    const results = rows.map((row): PersonRowResult => {
      try {
        check(row, known);
        const before = supersededBy(row, known);
        const isNew = add(row, known);
        if (isNew || before.length > 0) taken.push(row);
        for (const { id } of before) superseded.add(id);
        superseded.delete(tenureIdOf(row));
        return { outcome: before.length > 0 ? "updated" : isNew ? "created" : "unchanged" };
      } catch (error) {
        if (!(error instanceof DomainError)) throw error;
        return { outcome: "rejected", reason: rejectionOf(error) };
      }
    });
    await storeDescriptions(statements, taken.map(descriptionOf));
    // Last, since what came in this batch may be superseded by it.
    await statements.tenure.deleteMany({ where: { id: { in: [...superseded] } } });
    return results;
  });
}

interface TenureRow {
  readonly id: string;
  readonly from: string | null;
  readonly to: string | null;
}

interface Known {
  readonly parties: ReadonlySet<string>;
  readonly people: Set<string>;
  /** "vladimir-putin ru Владимир Путин" */
  readonly names: Set<string>;
  /** The parties whose they are. */
  readonly offices: Map<string, string>;
  /** By person and office. */
  readonly tenures: Map<string, TenureRow[]>;
}

async function loadKnown(statements: Statements, rows: readonly PersonRow[]): Promise<Known> {
  const people = [...new Set(rows.flatMap(({ person }) => person?.slug ?? []))];
  const offices = [...new Set(rows.flatMap(({ office }) => office?.slug ?? []))];
  const parties = [...new Set(rows.flatMap(({ office }) => office?.party ?? []))];
  const tenures = await statements.$queryRaw<(TenureRow & { person: string; office: string })[]>`
    SELECT t.id, p.slug AS person, o.slug AS office, t.from_edtf AS "from", t.to_edtf AS "to"
    FROM tenure t JOIN person p ON p.id = t.person_id JOIN office o ON o.id = t.office_id
    WHERE p.slug = ANY(${people}) AND o.slug = ANY(${offices})`;
  const names = await statements.$queryRaw<{ slug: string; language: string; name: string }[]>`
    SELECT p.slug, n.language, n.name FROM person_name n JOIN person p ON p.id = n.person_id
    WHERE p.slug = ANY(${people})`;
  const found = await statements.office.findMany({
    where: { slug: { in: offices } },
    select: { slug: true, party: { select: { key: true } } },
  });
  const known = await statements.person.findMany({ where: { slug: { in: people } }, select: { slug: true } });
  const existing = await statements.party.findMany({
    where: { key: { in: parties } },
    select: { key: true },
  });
  return {
    parties: new Set(existing.map(({ key }) => key)),
    people: new Set(known.map(({ slug }) => slug)),
    names: new Set(names.map(({ slug, language, name }) => `${slug} ${language} ${name}`)),
    offices: new Map(found.map(({ slug, party }) => [slug, party.key])),
    tenures: Map.groupBy(tenures, ({ person, office }) => `${person} ${office}`),
  };
}

/** Throws NotFound and Conflict for a row that the record cannot take. */
function check({ person, office }: PersonRow, known: Known): void {
  if (person?.name === null && !known.people.has(person.slug)) {
    throw new NotFound(`There is no person "${person.slug}"`, {
      path: ["person"],
      expected: "a person who is known, or a name",
      got: person.slug,
    });
  }
  if (office === null) return;
  const { slug, title, party } = office;
  if (party !== null && !known.parties.has(party)) {
    throw new NotFound(`There is no party "${party}"`, {
      path: ["party"],
      expected: "an ISO 3166 code, or the slug of an organization that is known",
      got: party,
    });
  }
  const owner = known.offices.get(slug);
  if (owner === undefined && (title === null || party === null)) {
    throw new NotFound(`There is no office "${slug}"`, {
      path: ["office"],
      expected: "an office that is known, or its title and party",
      got: slug,
    });
  }
  if (owner !== undefined && party !== null && owner !== party) {
    throw new Conflict(`The office "${slug}" is one of ${owner}`, {
      path: ["party"],
      expected: owner,
      got: party,
    });
  }
}

/** The tenures in whose place it comes. */
function supersededBy({ person, office, from, to }: PersonRow, { tenures }: Known): TenureRow[] {
  if (person === null || office === null || (from === null && to === null)) return [];
  const own = tenures.get(`${person.slug} ${office.slug}`) ?? [];
  return own.filter((known) =>
    known.to !== to || known.from !== from
      ? (known.from === null && known.to === null) || (from !== null && known.from === from)
      : false,
  );
}

/** Makes known what the row brings; false where that is nothing. */
function add(row: PersonRow, known: Known): boolean {
  const { person, office, names, from, to } = row;
  let isNew = false;
  if (person !== null) {
    isNew ||= !known.people.has(person.slug);
    known.people.add(person.slug);
    for (const { language, name } of names) {
      const key = `${person.slug} ${language} ${name}`;
      isNew ||= !known.names.has(key);
      known.names.add(key);
    }
  }
  if (office !== null) {
    isNew ||= !known.offices.has(office.slug);
    if (office.party !== null) known.offices.set(office.slug, office.party);
  }
  if (person === null || office === null) return isNew;
  const key = `${person.slug} ${office.slug}`;
  const own = known.tenures.get(key) ?? [];
  const isBare = from === null && to === null;
  // Without dates it says less than any that is known.
  if (isBare ? own.length > 0 : own.some((other) => other.from === from && other.to === to)) return isNew;
  const replaced = supersededBy(row, known);
  const left = own.filter((other) => !replaced.includes(other));
  known.tenures.set(key, [...left, { id: tenureIdOf(row), from, to }]);
  return true;
}

function tenureIdOf({ person, office, from, to }: PersonRow): string {
  return tenureId(person?.slug ?? "", office?.slug ?? "", from ?? undefined, to ?? undefined);
}

function descriptionOf({
  person,
  names,
  office,
  from,
  to,
}: PersonRow): Parameters<typeof storeDescriptions>[1][number] {
  const tenure =
    office === null ? [] : [{ office: office.slug, from: from ?? undefined, to: to ?? undefined }];
  return {
    people:
      person === null
        ? []
        : [{ slug: person.slug, name: person.name ?? person.slug, names: [...names], tenures: tenure }],
    offices:
      office === null || office.title === null || office.party === null
        ? []
        : [{ slug: office.slug, title: office.title, party: office.party }],
    organizations: [],
    topics: [],
  };
}
