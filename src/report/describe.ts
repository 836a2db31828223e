import type { Statements } from "../database/database.ts";
import { insertRows } from "../database/rows.ts";
import { idOf } from "../identity/identity.ts";
import { writeSearchEntries } from "../search/write.ts";
import { dateColumns } from "../time/columns.ts";
import type { Filing } from "./filing.ts";

/**
 * Stores the people, offices, organizations and topics that filings describe. Who is known already stays as first
 * described; names in other languages and tenures are added.
 */
export async function storeDescriptions(
  statements: Statements,
  described: readonly Filing["describes"][],
): Promise<void> {
  const organizations = firstOfEach(described.flatMap((some) => some.organizations));
  const offices = firstOfEach(described.flatMap((some) => some.offices));
  const people = described.flatMap((some) => some.people);
  const topics = firstOfEach(described.flatMap((some) => some.topics));

  await insertRows(
    statements,
    "party",
    organizations.map(({ slug, name }) => ({
      id: idOf("party", slug),
      key: slug,
      kind: "ORGANIZATION",
      name,
    })),
    "ignore",
  );
  await insertRows(
    statements,
    "party_member",
    organizations.flatMap(({ slug, members }) =>
      members.map((key) => ({ organization_id: idOf("party", slug), member_id: idOf("party", key) })),
    ),
    "ignore",
  );
  await insertRows(
    statements,
    "office",
    offices.map(({ slug, title, party }) => ({
      id: idOf("office", slug),
      slug,
      title,
      party_id: idOf("party", party),
    })),
    "ignore",
  );
  await insertRows(
    statements,
    "topic",
    topics.map(({ slug, label }) => ({ id: idOf("topic", slug), slug, label })),
    "ignore",
  );
  await storePeople(statements, people);
  const named = await statements.$queryRaw<
    { kind: "ORGANIZATION" | "OFFICE" | "TOPIC"; id: string; title: string }[]
  >`
    SELECT 'ORGANIZATION' AS kind, id, name AS title FROM party WHERE key = ANY(${slugsOf(organizations)})
    UNION ALL SELECT 'OFFICE', id, title FROM office WHERE slug = ANY(${slugsOf(offices)})
    UNION ALL SELECT 'TOPIC', id, label FROM topic WHERE slug = ANY(${slugsOf(topics)})`;
  await writeSearchEntries(
    statements,
    named.map((row) => ({ ...row, body: "" })),
  );
}

async function storePeople(
  statements: Statements,
  people: readonly Filing["describes"]["people"][number][],
): Promise<void> {
  if (people.length === 0) return;
  await insertRows(
    statements,
    "person",
    firstOfEach(people).map(({ slug, name }) => ({ id: idOf("person", slug), slug, name })),
    "ignore",
  );
  await insertRows(
    statements,
    "person_name",
    people.flatMap(({ slug, names }) =>
      names.map(({ name, language }) => ({ person_id: idOf("person", slug), language, name })),
    ),
    "ignore",
  );
  const tenures = people.flatMap(({ slug, tenures }) =>
    tenures.map(({ office, from, to }) => {
      const [start, end] = [dateColumns(from), dateColumns(to)];
      return {
        id: tenureId(slug, office, from, to),
        person_id: idOf("person", slug),
        office_id: idOf("office", office),
        from_edtf: start.edtf,
        from_earliest: start.earliest,
        from_latest: start.latest,
        to_edtf: end.edtf,
        to_earliest: end.earliest,
        to_latest: end.latest,
      };
    }),
  );
  await insertRows(statements, "tenure", tenures, "ignore");
  const named = await statements.$queryRaw<{ id: string; name: string; names: string }[]>`
    SELECT p.id, p.name,
           coalesce((SELECT string_agg(n.name, ' ' ORDER BY n.language, n.name) FROM person_name n
                     WHERE n.person_id = p.id), '') AS names
    FROM person p WHERE p.slug = ANY(${slugsOf(people)})`;
  await writeSearchEntries(
    statements,
    named.map(({ id, name, names }) => ({ kind: "PERSON", id, title: name, body: names })),
  );
}

/** The id of a tenure, by its slugs and EDTF dates. */
export function tenureId(person: string, office: string, from?: string, to?: string): string {
  return idOf("tenure", JSON.stringify([person, office, from, to]));
}

function slugsOf(described: readonly { slug: string }[]): string[] {
  return [...new Set(described.map(({ slug }) => slug))];
}

function firstOfEach<T extends { slug: string }>(described: readonly T[]): T[] {
  const first = new Map<string, T>();
  for (const one of described) if (!first.has(one.slug)) first.set(one.slug, one);
  return [...first.values()];
}
