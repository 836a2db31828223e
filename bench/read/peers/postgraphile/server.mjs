import { createServer } from "node:http";
import { postgraphile } from "postgraphile";
import { makePgService } from "postgraphile/adaptors/pg";
import { grafserv } from "postgraphile/grafserv/node";
import { PostGraphileAmberPreset } from "postgraphile/presets/amber";
import { pgSmartTags } from "postgraphile/utils";
import { PostGraphileConnectionFilterPreset } from "postgraphile-plugin-connection-filter";

/** Columns that queries filter or order by although no index begins with them. */
const COLUMNS = {
  contact: ["shown", "date_edtf", "date_earliest"],
  contact_party: ["position"],
  contact_topic: ["position"],
  contact_agreement: ["position"],
  agreement_party: ["position"],
  claim: ["retracted_at"],
};
const usable = pgSmartTags(
  Object.entries(COLUMNS).flatMap(([table, columns]) =>
    columns.map((column) => ({
      kind: "attribute",
      match: `public.${table}.${column}`,
      tags: { isIndexed: true },
    })),
  ),
);

// PostGraphile 5 in library mode, as https://postgraphile.org/postgraphile/5/usage-library/ shows it.
const pgl = postgraphile({
  extends: [PostGraphileAmberPreset, PostGraphileConnectionFilterPreset],
  plugins: [usable],
  pgServices: [makePgService({ connectionString: process.env.DATABASE_URL, schemas: ["public", "peer"] })],
  grafserv: { graphiql: false, watch: false },
  grafast: { explain: false },
});
const serv = pgl.createServ(grafserv);
const server = createServer();
await serv.addTo(server);
server.listen(Number(process.env.PORT), "127.0.0.1", () => {
  process.stdout.write(`http://127.0.0.1:${server.address().port}/graphql\n`);
});
