import { ask } from "./ask.ts";
import { graphql } from "./generated/codegen/gql.ts";

/** Types by GraphQL Code Generator: `npm run generate` writes those of the operations in this file. */

const LatestContact = graphql(`
  query LatestContact($between: [String!]!) {
    relationship(between: $between) {
      daysSinceLastContact
      lastContact {
        __typename
        id
        title
        date { text }
        evidence(field: OCCURRENCE) { verdict claims { id stance report { id outlet { id name } } } }
        ... on Call { channel }
        ... on Summit { event }
      }
    }
  }
`);

/** The latest contact of two parties, and who says so, in a sentence; null where there is none. */
export async function latest(url: string, between: string[]): Promise<string | null> {
  const { relationship } = await ask(url, LatestContact, { between });
  const contact = relationship?.lastContact;
  if (contact == null) return null;
  const outlets = contact.evidence.flatMap(({ claims }) => claims.map(({ report }) => report.outlet.name));
  const how = contact.__typename === "Call" ? contact.channel : contact.__typename;
  return `${contact.title} (${how}), ${contact.date?.text ?? "undated"}: ${[...new Set(outlets)].join(", ")}`;
}

/** What TypeScript refuses: `npm run check` fails where it does not. */
export function refused(url: string) {
  // @ts-expect-error A variable is missing.
  void ask(url, LatestContact, {});
  // @ts-expect-error The relationship may be null.
  void ask(url, LatestContact, { between: ["RU", "BY"] }).then((data) => data.relationship.lastContact);
  void ask(url, LatestContact, { between: ["RU", "BY"] }).then(
    // @ts-expect-error A field that was not asked for.
    (data) => data.relationship?.lastContact?.duration,
  );
}
