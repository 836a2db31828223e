import { z } from "zod";
import { InvalidInput } from "../errors/errors.ts";
import { idOfType, type NodeType } from "../identity/globalId.ts";

/**
 * A filing: one report by one outlet, with what it cites and what it claims. The only way into the record:
 * the first record, the importers and the API all hand filings to `fileReports` in `write.ts`.
 *
 * Claims speak in keys: a party's key ("RU", "union-state"), the slugs of persons, offices, topics and
 * agreements. Whoever a filing names for the first time it also describes, under `describes`.
 */

export const slugSchema = z
  .string()
  .max(120)
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, "a slug: lower-case letters, digits and single hyphens");
const slug = slugSchema;
export const partyKeySchema = z
  .string()
  .max(120)
  .regex(
    /^([A-Z]{2}|[A-Z]{4}|[a-z0-9]+(-[a-z0-9]+)*)$/,
    'a party\'s key: an ISO 3166 code such as "RU" or "SUHH", or an organization\'s slug',
  );
const partyKey = partyKeySchema;
const text = (most: number) => z.string().trim().min(1).max(most);
const edtf = z.string().trim().min(1).max(100);
/** In lower case, as the database writes it. */
const id = z.uuid().toLowerCase();
/** 2,000 bytes are what the database's index of URLs holds. */
const url = z
  .url()
  .refine((text) => Buffer.byteLength(text) <= 2000, "Too long: expected a URL of at most 2,000 bytes");

export const contactKinds = ["CALL", "SUMMIT", "VISIT", "ENCOUNTER", "EXCHANGE"] as const;
export const agreementKinds = [
  "TREATY",
  "PLAN",
  "FOUNDING_ACT",
  "DECLARATION",
  "MEMORANDUM",
  "OTHER",
] as const;
export const outletKinds = [
  "PRESS_SERVICE",
  "SPOKESPERSON",
  "TELEGRAM_CHANNEL",
  "NEWS_AGENCY",
  "NEWSPAPER",
  "BROADCASTER",
  "WEBSITE",
  "GOVERNMENT",
  "DATASET",
] as const;
const reportKinds = ["STATEMENT", "POST", "ARTICLE", "READOUT", "RECORD"] as const;
const stances = ["STATES", "CONFIRMS", "HEDGES", "DENIES", "WITHHOLDS", "INFERRED"] as const;

/** What a claim on a contact can be about; the contract's ContactField, and what the five kinds hold beyond it. */
export const contactFields = [
  "OCCURRENCE",
  "KIND",
  "DATE",
  "DURATION",
  "PARTICIPANTS",
  "TOPICS",
  "PLACE",
  "SEQUENCE",
  "AGREEMENTS",
  "CHANNEL",
  "EVENT",
  "PURPOSE",
  "NOTE",
] as const;
/** What a claim on an agreement can be about. */
export const agreementFields = [
  "OCCURRENCE",
  "TITLE",
  "KIND",
  "DATE",
  "SIGNATORIES",
  "ENDORSERS",
  "ESTABLISHES",
  "PURPOSE",
  "PARTIES",
] as const;

const personSchema = z.strictObject({
  slug,
  name: text(200),
  /** The name in other scripts and languages. */
  names: z
    .array(z.strictObject({ name: text(200), language: z.string().max(35) }))
    .max(50)
    .default([]),
  /** Offices held, as far as known; dates are EDTF. */
  tenures: z
    .array(z.strictObject({ office: slug, from: edtf.optional(), to: edtf.optional() }))
    .max(50)
    .default([]),
});
const officeSchema = z.strictObject({ slug, title: text(200), party: partyKey });
const organizationSchema = z.strictObject({
  slug,
  name: text(200),
  /** Codes of the states that are its members. */
  members: z.array(partyKey).max(300).default([]),
});
const topicSchema = z.strictObject({ slug, label: text(300) });

