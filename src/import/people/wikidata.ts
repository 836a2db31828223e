import { z } from "zod";
import { InvalidInput } from "../../errors/errors.ts";
import { slugOf } from "../historian/name.ts";

/** A result of a SPARQL query (SPARQL 1.1 Query Results JSON Format), as far as it is read. */
const resultsSchema = z.object({
  results: z.object({
    bindings: z.array(z.record(z.string(), z.object({ type: z.string(), value: z.string() }).optional())),
  }),
});

/** A row of the table of people, not checked yet, and which of the results it is, from 1 on. */
export interface WikidataRow {
  readonly number: number;
  readonly value: Readonly<Record<string, unknown>>;
}

/**
 * The rows of Wikidata's answer to the query that docs/people.md has. Throws InvalidInput where it is none.
 *
 * - Names and titles are labels. Without an English label Wikidata gives the id instead, which is no name.
 * - People of one name are told apart by their ids: "john-adams-q11806".
 * - A moment is as exact as its precision says: day, month or year. What is less exact, or somebody's unknown value, is
 *   no date.
 */
export function wikidataRows(json: string): WikidataRow[] {
  const read = resultsSchema.safeParse(parse(json));
  if (!read.success) {
    throw new InvalidInput(
      "This is no result of a SPARQL query as JSON: ask for application/sparql-results+json",
      { expected: '{"results": {"bindings": […]}}' },
    );
  }
  const bindings = read.data.results.bindings.map((binding) => {
    const text = (name: string) => {
      const term = binding[name];
      return term === undefined || term.type === "bnode" ? undefined : term.value;
    };
    return { text, names: namesOf(binding), id: idOf(text("person")) };
  });
  const ids = new Map<string, Set<string>>();
  for (const { text, id } of bindings) {
    const slug = slugOf(text("personLabel") ?? "");
    ids.set(slug, (ids.get(slug) ?? new Set()).add(id ?? ""));
  }
  return bindings.map(({ text, names, id }, index) => {
    const name = label(text("personLabel"));
    const title = label(text("positionLabel"));
    const slug = slugOf(name ?? "");
    const isShared = (ids.get(slug)?.size ?? 0) > 1;
    return {
      number: index + 1,
      value: {
        person: name === undefined ? undefined : isShared ? `${slug}-${id?.toLowerCase()}` : slug,
        name: name ?? null,
        names,
        title: title ?? null,
        party: text("code"),
        from: dateOf(text("start"), text("startPrecision")),
        to: dateOf(text("end"), text("endPrecision")),
      },
    };
  });
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch (error) {
    throw new InvalidInput(`This is no JSON: ${(error as Error).message}`);
  }
}

/** "name_ru" is the name in Russian. */
function namesOf(binding: Readonly<Record<string, { value: string } | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(binding).flatMap(([variable, term]) =>
      variable.startsWith("name_") && term !== undefined
        ? [[variable.slice("name_".length).replaceAll("_", "-"), term.value]]
        : [],
    ),
  );
}

/** "Q1058" of "http://www.wikidata.org/entity/Q1058" */
function idOf(entity: string | undefined): string | undefined {
  return entity?.split("/").at(-1);
}

function label(text: string | undefined): string | undefined {
  return text === undefined || /^Q\d+$/.test(text) ? undefined : text;
}

/** EDTF of "2006-02-06T00:00:00Z" with a precision of Wikidata's: 11 is a day, 10 a month, 9 a year. */
function dateOf(moment: string | undefined, precision = "11"): string | undefined {
  const [, day] = /^\+?(\d{4}-\d\d-\d\d)T/.exec(moment ?? "") ?? [];
  const digits = { 11: 10, 10: 7, 9: 4 }[precision];
  return digits === undefined ? undefined : day?.slice(0, digits);
}
