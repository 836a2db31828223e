import { createServer } from "node:http";
import SchemaBuilder from "@pothos/core";
import PrismaPlugin from "@pothos/plugin-prisma";
import RelayPlugin from "@pothos/plugin-relay";
import { PrismaPg } from "@prisma/adapter-pg";
import { createYoga } from "graphql-yoga";
import { PrismaClient } from "../.generated/client/client.ts";
import {
  AgreementActKind,
  AgreementKind,
  ClaimField,
  ContactKind,
  OutletKind,
  ParticipationRole,
  ReportKind,
  Stance,
} from "../.generated/client/enums.ts";
import { getDatamodel } from "../.generated/pothos.ts";

// What a user of Readout's own packages has without Readout: its models, shown by Pothos's Prisma plugin as
// https://pothos-graphql.dev/docs/plugins/prisma shows it.

const prisma = new PrismaClient({ adapter: new PrismaPg({ connectionString: process.env.DATABASE_URL }) });
const builder = new SchemaBuilder({
  plugins: [PrismaPlugin, RelayPlugin],
  prisma: { client: prisma, dmmf: getDatamodel() },
});
for (const [name, values] of Object.entries({
  AgreementActKind,
  AgreementKind,
  ClaimField,
  ContactKind,
  OutletKind,
  ParticipationRole,
  ReportKind,
  Stance,
})) {
  builder.enumType(values, { name });
}

const BY_POSITION = { query: { orderBy: { position: "asc" } } };

builder.prismaNode("Contact", {
  id: { field: "id" },
  fields: (t) => ({
    kind: t.expose("kind", { type: ContactKind }),
    title: t.exposeString("title"),
    date: t.exposeString("dateEdtf", { nullable: true }),
    independentOutlets: t.exposeInt("independentOutlets"),
    disputed: t.exposeBoolean("disputed"),
    participants: t.relation("participations", BY_POSITION),
    parties: t.relation("parties", BY_POSITION),
    topics: t.relation("topics", BY_POSITION),
    agreements: t.relation("agreements", BY_POSITION),
    reports: t.relation("reports", {
      args: { first: t.arg.int({ required: true }) },
      query: ({ first }) => ({ orderBy: [{ sortDay: "desc" }, { reportId: "desc" }], take: first }),
    }),
    claims: t.relation("claims", { query: { where: { retractedAt: null } } }),
  }),
});
builder.prismaObject("Participation", {
  fields: (t) => ({
    role: t.expose("role", { type: ParticipationRole }),
    person: t.relation("person", { nullable: true }),
    office: t.relation("office", { nullable: true }),
    party: t.relation("party", { nullable: true }),
  }),
});
builder.prismaObject("ContactParty", { fields: (t) => ({ party: t.relation("party") }) });
builder.prismaObject("ContactTopic", { fields: (t) => ({ topic: t.relation("topic") }) });
builder.prismaObject("ContactAgreement", { fields: (t) => ({ agreement: t.relation("agreement") }) });
builder.prismaObject("ContactReport", { fields: (t) => ({ report: t.relation("report") }) });
builder.prismaObject("Person", { fields: (t) => ({ name: t.exposeString("name") }) });
builder.prismaObject("Office", {
  fields: (t) => ({ title: t.exposeString("title"), party: t.relation("party") }),
});
builder.prismaObject("Party", {
  fields: (t) => ({ key: t.exposeString("key"), name: t.exposeString("name") }),
});
builder.prismaObject("Topic", {
  fields: (t) => ({ slug: t.exposeString("slug"), label: t.exposeString("label") }),
});
builder.prismaObject("Outlet", {
  fields: (t) => ({ name: t.exposeString("name"), kind: t.expose("kind", { type: OutletKind }) }),
});
builder.prismaObject("Report", {
  fields: (t) => ({
    title: t.exposeString("title"),
    kind: t.expose("kind", { type: ReportKind }),
    publishedOn: t.exposeString("publishedEdtf", { nullable: true }),
    outlet: t.relation("outlet"),
  }),
});
builder.prismaObject("Claim", {
  fields: (t) => ({
    id: t.exposeID("id"),
    field: t.expose("field", { type: ClaimField }),
    value: t.exposeString("value", { nullable: true }),
    stance: t.expose("stance", { type: Stance }),
    quote: t.exposeString("quote", { nullable: true }),
    report: t.relation("report"),
  }),
});
builder.prismaObject("Agreement", {
  fields: (t) => ({
    slug: t.exposeString("slug"),
    title: t.exposeString("title"),
    kind: t.expose("kind", { type: AgreementKind }),
    acts: t.relation("acts", { query: { orderBy: { kind: "asc" } } }),
    parties: t.relation("parties", BY_POSITION),
  }),
});
builder.prismaObject("AgreementAct", {
  fields: (t) => ({ kind: t.expose("kind", { type: AgreementActKind }), by: t.relation("by", BY_POSITION) }),
});
builder.prismaObject("ActPerson", { fields: (t) => ({ person: t.relation("person") }) });
builder.prismaObject("AgreementParty", { fields: (t) => ({ party: t.relation("party") }) });

