import type { Office, Person, PersonName, Tenure } from "../../prisma/client/client.ts";
import type { Reads } from "../cache/reads.ts";
import { tag } from "../cache/tags.ts";
import { ROW, UNNAMED } from "../changes/aspects.ts";
import { manyByParent, oneById } from "../database/batch.ts";
import type { Statements } from "../database/database.ts";
import { type Columns, rowsById } from "../database/json.ts";

export const PERSON: Columns<Person> = { id: "id", slug: "slug", name: "name" };
export const OFFICE: Columns<Office> = { id: "id", slug: "slug", title: "title", partyId: "party_id" };

export function personLoaders(statements: Statements, reads: Reads) {
  const ofPerson = (name: string) => ({
    reads,
    name,
    on: (_: unknown, id: string) => [tag("PERSON", id, UNNAMED)],
  });
  return {
    byId: oneById<Person>((ids) => rowsById(statements, "person", PERSON, ids), {
      reads,
      name: "person",
      on: (_, id) => [tag("PERSON", id, ROW)],
    }),
    /** Names in other languages and scripts. */
    names: manyByParent(
      (name: PersonName) => name.personId,
      (ids) =>
        statements.personName.findMany({
          where: { personId: { in: ids } },
          orderBy: [{ language: "asc" }, { name: "asc" }],
        }),
      ofPerson("names of person"),
    ),
    /** Offices held, the earliest first, those without dates last. */
    tenures: manyByParent(
      (tenure: Tenure) => tenure.personId,
      (ids) =>
        statements.tenure.findMany({
          where: { personId: { in: ids } },
          orderBy: [{ fromEarliest: { sort: "asc", nulls: "last" } }, { id: "asc" }],
        }),
      ofPerson("tenures of person"),
    ),
    office: oneById<Office>((ids) => rowsById(statements, "office", OFFICE, ids), {
      reads,
      name: "office",
      on: (_, id) => [tag("OFFICE", id, ROW)],
    }),
  };
}
