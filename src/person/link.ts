import { readParticipant, writeParticipant } from "../claim/notation.ts";
import type { Database, Statements } from "../database/database.ts";
import { RULES_OUTLET } from "../evidence/rules.ts";
import { type ParticipantValue, readFiling } from "../report/filing.ts";
import { retractReport } from "../report/retract.ts";
import { fileReports } from "../report/write.ts";
import { parseFuzzyDate } from "../time/date.ts";
import { isFamilyName, type KnownTenure, tenureMeant } from "./rules.ts";

/** What linking did, and how many of those whom it looks at it leaves as they are. */
export interface Linked {
  /** Participations under a family name only, in an office whose holders are known. */
  readonly mentions: number;
  /** Those that are linked now, after this. */
  readonly links: number;
  readonly linked: number;
  readonly unlinked: number;
}

/**
 * Reads whom reports mean that name a participant by family name and office only, where the tenures leave one person: an
 * INFERRED claim, filed by a rule. Those that the tenures do not bear out any more are retracted. What somebody says of
 * who it was, or was not, stands; nothing is read there.
 */
export async function linkTenures(database: Pick<Database, "prisma">, actor: string): Promise<Linked> {
  const { prisma } = database;
  const tenures = Map.groupBy(await loadTenures(prisma), ({ office }) => office);
  const mentions = await loadMentions(prisma, [...tenures.keys()]);
  const participants = await loadParticipants(prisma, [...new Set(mentions.map(({ contact }) => contact))]);
  const wanted = new Map<string, Reading>();
  for (const mention of mentions) {
    const reading = readingOf(
      mention,
      tenures.get(mention.office) ?? [],
      participants.get(mention.contact) ?? [],
    );
    if (reading !== null) wanted.set(keyOf(reading), reading);
  }
  const current = new Map((await loadReadings(prisma)).map((reading) => [keyOf(reading), reading.report]));
  const stale = [...current].filter(([key]) => !wanted.has(key));
  for (const [, report] of stale) {
    const reason =
      "The tenures that are known do not leave this one person any more, or somebody says who it was";
    await retractReport(database, { id: report, reason, actor });
  }
  const missing = [...wanted].filter(([key]) => !current.has(key)).map(([, reading]) => reading);
  let linked = 0;
  for (let start = 0; start < missing.length; start += BATCH) {
    const filings = missing.slice(start, start + BATCH).map(filingOf);
    const results = await fileReports(database, filings, { actor, action: "VALUE_INFERRED" });
    linked += results.filter(({ outcome }) => outcome === "created").length;
  }
  const links = current.size - stale.length + linked;
  return { mentions: mentions.length, links, linked, unlinked: stale.length };
}

const BATCH = 250;

interface Reading {
  /** UUID. */
  readonly contact: string;
  /** The claim's value as stored. */
  readonly value: string;
  readonly reason: string;
}

function keyOf({ contact, value, reason }: Reading): string {
  return JSON.stringify([contact, value, reason]);
}

function filingOf({ contact, value, reason }: Reading) {
  return readFiling({
    outlet: { slug: RULES_OUTLET, name: "Readout's rules", kind: "DATASET" },
    report: { title: "Who held the office: a reading by tenures", kind: "RECORD" },
    claims: [
      {
        subject: { contact },
        field: "PARTICIPANTS",
        value: JSON.parse(value),
        stance: "INFERRED",
        quote: reason,
      },
    ],
  });
}

interface Mention {
  readonly contact: string;
  readonly office: string;
  readonly name: string;
  readonly earliest: string;
  readonly latest: string;
  readonly participant: ParticipantValue & { readonly person: string };
}

interface Participant {
  readonly participant: ParticipantValue;
  readonly stance: string;
}

function readingOf(
  { contact, participant, ...mention }: Mention,
  tenures: readonly KnownTenure[],
  others: readonly Participant[],
): Reading | null {
  const tenure = tenureMeant({ ...mention, person: participant.person }, tenures);
  if (tenure === null) return null;
  const isSaid = others.some(({ participant: other, stance }) => {
    if (other.knownAs === participant.person) return true;
    if (stance === "DENIES") return other.person === tenure.person;
    const isOther = other.person !== undefined && other.person !== participant.person;
    return isOther && other.office === mention.office && other.person !== tenure.person;
  });
  if (isSaid) return null;
  const { name, from, to } = tenure;
  const dates = `${dateText(from)} to ${to === null ? "today" : dateText(to)}`;
  return {
    contact,
    value: writeParticipant({ ...participant, person: tenure.person, knownAs: participant.person }),
    reason: `Of those who held the office, only ${name} (${dates}) has the name and can be meant`,
  };
}

