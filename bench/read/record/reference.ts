import type pg from "pg";
import type { Database } from "../../../src/database/database.ts";
import { insertRows } from "../../../src/database/rows.ts";
import { idOf } from "../../../src/identity/identity.ts";
import { storeReferenceStates } from "../../../src/party/states.ts";
import { storeDescriptions } from "../../../src/report/describe.ts";
import { fold } from "../../../src/search/words.ts";
import { writeSearchEntries } from "../../../src/search/write.ts";
import { holders, offices, outlets, parties, topics, word } from "./world.ts";

/**
 * Stores who and what the synthetic record is about, by the product's own code; and beside, in the schema `fill`,
 * what the SQL of `steps/` draws from: there `ord` is a thing's place in the order of how often it is drawn.
 */
export async function storeReference(database: Database, client: pg.Client): Promise<void> {
  const { prisma } = database;
  const world = { parties: parties(), topics: topics() };
  const allOffices = offices(world.parties);
  const allHolders = holders(allOffices);
  const allOutlets = outlets(allOffices);
  await storeReferenceStates(database);
  await storeDescriptions(prisma, [
    {
      organizations: world.parties
        .filter(({ isState }) => !isState)
        .map(({ key, name }) => ({ slug: key, name, members: ["FR", "DE", "IT"] })),
      offices: allOffices.map(({ slug, title, party }) => ({ slug, title, party: party.key })),
      people: allHolders.map(({ slug, name, office, from, to }) => ({
        slug,
        name,
        names: [],
        tenures: [{ office: office.slug, from, to }],
      })),
      topics: world.topics,
    },
  ]);
  await insertRows(
    prisma,
    "outlet",
    allOutlets.map(({ slug, name, kind, party }) => ({
      id: idOf("outlet", slug),
      slug,
      name,
      kind,
      country_id: party?.isState === true ? idOf("party", party.key) : null,
      url: `https://${slug}.example/`,
    })),
  );
  await insertRows(
    prisma,
    "outlet_voice",
    allOutlets.flatMap(({ slug, office }) =>
      office === null ? [] : [{ outlet_id: idOf("outlet", slug), office_id: idOf("office", office.slug) }],
    ),
  );
  await writeSearchEntries(
    prisma,
    allOutlets.map(({ slug, name }) => ({ kind: "OUTLET", id: idOf("outlet", slug), title: name, body: "" })),
  );

  const ordOf = new Map(world.parties.map(({ key }, index) => [key, index + 1]));
  await keep(
    client,
    "party",
    "ord int, id uuid, key text, name text, folded text, city text",
    world.parties.map(({ key, name }, index) => ({
      ord: index + 1,
      id: idOf("party", key),
      key,
      name,
      folded: fold(name),
      city: `${word(index * 7 + 3)} City`,
    })),
  );
  await keep(
    client,
    "holder",
    "party int, office int, term int, person_id uuid, person text, name text, office_id uuid, office_slug text",
    allHolders.map(({ slug, name, office, term }) => ({
      party: ordOf.get(office.party.key),
      office: office.number,
      term,
      person_id: idOf("person", slug),
      person: slug,
      name,
      office_id: idOf("office", office.slug),
      office_slug: office.slug,
    })),
  );
  await keep(
    client,
    "topic",
    "ord int, id uuid, slug text, label text",
    world.topics.map(({ slug, label }, index) => ({ ord: index + 1, id: idOf("topic", slug), slug, label })),
  );
  await keep(
    client,
    "outlet",
    "id uuid, slug text, name text, kind outlet_kind, drawn_by text",
    allOutlets.map(({ slug, name, kind, party, lane, place }) => ({
      id: idOf("outlet", slug),
      slug,
      name,
      kind,
      drawn_by: party === null ? `NEWS_AGENCY ${lane} ${place}` : `${kind} ${ordOf.get(party.key)}`,
    })),
  );
}

/** Makes a table of the schema `fill`, with these rows. */
export async function keep(
  client: pg.Client,
  table: string,
  columns: string,
  rows: readonly object[],
): Promise<void> {
  await client.query(`CREATE UNLOGGED TABLE fill.${table} (${columns})`);
  await client.query(
    `INSERT INTO fill.${table} SELECT * FROM jsonb_populate_recordset(NULL::fill.${table}, $1)`,
    [JSON.stringify(rows)],
  );
  await client.query(`ANALYZE fill.${table}`);
}
