import { assertInputType, coerceInputValue } from "graphql";
import { schema } from "../../../schema/index.ts";
import type { ContactFilter } from "../../contact/filter.ts";
import type { ContactOrder } from "../../contact/lists.ts";
import { InvalidInput } from "../../errors/errors.ts";
import { checkText, checkVariables } from "../../limits/variables.ts";
import { contactKinds } from "../../report/filing.ts";
import { dayNumber } from "../../time/date.ts";

/** What an address asks for. */
export interface Asked {
  readonly filter: ContactFilter;
  readonly orderBy: ContactOrder;
  /** RFC 3339 in UTC; null for now. */
  readonly asOf: string | null;
  /** So many at most. */
  readonly first: number;
}

/** The parameters that choose contacts, which every format takes: those of the API's ContactFilter. */
const FILTERS = [
  "between",
  "anyOf",
  "noneOf",
  "exactly",
  "kinds",
  "people",
  "topics",
  "outlets",
  "from",
  "to",
  "match",
  "minIndependentOutlets",
  "disputed",
  "text",
  "filter",
] as const;
export type Parameter = (typeof FILTERS)[number] | "orderBy" | "asOf" | "first";

/** The parameters of a feed: its latest entries. */
export const OF_FEED: readonly Parameter[] = [...FILTERS, "orderBy", "first"];
/** The parameters of a list of all contacts that the filter chooses. */
export const OF_LIST: readonly Parameter[] = [...FILTERS, "asOf"];
export const OF_ONE: readonly Parameter[] = ["asOf"];

/**
 * Reads a query string: lists are separated by commas, or repeated ("between=RU,BY"). Throws InvalidInput that names
 * the parameter, with what it takes.
 */
export function readAsked(search: URLSearchParams, takes: readonly Parameter[]): Asked {
  for (const [name, text] of search) {
    if (!takes.some((known) => known === name)) {
      throw new InvalidInput(`There is no parameter "${name.slice(0, 40)}" here`, {
        path: [name.slice(0, 40)],
        expected: takes.join(", "),
      });
    }
    checkText(text, [name]);
  }
  const list = (name: Parameter) => listOf(name, search.getAll(name));
  const one = <T>(name: Parameter, read: (text: string) => T | undefined, expected: string) =>
    oneOf(name, search.getAll(name), read, expected);
  const parties = {
    allOf: list("between"),
    anyOf: list("anyOf"),
    noneOf: list("noneOf"),
    exactly: list("exactly"),
  };
  const during = {
    from: one("from", day, 'a day such as "2024-03-01"'),
    to: one("to", day, 'a day such as "2024-05-31"'),
    match: one("match", among(MATCHES), "POSSIBLE or CERTAIN"),
  };
  return {
    filter: {
      kinds: list("kinds")?.map((kind) => memberOf("kinds", contactKinds, kind)),
      parties: isEmpty(parties) ? null : parties,
      people: list("people"),
      topics: list("topics"),
      outlets: list("outlets"),
      during: isEmpty(during) ? null : { ...during, match: during.match ?? "POSSIBLE" },
      minIndependentOutlets: one("minIndependentOutlets", number(0, 1_000_000), "a whole number from 0 on"),
      disputed: one("disputed", truth, "true or false"),
      text: one("text", (text) => text, "words"),
      and: search.has("filter")
        ? [readFilter(one("filter", (text) => text, "a ContactFilter as JSON") ?? "")]
        : null,
    },
    orderBy: one("orderBy", among(ORDERS), ORDERS.join(", ")) ?? "RECORDED_DESC",
    asOf: one("asOf", moment, 'a moment in UTC such as "2024-03-16T12:00:00Z"') ?? null,
    first: one("first", number(1, MOST_IN_FEED), `a whole number from 1 to ${MOST_IN_FEED}`) ?? 50,
  };
}

/** A whole ContactFilter as JSON, for what a query string has no words for: "or", "not". */
function readFilter(text: string): ContactFilter {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    value = undefined;
  }
  if (typeof value !== "object" || value === null) {
    throw new InvalidInput('The parameter "filter" is no JSON object', {
      path: ["filter"],
      expected: 'a ContactFilter of the API such as {"not":{"kinds":["VISIT"]}}',
      got: text,
    });
  }
  checkVariables({ filter: value });
  return coerceInputValue(value, CONTACT_FILTER, (path, invalid, { message }) => {
    throw new InvalidInput(`The parameter "filter" is no ContactFilter: ${message}`, {
      path: ["filter", ...path],
      got: invalid,
    });
  }) as ContactFilter;
}

const CONTACT_FILTER = assertInputType(schema.getType("ContactFilter"));

const MOST_IN_FEED = 200;
const MATCHES = ["POSSIBLE", "CERTAIN"] as const;
const ORDERS = ["RECORDED_DESC", "DATE_DESC", "DATE_ASC", "REPORTS_DESC"] as const satisfies ContactOrder[];

/** Null where the parameter is not given. */
function listOf(name: string, given: readonly string[]): string[] | null {
  if (given.length === 0) return null;
  const members = given.flatMap((text) => text.split(",")).map((member) => member.trim());
  if (!members.includes("")) return members;
  throw new InvalidInput(`The parameter "${name}" has an empty member`, {
    path: [name],
    expected: `a list such as "${name}=${name === "kinds" ? "CALL,VISIT" : "RU,BY"}"`,
    got: given.join(","),
  });
}

function oneOf<T>(
  name: string,
  given: readonly string[],
  read: (text: string) => T | undefined,
  expected: string,
): T | null {
  const [text] = given;
  if (text === undefined) return null;
  const value = given.length === 1 && text.trim() !== "" ? read(text) : undefined;
  if (value !== undefined) return value;
  throw new InvalidInput(
    given.length > 1
      ? `The parameter "${name}" is given twice`
      : `The parameter "${name}" is not what it may be`,
    { path: [name], expected, got: text },
  );
}

function memberOf<T extends string>(name: string, values: readonly T[], text: string): T {
  const value = among(values)(text);
  if (value !== undefined) return value;
  throw new InvalidInput(`The parameter "${name}" is not what it may be`, {
    path: [name],
    expected: values.join(", "),
    got: text,
  });
}

function among<T extends string>(values: readonly T[]): (text: string) => T | undefined {
  return (text) => values.find((value) => value === text.toUpperCase());
}

function number(least: number, most: number): (text: string) => number | undefined {
  return (text) =>
    /^\d{1,9}$/.test(text) && Number(text) >= least && Number(text) <= most ? Number(text) : undefined;
}

function truth(text: string): boolean | undefined {
  return text === "true" ? true : text === "false" ? false : undefined;
}

function day(text: string): string | undefined {
  try {
    dayNumber(text);
    return text;
  } catch {
    return undefined;
  }
}

function moment(text: string): string | undefined {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?Z$/.test(text) || day(text.slice(0, 10)) === undefined) {
    return undefined;
  }
  const at = new Date(text);
  return Number.isNaN(at.getTime()) ? undefined : at.toISOString();
}

function isEmpty(values: Readonly<Record<string, unknown>>): boolean {
  return Object.values(values).every((value) => value === null);
}
