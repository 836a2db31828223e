import type { Office, Outlet } from "../../prisma/client/client.ts";
import type { Reads } from "../cache/reads.ts";
import { idsOf, tag, tags } from "../cache/tags.ts";
import { ROW, UNNAMED } from "../changes/aspects.ts";
import { manyByParent, oneById } from "../database/batch.ts";
import type { Statements } from "../database/database.ts";
import { type Columns, rowsById } from "../database/json.ts";

export const OUTLET: Columns<Outlet> = {
  id: "id",
  slug: "slug",
  name: "name",
  kind: "kind",
  countryId: "country_id",
  url: "url",
};

export function outletLoaders(statements: Statements, reads: Reads) {
  return {
    byId: oneById<Outlet>((ids) => rowsById(statements, "outlet", OUTLET, ids), {
      reads,
      name: "outlet",
      on: (_, id) => [tag("OUTLET", id, ROW)],
    }),
    /** Offices whose voice an outlet is. */
    speaksFor: manyByParent(
      (row: Office & { parent: string }) => row.parent,
      (ids) => statements.$queryRaw`
        SELECT v.outlet_id AS parent, o.id, o.slug, o.title, o.party_id AS "partyId"
        FROM outlet_voice v JOIN office o ON o.id = v.office_id
        WHERE v.outlet_id = ANY(${ids}::uuid[]) ORDER BY o.slug`,
      {
        reads,
        name: "offices of outlet",
        on: (offices, id) => [tag("OUTLET", id, UNNAMED), ...tags("OFFICE", idsOf(offices), ROW)],
      },
    ),
  };
}
