import { z } from "zod";
import { InvalidInput } from "../errors/errors.ts";
import {
  type AgreementField,
  agreementFields,
  agreementKinds,
  type ContactField,
  contactFields,
  contactKinds,
  type ParticipantValue,
  participantSchema,
  partyKeySchema,
  slugSchema,
} from "../report/filing.ts";
import { parseFuzzyDate } from "../time/date.ts";
import { parseDuration } from "../time/duration.ts";

/**
 * The notation of claims' values. As filed a value is JSON; as stored, and as the API shows it, a string:
 *
 * | field | notation |
 * | --- | --- |
 * | OCCURRENCE | `true` |
 * | KIND | a ContactKind or AgreementKind |
 * | DATE | EDTF |
 * | DURATION | ISO 8601, with `~` at the end for "about" |
 * | PARTICIPANTS, SIGNATORIES, ENDORSERS | a JSON object of `person`, `party`, `office` and `role`, each a key; of a reading also `knownAs`: as whom reports name the person |
 * | TOPICS, ESTABLISHES, PARTIES | a topic's slug, an organization's slug, a party's key |
 * | AGREEMENTS | an agreement's slug |
 * | SEQUENCE | the id of the contact that came directly before |
 * | CHANNEL | TELEPHONE or VIDEO |
 * | TITLE, PLACE, EVENT, PURPOSE, NOTE | text |
 */
export type Field = ContactField | AgreementField;
export type SubjectKind = "contact" | "agreement";

/** How a value refers to a contact or agreement that the same filing describes. */
export interface References {
  /** The id of the contact with that ref, id or key; undefined where there is none. */
  contact(reference: string): string | undefined;
  /** The slug of the agreement with that ref or slug; undefined where there is none. */
  agreement(reference: string): string | undefined;
}

/**
 * The value as stored. Throws InvalidInput, at `path`, where it is not of the field's notation or the field is
 * none of the subject's.
 */
export function storedValue(
  subject: SubjectKind,
  field: Field,
  value: unknown,
  references: References,
  path: readonly (string | number)[],
): string {
  const fields: readonly string[] = subject === "contact" ? contactFields : agreementFields;
  if (!fields.includes(field)) {
    throw new InvalidInput(
      `${field} is no field of ${subject === "contact" ? "a contact" : "an agreement"}`,
      {
        path: [...path.slice(0, -1), "field"],
        expected: `one of ${fields.join(", ")}`,
        got: field,
      },
    );
  }
  if (field === "SEQUENCE" || field === "AGREEMENTS") {
    const named = parse(REFERENCE, value, field, path);
    const found = field === "SEQUENCE" ? references.contact(named) : references.agreement(named);
    if (found !== undefined) return found;
    throw new InvalidInput(`There is no ${field === "SEQUENCE" ? "contact" : "agreement"} "${named}"`, {
      path,
      expected:
        field === "SEQUENCE"
          ? "the id or a key of a contact, or a ref of this filing"
          : "the slug of an agreement, or a ref of this filing",
      got: named,
    });
  }
  switch (field) {
    case "OCCURRENCE":
      return String(parse(TRUE, value, field, path));
    case "KIND":
      return parse(subject === "contact" ? CONTACT_KIND : AGREEMENT_KIND, value, field, path);
    case "CHANNEL":
      return parse(CALL_CHANNEL, value, field, path);
    case "DATE":
      return at(path, () => parseFuzzyDate(parse(TEXT, value, field, path)).edtf);
    case "DURATION": {
      const duration = at(path, () => parseDuration(parse(TEXT, value, field, path)));
      return duration.approximate ? `${duration.iso8601}~` : duration.iso8601;
    }
    case "PARTICIPANTS":
    case "SIGNATORIES":
    case "ENDORSERS":
      return writeParticipant(parse(participantSchema, value, field, path));
    case "TOPICS":
    case "ESTABLISHES":
      return parse(slugSchema, value, field, path);
    case "PARTIES":
      return parse(partyKeySchema, value, field, path);
    case "TITLE":
    case "PLACE":
    case "EVENT":
    case "PURPOSE":
    case "NOTE":
      return parse(NOTE_TEXT, value, field, path);
  }
}

// To make a schema takes longer than to read with it.
const REFERENCE = z.string().min(1).max(200);
const TRUE = z.literal(true);
const CONTACT_KIND = z.enum(contactKinds);
const AGREEMENT_KIND = z.enum(agreementKinds);
const CALL_CHANNEL = z.enum(["TELEPHONE", "VIDEO"]);
const TEXT = z.string();
const NOTE_TEXT = z.string().trim().min(1).max(1000);

/** Reads a PARTICIPANTS, SIGNATORIES or ENDORSERS value that `storedValue` has written. */
export function readParticipant(stored: string): ParticipantValue {
  return JSON.parse(stored);
}

/** Always in the same order of keys, so that equal values are equal strings. */
export function writeParticipant({ person, party, office, role, knownAs }: ParticipantValue): string {
  return JSON.stringify({ person, party, office, role, knownAs });
}

/** Keys of what a stored value names. */
export interface Named {
  readonly people: readonly string[];
  readonly parties: readonly string[];
  readonly offices: readonly string[];
  readonly topics: readonly string[];
}

/** Who and what a stored value names and must exist. */
export function namedIn(field: Field, stored: string): Named {
  switch (field) {
    case "PARTICIPANTS":
    case "SIGNATORIES":
    case "ENDORSERS": {
      const { person, party, office, knownAs } = readParticipant(stored);
      return {
        ...NOBODY,
        people: [...some(person), ...some(knownAs)],
        parties: some(party),
        offices: some(office),
      };
    }
    case "ESTABLISHES":
    case "PARTIES":
      return { ...NOBODY, parties: [stored] };
    case "TOPICS":
      return { ...NOBODY, topics: [stored] };
    default:
      return NOBODY;
  }
}

const NOBODY: Named = { people: [], parties: [], offices: [], topics: [] };

function some(key: string | undefined): string[] {
  return key === undefined ? [] : [key];
}

function parse<T>(schema: z.ZodType<T>, value: unknown, field: Field, path: readonly (string | number)[]): T {
  const read = schema.safeParse(value);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  throw new InvalidInput(`The value of ${field} is not of its notation: ${issue?.message ?? "unreadable"}`, {
    path: [...path, ...(issue?.path ?? []).map((part) => (typeof part === "symbol" ? String(part) : part))],
    expected: NOTATIONS[field] ?? "text",
    got: value,
  });
}

const NOTATIONS: Partial<Record<Field, string>> = {
  OCCURRENCE: "true",
  KIND: `a kind such as ${contactKinds[0]} or ${agreementKinds[0]}`,
  CHANNEL: "TELEPHONE or VIDEO",
  DATE: "an EDTF expression such as XXXX-03-16",
  DURATION: "an ISO 8601 duration such as PT1H or PT1H~",
  PARTICIPANTS: "an object of person, party, office and role, at least one of the first three",
  SIGNATORIES: "an object of person, party and office, at least one of them",
  ENDORSERS: "an object of person, party and office, at least one of them",
  TOPICS: "a topic's slug",
  ESTABLISHES: "an organization's slug",
  PARTIES: "a party's key",
};

/** Puts the place of the value to an error that a reader of values throws. */
function at<T>(path: readonly (string | number)[], read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof InvalidInput) || error.inputPath.length > 0) throw error;
    throw new InvalidInput(error.message, { path, expected: error.expected, got: error.got });
  }
}
