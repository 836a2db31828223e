import type {
  Agreement,
  AgreementAct,
  Claim,
  Contact,
  Office,
  Outlet,
  Participation,
  Party,
  Person,
  Topic,
} from "../../prisma/client/client.ts";
import { ACT, type Actor, AGREEMENT } from "../agreement/loaders.ts";
import type { Aspects } from "../changes/aspects.ts";
import { CLAIM } from "../claim/loaders.ts";
import { Prisma, type Statements } from "../database/database.ts";
import { type Columns, idAt, jsonRows, rowsOf } from "../database/json.ts";
import { type ReportSource, SELECT_SOURCES, selectLedTo, selectMembers } from "../evidence/loaders.ts";
import { isLiveAt } from "../history/conditions.ts";
import { OUTLET } from "../outlet/loaders.ts";
import { KEY_ROW_OF, type KeyRowOf, selectPages, toPages } from "../paging/keyset.ts";
import type { Page, PageOf } from "../paging/page.ts";
import { PARTY } from "../party/loaders.ts";
import { OFFICE, PERSON } from "../person/loaders.ts";
import { reportsOfContact } from "../report/lists.ts";
import { REPORT, type ReportRow } from "../report/loaders.ts";
import { TOPIC } from "../topic/loaders.ts";
import { contactColumns, PARTICIPATION } from "./columns.ts";
import type { AgreementLink } from "./loaders.ts";

/**
 * What an operation will ask of contacts, so that it can be loaded with them, in one statement instead of one for each
 * level: fields by their GraphQL names, "Contact.topics".
 */
export interface Ahead {
  readonly fields: ReadonlySet<string>;
  /** The page of each contact's reports; null where none is known to be asked for. */
  readonly reports: Page | null;
  /** What of the contacts' own rows it looks at. */
  readonly aspects: Aspects;
}

interface Link {
  readonly parent: string;
  readonly id: string;
}

/** Rows by what they are; what was not wanted is not there. */
export interface ContactGraph {
  readonly contacts: Contact[];
  readonly participants?: Participation[];
  readonly parties?: Link[];
  readonly topics?: (Topic & Pick<Link, "parent">)[];
  readonly reports?: Map<string, PageOf<string>>;
  readonly agreements?: AgreementLink[];
  readonly acts?: AgreementAct[];
  readonly actors?: Actor[];
  readonly agreementParties?: Link[];
  readonly claims?: (Claim & { readonly subject: string })[];
  /** All reports that the claims rest on. */
  readonly sources?: ReportSource[];
  /** What those refer to. */
  readonly person?: Person[];
  readonly office?: Office[];
  readonly party?: Party[];
  readonly report?: ReportRow[];
  readonly outlet?: Outlet[];
  readonly agreement?: Agreement[];
}

/** Loads contacts with what is wanted of them, in one statement; of their own rows, what the operation looks at. */
export async function loadContactGraph(
  statements: Statements,
  ids: readonly string[],
  ahead: Ahead,
): Promise<ContactGraph> {
  const { results, withIds } = statementOf(ahead);
  const [found] = await statements.$queryRaw<Record<string, unknown>[]>(withIds(ids));
  const graph = Object.fromEntries(
    results.map(({ name, columns }) => [
      FIELDS[name] ?? name.replace(/_row$/, ""),
      rowsOf(columns, found?.[name], ids),
    ]),
  );
  if (ahead.reports !== null) {
    graph.reports = toPages(
      ids,
      (graph.reports ?? []) as unknown as KeyRowOf[],
      reportsOfContact(),
      ahead.reports,
    ) as never;
  }
  return graph as unknown as ContactGraph;
}

/** The statement for what is asked, made once. */
function statementOf(ahead: Ahead): Statement {
  const known = made.get(ahead);
  if (known !== undefined) return known;
  const parts = partsOf(ahead, contactColumns(ahead.aspects));
  const steps = [...parts].map(([name, { rows }]) => Prisma.sql`${Prisma.raw(name)} AS (${rows})`);
  const results = [...parts].flatMap(([name, { columns }]) => (columns === null ? [] : [{ name, columns }]));
  const selected = results.map(({ name, columns }) => {
    const table = Prisma.raw(`SELECT * FROM ${name}`);
    return Prisma.sql`${jsonRows(columns, table)} AS ${Prisma.raw(`"${name}"`)}`;
  });
  const { strings, values } = Prisma.sql`
    WITH RECURSIVE asked(id, place) AS MATERIALIZED (SELECT * FROM unnest(${IDS}::uuid[]) WITH ORDINALITY), ${Prisma.join(steps)}
    SELECT ${Prisma.join(selected)}`;
  const statement: Statement = {
    results,
    withIds: (ids) =>
      new Prisma.Sql(
        strings,
        values.map((value) => (value === IDS ? ids : value)),
      ),
  };
  made.set(ahead, statement);
  return statement;
}
/** Cache. */
const made = new WeakMap<Ahead, Statement>();
/** Where the ids of contacts come. */
const IDS = Symbol("ids");

