import { type FragmentOf, initGraphQLTada, type ResultOf, readFragment } from "gql.tada";
import { ask } from "./ask.ts";
import type { introspection } from "./generated/readout.d.ts";

/** Types by gql.tada: TypeScript infers them from the text of each operation, and nothing is generated for it. */

const graphql = initGraphQLTada<{
  introspection: introspection;
  scalars: { Date: string; DateTime: string; Duration: string; EDTF: string; JSON: unknown; URL: string };
}>();

/** What a line of the list shows: the component that shows it says what it needs. */
const ContactLine = graphql(`
  fragment ContactLine on Contact {
    __typename
    id
    title
    date { text }
    independentOutlets
    ... on Call { channel }
    ... on Visit { host { name } }
  }
`);

export function lineOf(contact: FragmentOf<typeof ContactLine>): string {
  const { date, independentOutlets, ...shown } = readFragment(ContactLine, contact);
  // The concrete type decides what else there is.
  const how =
    shown.__typename === "Call" ? shown.channel : shown.__typename === "Visit" ? shown.host?.name : null;
  return [date?.text ?? "undated", shown.title, how, `${independentOutlets} independent outlets`]
    .filter((part) => part != null)
    .join(", ");
}

const Contacts = graphql(
  `
    query Contacts($between: [String!], $first: Int!, $after: String) {
      contacts(filter: { parties: { allOf: $between } }, first: $first, after: $after) {
        totalCount
        edges { cursor node { ...ContactLine } }
        pageInfo { hasNextPage endCursor }
      }
    }
  `,
  [ContactLine],
);

/** All contacts of these parties, a page after the other. */
export async function* contactsBetween(url: string, between: string[]): AsyncGenerator<string> {
  for (let after: string | null = null, more = true; more; ) {
    const { contacts }: ResultOf<typeof Contacts> = await ask(url, Contacts, { between, first: 50, after });
    for (const { node } of contacts.edges) yield lineOf(node);
    after = contacts.pageInfo.endCursor;
    more = contacts.pageInfo.hasNextPage;
  }
}

const Retract = graphql(`
  mutation Retract($input: RetractReportInput!) {
    retractReport(input: $input) {
      __typename
      ... on RetractReportSuccess { report { id } }
      ... on Ambiguous { message candidates }
      ... on WriteError { message code path }
    }
  }
`);

/** What came of it, in a sentence: errors are members of the union, and a switch over them is checked to be complete. */
export async function retract(url: string, report: string, reason: string): Promise<string> {
  const { retractReport: outcome } = await ask(url, Retract, { input: { report, reason } });
  switch (outcome.__typename) {
    case "RetractReportSuccess":
      return `Retracted ${outcome.report.id}`;
    case "Ambiguous":
      return `${outcome.message}: ${outcome.candidates.join(", ")}`;
    case "Conflict":
    case "Forbidden":
    case "InvalidInput":
    case "NotFound":
      return `${outcome.code}: ${outcome.message}`;
    default:
      return outcome satisfies never;
  }
}

/** What TypeScript refuses: `npm run check` fails where it does not. */
export function refused(url: string) {
  // @ts-expect-error A variable is missing.
  void ask(url, Contacts, { between: ["RU"] });
  // @ts-expect-error A variable is of another type.
  void ask(url, Contacts, { between: "RU", first: 1 });
  // @ts-expect-error There is no such field: what it selects has no type.
  void ask(url, graphql("{ contacts { total } }"), {}).then(({ contacts }): number => contacts.total);
  // @ts-expect-error What a fragment needs is asked for through it.
  void ask(url, Contacts, { first: 1 }).then(({ contacts }) => contacts.edges[0]?.node.title);
}
