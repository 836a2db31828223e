import {
  type DocumentNode,
  type GraphQLSchema,
  getOperationAST,
  getVariableValues,
  type OperationDefinitionNode,
} from "graphql";
import { BoundedMap } from "../cache/bounded.ts";
import { conditionsOf, fieldsOf } from "./document.ts";
import { type Plan, planOf, type ThingOf } from "./plan.ts";

/** A query of a valid document, ready to be run with any variables. */
export class PlannedQuery {
  /** Tells it from all others. */
  readonly number = ++count;
  readonly text: string;
  readonly schema: GraphQLSchema;
  readonly document: DocumentNode;
  readonly #operation: OperationDefinitionNode;
  readonly #thingOf: ThingOf;
  readonly #conditions: readonly string[];
  readonly #plans = new Map<string, Plan>();
  /** See `fieldsOf`. */
  readonly fields: ReturnType<typeof fieldsOf>;

  constructor(
    text: string,
    schema: GraphQLSchema,
    document: DocumentNode,
    operation: OperationDefinitionNode,
    thingOf: ThingOf,
  ) {
    this.text = text;
    this.schema = schema;
    this.document = document;
    this.#operation = operation;
    this.#thingOf = thingOf;
    this.#conditions = conditionsOf(document);
    this.fields = fieldsOf(schema, document);
  }

  get name(): string | undefined {
    return this.#operation.name?.value;
  }

  /** The variables as resolvers get them (GraphQL, section 6.1.2); null for wrong ones. */
  coerce(variables: Readonly<Record<string, unknown>>): Record<string, unknown> | null {
    const { variableDefinitions = [] } = this.#operation;
    const { coerced } = getVariableValues(this.schema, variableDefinitions, variables, { maxErrors: 1 });
    return coerced ?? null;
  }

  /** The plan for variables that were coerced. */
  plan(variables: Readonly<Record<string, unknown>>): Plan | null {
    const key = this.#conditions.map((name) => variables[name]).join();
    const known = this.#plans.get(key);
    if (known !== undefined) return known;
    const plan = planOf(this.schema, this.document, this.name, variables, this.#thingOf);
    if (plan !== null && this.#plans.size < MOST_PLANS) this.#plans.set(key, plan);
    return plan;
  }
}
let count = 0;
const MOST_PLANS = 64;

/** The queries of documents, by the document's text, bounded by the length of all texts; the oldest go first. */
export class KnownQueries {
  readonly #schema: GraphQLSchema;
  readonly #thingOf: ThingOf;
  readonly #documents: BoundedMap<Map<string, PlannedQuery>>;

  constructor(schema: GraphQLSchema, thingOf: ThingOf, mostCharacters: number) {
    this.#schema = schema;
    this.#thingOf = thingOf;
    this.#documents = new BoundedMap(mostCharacters);
  }

  /** The query of that name; undefined where the document is not known. */
  get(text: string, operationName: string | null | undefined): PlannedQuery | undefined {
    return this.#documents.get(text)?.get(operationName ?? "");
  }

  /** To be called for a document that is valid, and may be executed; null for an operation that is no query. */
  add(text: string, document: DocumentNode, operationName: string | null | undefined): PlannedQuery | null {
    const known = this.get(text, operationName);
    if (known !== undefined) return known;
    const operation = getOperationAST(document, operationName);
    if (operation?.operation !== "query") return null;
    const query = new PlannedQuery(text, this.#schema, document, operation, this.#thingOf);
    const ofDocument = this.#documents.get(text) ?? new Map<string, PlannedQuery>();
    this.#documents.set(text, ofDocument.set(operationName ?? "", query), text.length);
    return query;
  }
}
