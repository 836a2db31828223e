import type { FilingInput } from "../src/report/filing.ts";

const SUBSCRIPTION = `subscription ($parties: [String!]!) {
  contactChanged(filter: { parties: { allOf: $parties } }) {
    cursor
    kind
    at
    contact {
      __typename
      id
      title
      version
      date { edtf text }
      parties { key name }
      independentOutlets
      reports(first: 1) { edges { node { title outlet { name } } } }
    }
  }
}`;

/** Where events of contacts with all of these parties are to be had. */
export function pathOf(parties: readonly string[]): string {
  const parameters = new URLSearchParams({ query: SUBSCRIPTION, variables: JSON.stringify({ parties }) });
  return `/graphql?${parameters}`;
}

/** The report of a new contact of these parties. */
export function filing(number: number, parties: readonly string[]): FilingInput {
  const date = new Date(Date.UTC(1950, 0, 1 + (number % 25_000))).toISOString().slice(0, 10);
  const claims = [
    { field: "OCCURRENCE" as const, value: true },
    { field: "KIND" as const, value: "SUMMIT" },
    { field: "DATE" as const, value: date },
    ...parties.map((party) => ({ field: "PARTICIPANTS" as const, value: { party } })),
  ];
  return {
    idempotencyKey: `bench:${number}`,
    outlet: { slug: "bench-news", name: "Bench News", kind: "NEWS_AGENCY" },
    report: { title: `The leaders met: report ${number}`, kind: "ARTICLE", publishedOn: date },
    describes: {
      organizations: parties
        .filter((party) => party.startsWith("bench-"))
        .map((slug) => ({ slug, name: `Party ${slug.slice("bench-party-".length)}`, members: [] })),
    },
    claims: claims.map((claim, index) => ({
      ...claim,
      subject:
        index === 0
          ? { newContact: { ref: "c", kind: "SUMMIT" as const, parties: [...parties], date } }
          : { ref: "c" },
      stance: "STATES" as const,
    })),
  };
}

const MUTATION = `mutation ($input: FileReportInput!) {
  fileReport(input: $input) { __typename ... on WriteError { message path } }
}`;

/** Files it through GraphQL. */
export async function file(port: number, key: string, input: FilingInput): Promise<void> {
  const response = await fetch(`http://127.0.0.1:${port}/graphql`, {
    method: "POST",
    headers: { "Content-Type": "application/json", Authorization: `Bearer ${key}` },
    body: JSON.stringify({ query: MUTATION, variables: { input } }),
  });
  const answer = await response.text();
  if (!answer.includes("FileReportSuccess")) throw new Error(`Not filed: ${answer}`);
}
