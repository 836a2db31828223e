import type { Office, Person, PersonName, Tenure } from "../../prisma/client/client.ts";
import { manyByParent, oneById } from "../database/batch.ts";
import type { Statements } from "../database/database.ts";

export function personLoaders(statements: Statements) {
  return {
    byId: oneById<Person>((ids) => statements.person.findMany({ where: { id: { in: ids } } })),
    /** Names in other languages and scripts. */
    names: manyByParent(
      (name: PersonName) => name.personId,
      (ids) =>
        statements.personName.findMany({
          where: { personId: { in: ids } },
          orderBy: [{ language: "asc" }, { name: "asc" }],
        }),
    ),
    /** Offices held, the earliest first, those without dates last. */
    tenures: manyByParent(
      (tenure: Tenure) => tenure.personId,
      (ids) =>
        statements.tenure.findMany({
          where: { personId: { in: ids } },
          orderBy: [{ fromEarliest: { sort: "asc", nulls: "last" } }, { id: "asc" }],
        }),
    ),
    office: oneById<Office>((ids) => statements.office.findMany({ where: { id: { in: ids } } })),
  };
}