interface Statement {
  /** Its columns: rows as JSON. */
  readonly results: readonly { readonly name: string; readonly columns: ResultColumns }[];
  withIds(ids: readonly string[]): Prisma.Sql;
}

type ResultColumns = Columns<Record<string, unknown>>;

interface Part {
  /** Null for a step that only others look at. */
  readonly columns: ResultColumns | null;
  readonly rows: Prisma.Sql;
}

/** The steps of the statement, each by its name, and after those that it looks at. */
function partsOf({ fields, reports }: Ahead, contact: Columns<Contact>): Map<string, Part> {
  const parts = new Map<string, Part>();
  const add = (name: string, columns: object | null, rows: Prisma.Sql) =>
    parts.set(name, { columns: columns as Part["columns"], rows });
  const wants = (...names: string[]) => names.some((name) => fields.has(name));
  /** Without the columns of fields that are not asked for: rows of these are for one request. */
  const lookedAt = (columns: object, ofFields: Readonly<Record<string, string>>) =>
    Object.fromEntries(
      Object.entries(columns).filter(([name]) => ofFields[name] === undefined || wants(ofFields[name])),
    );
  /** Rows of a table whose ids earlier steps name. */
  const referred = (table: string, columns: object, from: readonly string[]) => {
    const known = from.filter((step) => parts.has(step.split(".")[0] ?? ""));
    if (known.length === 0) return;
    const ids = known.map((step) => {
      const [part = "", column = ""] = step.split(".");
      return `SELECT ${column}::uuid FROM ${part}`;
    });
    const wanted = `(SELECT DISTINCT id FROM (${ids.join(" UNION ALL ")}) AS named(id)) AS wanted`;
    add(`${table}_row`, columns, each(wanted, `SELECT * FROM ${table} WHERE id = wanted.id`));
  };

  add("contacts", contact, each("asked", "SELECT * FROM contact WHERE id = asked.id"));
  if (wants("Contact.participants")) {
    const rows = "SELECT * FROM participation WHERE contact_id = asked.id ORDER BY position";
    add("participants", { ...PARTICIPATION, contactId: PARENT }, each("asked", rows, "asked.place"));
  }
  if (wants("Contact.parties")) {
    const rows = "SELECT party_id AS id, position FROM contact_party WHERE contact_id = asked.id";
    const links = each("asked", rows, "asked.place");
    add("parties", { parent: PARENT, id: "id" }, Prisma.sql`${links} ORDER BY ${IN_ORDER}`);
  }
  if (wants("Contact.topics")) {
    const links = "SELECT topic_id, position FROM contact_topic WHERE contact_id = asked.id";
    add("topic_link", null, each("asked", links, "asked.place"));
    const topics = each("topic_link", "SELECT * FROM topic WHERE id = topic_id", "place, position");
    add("topics", { parent: PARENT, ...TOPIC }, Prisma.sql`${topics} ORDER BY ${IN_ORDER}`);
  }
  if (reports !== null) {
    const list = reportsOfContact();
    add("report_ids", KEY_ROW_OF, selectPages(Prisma.raw("asked"), list, reports));
  }
  if (wants("Contact.evidence")) {
    add("member(subject, id)", null, selectMembers(Prisma.raw("(SELECT id FROM asked)"), null));
    add(
      "claims",
      { subject: "subject", ...lookedAt(CLAIM, CLAIM_FIELDS) },
      Prisma.sql`SELECT member.subject, found.* FROM member CROSS JOIN LATERAL (
          SELECT * FROM claim WHERE claim.contact_id = member.id AND ${isLiveAt(null)} OFFSET 0) AS found
        ORDER BY found.recorded_at, found.report_id, found.position`,
    );
    add("led_to(id)", null, selectLedTo(Prisma.raw("SELECT report_id FROM claims")));
    add("sources", SOURCE, SELECT_SOURCES);
  }
  const fromReports = ["report_ids.id"];
  if (wants("Claim.report")) fromReports.push("claims.report_id");
  referred("report", lookedAt(REPORT, REPORT_FIELDS), fromReports);
  if (wants("Report.outlet")) referred("outlet", OUTLET, ["report_row.outlet_id"]);
  if (wants("Contact.agreements")) {
    const links = "SELECT agreement_id, position FROM contact_agreement WHERE contact_id = asked.id";
    add("agreement_link", null, each("asked", links, "asked.place"));
    const rows = "SELECT id, shown FROM agreement WHERE id = agreement_id";
    const agreements = each("agreement_link", rows, "place, position");
    const columns = { parent: PARENT, id: "id", shown: "shown" };
    add("agreement_ids", columns, Prisma.sql`${agreements} ORDER BY ${IN_ORDER}`);
    referred("agreement", AGREEMENT, ["agreement_ids.id"]);
    if (wants("Agreement.acts")) {
      const ofEach = "SELECT * FROM agreement_act WHERE agreement_id = agreement_row.id ORDER BY kind";
      add("acts", ACT, each("agreement_row", ofEach));
    }
    if (wants("AgreementAct.by")) {
      const ofEach = "SELECT * FROM act_person WHERE agreement_id = agreement_row.id ORDER BY kind, position";
      add("actor_link", null, each("agreement_row", ofEach));
      const act = "actor_link.agreement_id AS parent, actor_link.kind";
      const actors = each("actor_link", "SELECT * FROM person WHERE id = person_id", act);
      add("actors", { parent: "parent", kind: "kind", ...PERSON }, actors);
    }
    if (wants("Agreement.parties")) {
      const ofEach =
        "SELECT agreement_id AS parent, party_id AS id FROM agreement_party WHERE agreement_id = agreement_row.id ORDER BY position";
      add("agreement_parties", LINK, each("agreement_row", ofEach));
    }
  }
  if (wants("Participation.person")) referred("person", PERSON, ["participants.person_id"]);
  if (wants("Participation.office")) referred("office", OFFICE, ["participants.office_id"]);
  const parties = ["parties.id", "agreement_parties.id"];
  if (wants("Participation.party")) parties.push("participants.party_id");
  if (wants("Office.party")) parties.push("office_row.party_id");
  referred("party", PARTY, parties);
  return parts;
}