const contactDescription = z.strictObject({
  /** One ref is one contact within the filing. */
  ref: text(100),
  kind: z.enum(contactKinds).optional(),
  /** Keys of the parties. */
  parties: z.array(partyKey).max(300).optional(),
  date: edtf.optional(),
  /**
   * Names that other collections know this contact by ("historian:travels:2960"). A contact that has one of
   * them is this one; where none has, it is new: with keys, nothing else is compared.
   */
  keys: z.array(text(200)).min(1).max(50).optional(),
});
const agreementDescription = z.strictObject({
  ref: text(100),
  title: text(300),
  /** Its slug, where it is not the one that the title makes. */
  slug: slug.optional(),
  kind: z.enum(agreementKinds).optional(),
  parties: z.array(partyKey).max(300).optional(),
});

const claimSchema = z.strictObject({
  subject: z.union([
    z.strictObject({ contact: id }),
    z.strictObject({ agreement: slug }),
    z.strictObject({ newContact: contactDescription }),
    z.strictObject({ newAgreement: agreementDescription }),
    /** A contact or agreement that the filing describes in another claim, by its ref. */
    z.strictObject({ ref: text(100) }),
  ]),
  field: z.enum([...new Set([...contactFields, ...agreementFields])]),
  /** In the field's notation, see `claim/notation.ts`; absent or null for WITHHOLDS. */
  value: z.unknown().optional(),
  stance: z.enum(stances),
  /** The report's own words. */
  quote: text(4000).optional(),
});

const filingShape = z.strictObject({
  /** The same key and content is the same filing: filed once. */
  idempotencyKey: text(200).optional(),
  outlet: z.strictObject({
    slug,
    name: text(200).optional(),
    kind: z.enum(outletKinds).optional(),
    /** Slugs of the offices whose voice it is. */
    speaksFor: z.array(slug).max(20).optional(),
    country: z
      .string()
      .regex(/^([A-Z]{2}|[A-Z]{4})$/)
      .optional(),
    url: url.optional(),
  }),
  report: z.strictObject({
    title: text(500),
    kind: z.enum(reportKinds),
    publishedOn: edtf.optional(),
    url: url.optional(),
    language: z.string().max(35).optional(),
    /** Slug of the person who speaks in it. */
    speaker: slug.optional(),
    /** What it says, for the editors of a report without claims; it is not kept of others. */
    text: text(20_000).optional(),
  }),
  cites: z
    .array(
      z.union([
        z.strictObject({ report: id }),
        z.strictObject({ url }),
        /** By its filer's idempotency key. */
        z.strictObject({ key: text(200) }),
        /** The outlet's latest report on a subject of this filing; where there is none, NotFound. */
        z.strictObject({ outlet: slug }),
      ]),
    )
    .max(100)
    .default([]),
  describes: z
    .strictObject({
      people: z.array(personSchema).max(500).default([]),
      offices: z.array(officeSchema).max(500).default([]),
      organizations: z.array(organizationSchema).max(100).default([]),
      topics: z.array(topicSchema).max(200).default([]),
    })
    .prefault({}),
  claims: z.array(claimSchema).max(2000),
});

export const filingSchema = filingShape.superRefine((filing, context) => {
  for (const { path, message } of unstorable(filing)) context.addIssue({ code: "custom", path, message });
});

interface Unstorable {
  path: (string | number)[];
  message: string;
}

/**
 * What the database cannot hold, wherever it stands: also in a claim's value, which its field reads only later. The path is
 * one list for all, copied for what is found: most filings are only asked whether there is anything.
 */
function unstorable(value: unknown, path: (string | number)[] = [], found: Unstorable[] = []): Unstorable[] {
  if (typeof value === "string") {
    if (!isText(value)) found.push({ path: [...path], message: "holds NUL or half a surrogate pair" });
  } else if (typeof value === "object" && value !== null) {
    if (path.length > DEEPEST) found.push({ path: [...path], message: "is nested too deeply" });
    else findWithin(value, path, found);
  }
  return found;
}

function findWithin(value: object, path: (string | number)[], found: Unstorable[]): void {
  for (const name of Object.keys(value)) {
    unstorable(name, path, found);
    path.push(Array.isArray(value) ? Number(name) : name);
    unstorable((value as Record<string, unknown>)[name], path, found);
    path.pop();
  }
}

