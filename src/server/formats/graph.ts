import { type ExecutionResult, execute, parse } from "graphql";
import type { Context } from "../../../schema/builder.ts";
import { schema } from "../../../schema/index.ts";
import type { Asked } from "./asked.ts";

/** Formats are clients of the graph: what is told, and to whom, is decided there alone. */

/** Runs a page of work: with a context, in its turn, within the time that a request may take of the database. */
export type Working = <T>(work: (context: Context) => Promise<T>) => Promise<T>;

/** A contact as feeds and calendars tell it. */
export interface ToldContact {
  readonly id: string;
  readonly kind: "CALL" | "SUMMIT" | "VISIT" | "ENCOUNTER" | "EXCHANGE";
  readonly title: string;
  readonly date: ToldDate | null;
  readonly duration: { readonly iso8601: string; readonly text: string } | null;
  readonly place?: string | null;
  readonly parties: readonly { readonly key: string; readonly name: string }[];
  readonly topics: readonly { readonly slug: string; readonly label: string }[];
  readonly agreements: readonly { readonly title: string }[];
  readonly reports: {
    readonly totalCount: number;
    readonly edges: readonly {
      readonly node: {
        readonly title: string;
        readonly url: string | null;
        readonly outlet: { readonly name: string };
      };
    }[];
  };
  readonly independentOutlets: number;
  readonly disputed: boolean;
  readonly version: number;
  readonly recordedAt: string;
  readonly history: readonly { readonly at: string }[];
}

export interface ToldDate {
  readonly edtf: string;
  readonly earliest: string | null;
  readonly latest: string | null;
  readonly precision: string;
  readonly approximate: boolean;
  readonly uncertain: boolean;
  readonly text: string;
}

export const DATE = "edtf earliest latest precision approximate uncertain text";

const CONTACTS = parse(`
  query ContactsTold(
    $filter: ContactFilter, $orderBy: ContactOrder, $asOf: DateTime, $first: Int!, $after: String
  ) {
    contacts(filter: $filter, orderBy: $orderBy, asOf: $asOf, first: $first, after: $after) {
      pageInfo { hasNextPage endCursor }
      edges {
        node {
          id kind title independentOutlets disputed version recordedAt
          date { ${DATE} }
          duration { iso8601 text }
          ... on Summit { place }
          ... on Visit { place }
          ... on Encounter { place }
          parties { key name }
          topics { slug label }
          agreements { title }
          reports(first: 5) { totalCount edges { node { title url outlet { name } } } }
          history(first: 1) { at }
        }
      }
    }
  }`);

interface ContactsTold {
  readonly contacts: {
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
    readonly edges: readonly { readonly node: ToldContact }[];
  };
}

/** The first contacts of a list. */
export async function firstContacts(
  { filter, orderBy, asOf, first }: Asked,
  working: Working,
): Promise<ToldContact[]> {
  const { contacts } = await working((context) =>
    ask<ContactsTold>(CONTACTS, { filter, orderBy, asOf, first, after: null }, context),
  );
  return contacts.edges.map(({ node }) => node);
}

/** All contacts of a list, the latest first, a page at a time. */
export async function* allContacts(
  { filter, asOf }: Asked,
  working: Working,
): AsyncGenerator<readonly ToldContact[]> {
  let after: string | null = null;
  do {
    const page: ContactsTold = await working((context) =>
      ask<ContactsTold>(CONTACTS, { filter, orderBy: "DATE_DESC", asOf, first: PAGE, after }, context),
    );
    const { edges, pageInfo } = page.contacts;
    yield edges.map(({ node }) => node);
    after = pageInfo.hasNextPage ? pageInfo.endCursor : null;
  } while (after !== null);
}

const PAGE = 100;

/** Asks the graph. Throws the first error. */
export async function ask<Data>(
  document: ReturnType<typeof parse>,
  variableValues: Record<string, unknown>,
  contextValue: Context,
): Promise<Data> {
  const { data, errors }: ExecutionResult = await execute({
    schema,
    document,
    variableValues,
    contextValue,
  });
  if (errors?.[0] !== undefined) throw errors[0];
  return data as Data;
}

/** When what it shows changed last. */
export function changedAt({ history, recordedAt }: ToldContact): string {
  return history[0]?.at ?? recordedAt;
}

/**
 * Text as files of other formats can hold it: without half characters, and without control characters, which XML 1.0
 * (section 2.2) and iCalendar (RFC 5545, section 3.1) have no place for.
 */
export function plain(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
  return text.toWellFormed().replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\ufffe\uffff]/g, "");
}

/** What is known of a contact, in sentences, for whoever reads it in a feed or a calendar. */
export function account(contact: ToldContact): string {
  const { date, duration, place, parties, topics, agreements, reports, independentOutlets } = contact;
  const outlets = [...new Set(reports.edges.map(({ node }) => node.outlet.name))];
  const more = reports.totalCount - reports.edges.length;
  const lines = [
    ["Date", date === null ? "unknown" : `${date.text} (EDTF ${date.edtf})`],
    ["Parties", parties.map(({ name }) => name).join(", ")],
    ["Place", place ?? ""],
    ["Duration", duration?.text ?? ""],
    ["Topics", topics.map(({ label }) => label).join("; ")],
    ["Agreements", agreements.map(({ title }) => title).join("; ")],
    ["Reported by", `${outlets.join(", ")}${more > 0 ? `, and ${more} more reports` : ""}`],
    [
      "Independent outlets",
      `${independentOutlets}${contact.disputed ? "; reports disagree on a value" : ""}`,
    ],
  ] as const;
  return plain(
    lines
      .filter(([, value]) => value !== "")
      .map(([name, value]) => `${name}: ${value}`)
      .join("\n"),
  );
}
