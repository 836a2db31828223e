/** The things of a connection's page. */
// Tests read answers of any shape: a wrong step fails the test.
// biome-ignore lint/suspicious/noExplicitAny: see above
export function nodesOf(connection: { edges: readonly { node: any }[] }): any[] {
  return connection.edges.map(({ node }) => node);
}
