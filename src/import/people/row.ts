import { z } from "zod";
import { InvalidInput } from "../../errors/errors.ts";
import type { PersonRow } from "../../person/rules.ts";
import { partyKeySchema, slugSchema } from "../../report/filing.ts";
import { parseFuzzyDate } from "../../time/date.ts";
import { slugOf } from "../historian/name.ts";

/** The columns of a table of people, offices and tenures; the members of its JSON lines. */
export const COLUMNS = ["person", "name", "names", "office", "title", "party", "from", "to"] as const;

const text = (most: number) => z.string().trim().min(1).max(most);
const LANGUAGE = /^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/;
const rowSchema = z.strictObject({
  person: slugSchema.optional(),
  name: text(200).optional(),
  names: z
    .record(z.string(), text(200))
    .refine(
      (names) => Object.keys(names).every((key) => LANGUAGE.test(key)),
      "languages as BCP 47, such as ru",
    )
    .optional(),
  office: slugSchema.optional(),
  title: text(200).optional(),
  party: partyKeySchema.optional(),
  from: text(100).optional(),
  to: text(100).optional(),
});

/** Reads a row. Throws InvalidInput that names the column. */
export function readRow(value: unknown): PersonRow {
  const read = rowSchema.safeParse(withoutEmpty(value));
  if (!read.success) {
    const [issue] = read.error.issues;
    const path = (issue?.path ?? []).map(String);
    throw new InvalidInput(`The row is not of its form: ${issue?.message ?? "unreadable"}`, {
      path,
      expected: `an object with some of ${COLUMNS.join(", ")}`,
      got: path.reduce<unknown>((inner, name) => (inner as Record<string, unknown> | null)?.[name], value),
    });
  }
  const { person, name, names = {}, office, title, party, from, to } = read.data;
  const isPerson = person !== undefined || name !== undefined;
  const isOffice = office !== undefined || title !== undefined;
  if (!isPerson && !isOffice) {
    throw new InvalidInput("The row names neither a person nor an office", {
      expected: "a name, a title, or both",
    });
  }
  if (title !== undefined && party === undefined) {
    throw new InvalidInput("The row does not say whose office it is", {
      path: ["party"],
      expected: "an ISO 3166 code, or an organization's slug",
    });
  }
  if ((from !== undefined || to !== undefined) && !(isPerson && isOffice)) {
    throw new InvalidInput("The row has the dates of no tenure", {
      path: [from === undefined ? "to" : "from"],
      expected: "a person and an office beside them",
      got: from ?? to,
    });
  }
  checkDates(from, to);
  return {
    person: isPerson ? { slug: person ?? slugFrom("name", name), name: name ?? null } : null,
    names: Object.entries(names).map(([language, name]) => ({ language, name })),
    office: isOffice
      ? { slug: office ?? slugFrom("title", title), title: title ?? null, party: party ?? null }
      : null,
    from: from ?? null,
    to: to ?? null,
  };
}

/** A table has empty cells, and JSON null, for what is not given. */
function withoutEmpty(value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(
    Object.entries(value).filter(([, member]) => member !== null && String(member).trim() !== ""),
  );
}

function slugFrom(column: "name" | "title", text = ""): string {
  const slug = slugOf(text);
  if (slug !== "") return slug;
  throw new InvalidInput("The row has a name without a letter", { path: [column], got: text });
}

function checkDates(from: string | undefined, to: string | undefined): void {
  const [start, end] = [read("from", from), read("to", to)];
  if (start?.earliest == null || end?.latest == null || start.earliest <= end.latest) return;
  throw new InvalidInput("The tenure ends before it begins", {
    path: ["to"],
    expected: `${from} or later`,
    got: to,
  });
}

function read(column: "from" | "to", edtf: string | undefined) {
  if (edtf === undefined) return null;
  try {
    return parseFuzzyDate(edtf);
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error;
    throw new InvalidInput(error.message, { path: [column], expected: error.expected, got: error.got });
  }
}
