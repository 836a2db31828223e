import { complexityFromQuery } from "@pothos/plugin-complexity";
import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLSchema,
  getVariableValues,
  type InlineFragmentNode,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
} from "graphql";

export type Variables = Readonly<Record<string, unknown>>;

/**
 * What an operation of a valid document costs, in the units of `schema/complexity.ts`, were every list as long as it may
 * be. Only the sizes of the variables count, so that the cost is worked out once for all that differ in nothing else.
 */
export class Pricing {
  readonly #schema: GraphQLSchema;
  readonly #operation: OperationDefinitionNode;
  readonly #fragments: readonly FragmentDefinitionNode[];
  /** Cache: costs by the sizes of variables. */
  readonly #costs = new Map<string, number>();

  constructor(schema: GraphQLSchema, document: DocumentNode, operation: OperationDefinitionNode) {
    this.#schema = schema;
    this.#operation = operation;
    this.#fragments = document.definitions.filter(
      (definition) => definition.kind === Kind.FRAGMENT_DEFINITION,
    );
  }

  /** Throws an error of GraphQL for variables that the operation does not take. */
  cost(variables: Variables): number {
    const key = JSON.stringify(sizes(variables));
    let cost = this.#costs.get(key);
    if (cost === undefined) {
      cost = this.#costOf(this.#operation, variables);
      if (this.#costs.size >= MOST_COSTS) this.#costs.clear();
      if (key.length <= LONGEST_KEY) this.#costs.set(key, cost);
    }
    return cost;
  }

  /** The field that most of the cost is in or below: "contacts.edges.node.participants". */
  heaviest(variables: Variables): string {
    const path: Step[] = [];
    let cost = this.#costOf(this.#operation, variables);
    let selections = this.#operation.selectionSet.selections;
    for (;;) {
      const [dearest] = selections
        .map((selection) => {
          const step = this.#step(selection);
          return { step, cost: this.#costOf(this.#along([...path, step]), variables) };
        })
        .sort((a, b) => b.cost - a.cost);
      if (dearest === undefined || dearest.cost < cost / 2) break;
      path.push(dearest.step);
      cost = dearest.cost;
      selections = dearest.step.selectionSet?.selections ?? [];
    }
    return path
      .flatMap((step) => (step.kind === Kind.FIELD ? (step.alias ?? step.name).value : []))
      .join(".");
  }

  #costOf(operation: OperationDefinitionNode, variables: Variables): number {
    const document = { kind: Kind.DOCUMENT, definitions: [operation, ...this.#fragments] } as const;
    try {
      return complexityFromQuery(document, { schema: this.#schema, variables }).complexity;
    } catch (error) {
      const { errors } = getVariableValues(this.#schema, operation.variableDefinitions ?? [], variables);
      throw errors?.[0] ?? error;
    }
  }

  #step(selection: SelectionNode): Step {
    if (selection.kind !== Kind.FRAGMENT_SPREAD) return selection;
    const fragment = this.#fragments.find(({ name }) => name.value === selection.name.value);
    if (fragment === undefined) throw new Error(`There is no fragment ${selection.name.value}`);
    const { typeCondition, selectionSet } = fragment;
    return { kind: Kind.INLINE_FRAGMENT, typeCondition, selectionSet };
  }

  /** The operation with nothing but what is at the end of a path. */
  #along(path: readonly Step[]): OperationDefinitionNode {
    const only = path.reduceRight((below, step) => ({
      ...step,
      selectionSet: { kind: Kind.SELECTION_SET, selections: [below] },
    }));
    return { ...this.#operation, selectionSet: { kind: Kind.SELECTION_SET, selections: [only] } };
  }
}

type Step = FieldNode | InlineFragmentNode;

/** What a cost can depend on of a value: numbers, how long lists are, what is there at all. */
function sizes(value: unknown): unknown {
  if (typeof value === "string") return Math.min(value.length, SHORT);
  if (Array.isArray(value)) {
    return value.some((member) => typeof member === "object") ? value.map(sizes) : value.length;
  }
  if (typeof value !== "object" || value === null) return value;
  return Object.entries(value).map(([name, member]) => [name, sizes(member)]);
}

/** A text that is shorter may cost more, as what is searched for does. */
const SHORT = 4;
const MOST_COSTS = 100;
const LONGEST_KEY = 500;