function isText(value: string): boolean {
  return !value.includes("\0") && value.isWellFormed();
}

const DEEPEST = 20;

/**
 * Reads what is to be filed. Throws InvalidInput for what is no filing, with the path below `path` of the first
 * thing that is wrong.
 */
export function readFiling(value: unknown, path: readonly (string | number)[] = []): Filing {
  const read = filingSchema.safeParse(value);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  const at = (issue?.path ?? []).map((part) => (typeof part === "symbol" ? String(part) : part));
  const got = at.reduce<unknown>((inner, part) => (inner as Record<string, unknown> | null)?.[part], value);
  throw new InvalidInput(`The filing is not of its form: ${issue?.message ?? "unreadable"}`, {
    path: [...path, ...at],
    expected: issue?.message,
    got: got ?? null,
  });
}

/**
 * Reads a filing in the shape of the API's FileReportInput, in which contacts and reports have global ids and null is
 * as good as nothing. Throws InvalidInput like `readFiling`.
 */
export function readFilingInput(value: unknown, path: readonly (string | number)[] = []): Filing {
  return readFiling(withUuids(withoutNulls(value)), path);
}

function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, member]) => member !== null && member !== undefined)
      // A claim's value is JSON of its own.
      .map(([key, member]) => [key, key === "value" ? member : withoutNulls(member)]),
  );
}

/** Global ids as the uuids that filings are written in; what is none is left for `readFiling` to refuse. */
function withUuids(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  const { cites, claims } = value as { cites?: unknown; claims?: unknown };
  return {
    ...value,
    ...(Array.isArray(cites)
      ? { cites: cites.map((citation) => withUuid(citation, "report", "Report")) }
      : {}),
    ...(Array.isArray(claims) ? { claims: claims.map(claimWithUuids) } : {}),
  };
}

function claimWithUuids(claim: unknown): unknown {
  if (typeof claim !== "object" || claim === null) return claim;
  const { subject, field, value } = claim as { subject?: unknown; field?: unknown; value?: unknown };
  return {
    ...claim,
    subject: withUuid(subject, "contact", "Contact"),
    ...(field === "SEQUENCE" && typeof value === "string"
      ? { value: idOfType("Contact", value) ?? value }
      : {}),
  };
}

function withUuid(named: unknown, by: string, type: NodeType): unknown {
  if (typeof named !== "object" || named === null) return named;
  const id = (named as Record<string, unknown>)[by];
  return typeof id === "string" ? { ...named, [by]: idOfType(type, id) ?? id } : named;
}

/** A filing as it is written: defaults may be left out. */
export type FilingInput = z.input<typeof filingSchema>;
/** A filing as it is read: checked, defaults filled in. */
export type Filing = z.output<typeof filingSchema>;
export type ContactKind = (typeof contactKinds)[number];
export type AgreementKind = (typeof agreementKinds)[number];
export type OutletKind = (typeof outletKinds)[number];
export type ReportKind = (typeof reportKinds)[number];
export type Stance = (typeof stances)[number];
export type ContactField = (typeof contactFields)[number];
export type AgreementField = (typeof agreementFields)[number];

/** One participant, signatory or endorser as a claim names them: the value of PARTICIPANTS, SIGNATORIES, ENDORSERS. */
export const participantSchema = z
  .strictObject({
    person: slug.optional(),
    party: partyKey.optional(),
    office: slug.optional(),
    role: z.enum(["INITIATOR", "HOST", "GUEST", "PARTICIPANT", "DELEGATE"]).optional(),
    /** Of a reading: as whom reports name the person, who is this one. */
    knownAs: slug.optional(),
  })
  .refine(
    ({ person, party, office }) => person !== undefined || party !== undefined || office !== undefined,
    "names nobody: one of person, party and office is needed",
  )
  .refine(
    ({ person, knownAs }) => knownAs === undefined || (person !== undefined && person !== knownAs),
    "says of nobody who it is: with knownAs, person is needed, and another one",
  );
export type ParticipantValue = z.infer<typeof participantSchema>;
