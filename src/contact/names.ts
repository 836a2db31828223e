import type { Statements } from "../database/database.ts";
import type { ContactState, Names } from "./rules.ts";

/** The names of the people, parties and topics that these states hold by key. */
export async function loadNames(
  statements: Statements,
  states: readonly ContactState[],
): Promise<Names & { topic(slug: string): string }> {
  const slugs = states.flatMap(({ participants }) => participants.map(({ person }) => person ?? ""));
  const keys = states.flatMap(({ parties, host }) => [...parties, host ?? ""]);
  const topics = states.flatMap((state) => state.topics);
  const rows = await statements.$queryRaw<{ kind: string; key: string; name: string }[]>`
    SELECT 'person' AS kind, slug AS key, name FROM person WHERE slug = ANY(${[...new Set(slugs)]})
    UNION ALL SELECT 'party', key, name FROM party WHERE key = ANY(${[...new Set(keys)]})
    UNION ALL SELECT 'topic', slug, label FROM topic WHERE slug = ANY(${[...new Set(topics)]})`;
  const names = new Map(rows.map(({ kind, key, name }) => [`${kind} ${key}`, name]));
  const name = (kind: string) => (key: string) => names.get(`${kind} ${key}`) ?? key;
  return { person: name("person"), party: name("party"), topic: name("topic") };
}
