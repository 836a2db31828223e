/** An operation as it is sent, and as GraphiQL opens it, with the types of its data and its variables. */
export interface TypedSource<Data, Variables> {
  readonly source: string;
  /** Never there: it carries the types. */
  readonly types?: (variables: Variables) => Data;
}
