import type { Party } from "../../prisma/client/client.ts";
import type { Reads } from "../cache/reads.ts";
import { idsOf, tag, tags } from "../cache/tags.ts";
import { ROW, UNNAMED } from "../changes/aspects.ts";
import { manyByParent, oneById } from "../database/batch.ts";
import type { Statements } from "../database/database.ts";
import { type Columns, rowsById } from "../database/json.ts";
import { CounterpartLoader } from "./counterparts.ts";

export const PARTY: Columns<Party> = { id: "id", key: "key", kind: "kind", name: "name" };

export function partyLoaders(statements: Statements, reads: Reads) {
  return {
    byId: oneById<Party>((ids) => rowsById(statements, "party", PARTY, ids), {
      reads,
      name: "party",
      on: (_, id) => [tag("PARTY", id, ROW)],
    }),
    /** The states that are members of an organization, by name. */
    members: manyByParent(
      (row: Party & { parent: string }) => row.parent,
      (ids) => statements.$queryRaw`
        SELECT m.organization_id AS parent, p.id, p.key, p.kind::text, p.name
        FROM party_member m JOIN party p ON p.id = m.member_id
        WHERE m.organization_id = ANY(${ids}::uuid[]) ORDER BY p.name, p.key`,
      {
        reads,
        name: "members of party",
        on: (members, id) => [tag("PARTY", id, UNNAMED), ...tags("PARTY", idsOf(members), ROW)],
      },
    ),
    counterparts: new CounterpartLoader(statements, reads),
  };
}