const SOURCE: Columns<ReportSource> = {
  id: "id",
  outlet: "outlet",
  sortDay: '"sortDay"',
  speaksFor: '"speaksFor"',
  cites: "cites",
  isMachineRead: '"isMachineRead"',
};
const LINK: Columns<Link> = { parent: "parent", id: "id" };
/** Whose it is, of the contacts that are asked for. */
const PARENT = idAt("place");
const IN_ORDER = Prisma.raw("place, position");

/** The fields that columns are for, where they are for one alone. */
const REPORT_FIELDS = {
  title: "Report.title",
  kind: "Report.kind",
  publishedEdtf: "Report.publishedOn",
  url: "Report.url",
  language: "Report.language",
  speakerId: "Report.speaker",
  recordedAt: "Report.recordedAt",
  retractedAt: "Report.retractedAt",
} satisfies Partial<Record<keyof ReportRow, string>>;
const CLAIM_FIELDS = {
  contactId: "Claim.subject",
  agreementId: "Claim.subject",
  quote: "Claim.quote",
  recordedAt: "Claim.recordedAt",
  retractedAt: "Claim.retractedAt",
} satisfies Partial<Record<keyof Claim, string>>;

/** What steps are called in the graph, where the name is another. */
const FIELDS: Record<string, string> = {
  report_ids: "reports",
  agreement_ids: "agreements",
  agreement_parties: "agreementParties",
};

/**
 * The rows of a query for each row of a step, with columns of that: text of this file. PostgreSQL cannot tell how many
 * rows a step has, and would read whole tables to find those of a few; `OFFSET 0` makes it look up each one's, in the step's order.
 */
function each(step: string, rows: string, columns = ""): Prisma.Sql {
  const selected = [...(columns === "" ? [] : [columns]), "found.*"].join(", ");
  return Prisma.raw(`SELECT ${selected} FROM ${step} CROSS JOIN LATERAL (${rows} OFFSET 0) AS found`);
}