const Year = builder.objectRef("Year").implement({
  fields: (t) => ({
    start: t.exposeString("start"),
    contacts: t.exposeInt("contacts"),
    calls: t.exposeInt("calls"),
    summits: t.exposeInt("summits"),
    visits: t.exposeInt("visits"),
    agreements: t.exposeInt("agreements"),
    reports: t.exposeInt("reports"),
  }),
});

const LATEST_FIRST = [{ sortDay: "desc" }, { id: "desc" }];
const haveBoth = ({ a, b }) => ({
  shown: true,
  AND: [a, b].map((key) => ({ parties: { some: { party: { key } } } })),
});

builder.queryType({
  fields: (t) => {
    const pair = { a: t.arg.string({ required: true }), b: t.arg.string({ required: true }) };
    const first = t.arg.int({ required: true });
    const period = { from: t.arg.string({ required: true }), to: t.arg.string({ required: true }) };
    return {
      contacts: t.prismaConnection({
        type: "Contact",
        cursor: "id",
        resolve: (query) =>
          prisma.contact.findMany({ ...query, where: { shown: true }, orderBy: LATEST_FIRST }),
      }),
      contact: t.prismaField({
        type: "Contact",
        nullable: true,
        args: { id: t.arg.string({ required: true }) },
        resolve: (query, _, { id }) => prisma.contact.findUnique({ ...query, where: { id, shown: true } }),
      }),
      // Prisma's own text search knows no index on an expression: the page's ids are found by SQL.
      contactsWithWords: t.prismaField({
        type: ["Contact"],
        args: { party: t.arg.string({ required: true }), words: t.arg.string({ required: true }), ...period },
        resolve: async (query, _, { party, words, from, to }) => {
          const rows = await prisma.$queryRaw`
            SELECT c.id FROM contact c
            WHERE c.shown AND c.date_edtf IS NOT NULL
              AND (c.date_latest >= ${from}::date OR c.date_latest IS NULL)
              AND (c.date_earliest <= ${to}::date OR c.date_earliest IS NULL)
              AND c.id IN (SELECT contact_id FROM contact_party WHERE party_id = (SELECT id FROM party WHERE key = ${party}))
              AND c.id IN (SELECT s.id FROM search_entry s
                WHERE s.kind = 'CONTACT' AND search_vector(s.title, s.body) @@ to_tsquery('pg_catalog.simple', ${words}))
            ORDER BY c.sort_day DESC, c.id DESC LIMIT 20`;
          const ids = rows.map(({ id }) => id);
          return prisma.contact.findMany({ ...query, where: { id: { in: ids } }, orderBy: LATEST_FIRST });
        },
      }),
      party: t.prismaField({
        type: "Party",
        nullable: true,
        args: { key: t.arg.string({ required: true }) },
        resolve: (query, _, { key }) => prisma.party.findUnique({ ...query, where: { key } }),
      }),
      contactsBetween: t.prismaField({
        type: ["Contact"],
        args: { ...pair, first },
        resolve: (query, _, args) =>
          prisma.contact.findMany({
            ...query,
            where: haveBoth(args),
            orderBy: LATEST_FIRST,
            take: args.first,
          }),
      }),
      lastContact: t.prismaField({
        type: "Contact",
        nullable: true,
        args: pair,
        resolve: (query, _, args) =>
          prisma.contact.findFirst({
            ...query,
            where: { ...haveBoth(args), sortDay: { gt: -2147483648 } },
            orderBy: LATEST_FIRST,
          }),
      }),
      agreementsBetween: t.prismaField({
        type: ["Agreement"],
        args: { ...pair, first },
        resolve: (query, _, args) =>
          prisma.agreement.findMany({
            ...query,
            where: haveBoth(args),
            orderBy: LATEST_FIRST,
            take: args.first,
          }),
      }),
      timeline: t.field({
        type: [Year],
        args: { ...pair, ...period },
        resolve: (_, { a, b, from, to }) =>
          prisma.$queryRaw`
            SELECT start::text, contacts, calls, summits, visits, agreements, reports
            FROM peer.timeline(${a}, ${b}, ${from}::date, ${to}::date)`,
      }),
    };
  },
});

const server = createServer(createYoga({ schema: builder.toSchema(), graphiql: false, logging: "warn" }));
server.listen(Number(process.env.PORT), "127.0.0.1", () => {
  process.stdout.write(`http://127.0.0.1:${server.address().port}/graphql\n`);
});