function dateText(edtf: string | null): string {
  return edtf === null ? "a day unknown" : parseFuzzyDate(edtf).text;
}

async function loadTenures(statements: Statements): Promise<KnownTenure[]> {
  return statements.$queryRaw`
    SELECT p.slug AS person, p.name, o.slug AS office,
           to_char(t.from_earliest, 'YYYY-MM-DD') AS earliest, to_char(t.to_latest, 'YYYY-MM-DD') AS latest,
           t.from_edtf AS "from", t.to_edtf AS "to"
    FROM tenure t JOIN person p ON p.id = t.person_id JOIN office o ON o.id = t.office_id
    WHERE EXISTS (SELECT FROM tenure d WHERE d.office_id = t.office_id AND d.from_edtf IS NOT NULL)
    ORDER BY o.slug, t.from_earliest, p.slug, t.id`;
}

/** The participations of contacts that are shown in which reports name somebody by no more than a family's name. */
async function loadMentions(statements: Statements, offices: readonly string[]): Promise<Mention[]> {
  const rows = await statements.$queryRaw<(Omit<Mention, "participant"> & { value: string })[]>`
    SELECT DISTINCT ON (s.id, p.slug) s.id AS contact, p.name, c.value, v.value ->> 'office' AS office,
           to_char(s.date_earliest, 'YYYY-MM-DD') AS earliest, to_char(s.date_latest, 'YYYY-MM-DD') AS latest
    FROM claim c
    CROSS JOIN LATERAL (SELECT CASE WHEN c.field = 'PARTICIPANTS' THEN c.value::jsonb END AS value) v
    JOIN contact t ON t.id = c.contact_id JOIN contact s ON s.id = coalesce(t.merged_into_id, t.id)
    JOIN person p ON p.slug = v.value ->> 'person'
    WHERE c.field = 'PARTICIPANTS' AND c.retracted_at IS NULL AND c.stance IN ('STATES', 'CONFIRMS', 'HEDGES')
      AND v.value ->> 'office' = ANY(${[...offices]}) AND s.shown
      AND s.date_earliest IS NOT NULL AND s.date_latest IS NOT NULL
    ORDER BY s.id, p.slug, c.recorded_at, c.id`;
  return rows.flatMap(({ value, ...row }) => {
    const participant = readParticipant(value);
    const { person } = participant;
    return person === undefined || !isFamilyName(row.name)
      ? []
      : { ...row, participant: { ...participant, person } };
  });
}

/** What anybody but the rule says of who took part, by contact. */
async function loadParticipants(
  statements: Statements,
  contacts: readonly string[],
): Promise<Map<string, Participant[]>> {
  const rows = await statements.$queryRaw<{ contact: string; value: string; stance: string }[]>`
    SELECT coalesce(t.merged_into_id, t.id) AS contact, c.value, c.stance::text
    FROM claim c JOIN contact t ON t.id = c.contact_id
    JOIN report r ON r.id = c.report_id JOIN outlet o ON o.id = r.outlet_id
    WHERE c.field = 'PARTICIPANTS' AND c.retracted_at IS NULL AND c.value IS NOT NULL AND o.slug <> ${RULES_OUTLET}
      AND (t.id = ANY(${[...contacts]}::uuid[]) OR t.merged_into_id = ANY(${[...contacts]}::uuid[]))`;
  const told = rows.map(({ contact, value, stance }) => ({
    contact,
    participant: readParticipant(value),
    stance,
  }));
  return Map.groupBy(told, ({ contact }) => contact);
}

/** The rule's readings that count. */
async function loadReadings(statements: Statements): Promise<(Reading & { report: string })[]> {
  return statements.$queryRaw`
    SELECT coalesce(t.merged_into_id, t.id) AS contact, c.value, c.quote AS reason, r.id AS report
    FROM claim c JOIN contact t ON t.id = c.contact_id
    JOIN report r ON r.id = c.report_id JOIN outlet o ON o.id = r.outlet_id
    WHERE o.slug = ${RULES_OUTLET} AND c.field = 'PARTICIPANTS' AND c.retracted_at IS NULL`;
}
