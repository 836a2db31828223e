import type { FieldComplexity } from "@pothos/plugin-complexity";
import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  getArgumentValues,
  getNamedType,
  getVariableValues,
  isInterfaceType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from "graphql";

export type Variables = Readonly<Record<string, unknown>>;

/**
 * What an operation of a valid document costs, in the units of `schema/complexity.ts`, were every list as long as it may
 * be. Only the sizes of the variables count, so that the cost is worked out once for all that differ in nothing else.
 *
 * Each field says what it costs itself, and how often what is selected below it counts (Pothos's complexity plugin).
 * The plugin's own sum counts a list's `totalCount` and `pageInfo` once for each thing on the page: here, once.
 */
export class Pricing {
  readonly #schema: GraphQLSchema;
  readonly #operation: OperationDefinitionNode;
  readonly #fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  /** Cache: costs by the sizes of variables. */
  readonly #costs = new Map<string, number>();

  constructor(schema: GraphQLSchema, document: DocumentNode, operation: OperationDefinitionNode) {
    this.#schema = schema;
    this.#operation = operation;
    const fragments = document.definitions.filter(({ kind }) => kind === Kind.FRAGMENT_DEFINITION);
    this.#fragments = new Map(
      (fragments as FragmentDefinitionNode[]).map((fragment) => [fragment.name.value, fragment]),
    );
  }

  /** Throws an error of GraphQL for variables that the operation does not take. */
  cost(variables: Variables): number {
    const key = JSON.stringify(sizes(variables));
    let cost = this.#costs.get(key);
    if (cost === undefined) {
      cost = this.#price(variables).cost;
      if (this.#costs.size >= MOST_COSTS) this.#costs.clear();
      if (key.length <= LONGEST_KEY) this.#costs.set(key, cost);
    }
    return cost;
  }

  /** The field that most of the cost is in or below: "contacts.edges.node.participants". */
  heaviest(variables: Variables): string {
    const path: string[] = [];
    let { each, parts } = this.#price(variables);
    for (;;) {
      const [dearest] = parts.toSorted((a, b) => b.cost - a.cost);
      if (dearest === undefined || dearest.cost < each / 2) break;
      if (dearest.name !== null) path.push(dearest.name);
      ({ each, parts } = dearest);
    }
    return path.join(".");
  }

  #price(given: Variables): Price {
    const { variableDefinitions = [], operation, selectionSet } = this.#operation;
    // Only the first thing that is wrong is told.
    const { coerced, errors } = getVariableValues(this.#schema, variableDefinitions, given, { maxErrors: 1 });
    if (errors !== undefined) throw errors[0];
    const type = this.#schema.getRootType(operation);
    return type == null ? FREE : this.#ofSet(selectionSet, type, coerced, new Map());
  }

  /** A set of fields on a type, worked out once, however often a fragment with it is named. */
  #ofSet(set: SelectionSetNode, type: GraphQLNamedType, variables: Variables, known: Known): Price {
    const ofTypes = known.get(set) ?? new Map<GraphQLNamedType, Price>();
    known.set(set, ofTypes);
    let price = ofTypes.get(type);
    if (price === undefined) {
      price = together(
        set.selections.map((selection) => this.#ofSelection(selection, type, variables, known)),
      );
      ofTypes.set(type, price);
    }
    return price;
  }

  #ofSelection(selection: SelectionNode, type: GraphQLNamedType, variables: Variables, known: Known): Part {
    if (selection.kind === Kind.FIELD) return this.#ofField(selection, type, variables, known);
    const fragment =
      selection.kind === Kind.INLINE_FRAGMENT ? selection : this.#fragments.get(selection.name.value);
    const on = fragment?.typeCondition?.name.value;
    const onType = on === undefined ? type : this.#schema.getType(on);
    if (fragment === undefined || onType === undefined) return { name: null, ...FREE };
    return { name: null, ...this.#ofSet(fragment.selectionSet, onType, variables, known) };
  }

  #ofField(node: FieldNode, type: GraphQLNamedType, variables: Variables, known: Known): Part {
    const name = (node.alias ?? node.name).value;
    const field = isObjectType(type) || isInterfaceType(type) ? type.getFields()[node.name.value] : undefined;
    const of = (own: number, parts: readonly Part[]): Part => {
      const cost = own + together(parts).cost;
      return { name, cost, each: cost, once: ONCE_A_PAGE.has(node.name.value) ? cost : 0, parts };
    };
    const below =
      node.selectionSet === undefined
        ? FREE
        : this.#ofSet(node.selectionSet, getNamedType(field?.type) ?? type, variables, known);
    if (field === undefined) return of(1, times(below.parts, INTROSPECTION.get(node.name.value) ?? 1));
    const { own, many } = weightOf(field, node, variables);
    const isPage = field.args.some((argument) => argument.name === "after");
    return of(own, isPage ? times(below.parts, many, true) : times(below.parts, many));
  }
}

/** What a set of fields costs: `once` is what of it counts once a page. */
interface Price {
  readonly cost: number;
  /** The cost of one of them, where what they are below counts several times. */
  readonly each: number;
  readonly once: number;
  readonly parts: readonly Part[];
}

interface Part extends Price {
  /** Null for a fragment. */
  readonly name: string | null;
}

type Known = Map<SelectionSetNode, Map<GraphQLNamedType, Price>>;

const FREE: Price = { cost: 0, each: 0, once: 0, parts: [] };

/** Fields of introspection say nothing of it: about how often what is below them is told of the graph. */
const INTROSPECTION = new Map([
  ["__schema", 200],
  ["__type", 5],
]);

/** Fields of a connection that are none of the things on its page. */
const ONCE_A_PAGE = new Set(["totalCount", "pageInfo"]);

function together(parts: readonly Part[]): Price {
  const cost = parts.reduce((sum, part) => sum + part.cost, 0);
  return {
    cost,
    each: cost,
    once: parts.reduce((sum, part) => sum + part.once, 0),
    parts,
  };
}

function times(parts: readonly Part[], many: number, isPage = false): Part[] {
  return parts.map((part) => {
    const once = isPage ? part.once : 0;
    return { ...part, cost: once + (part.cost - once) * many };
  });
}

function weightOf(
  field: GraphQLField<unknown, unknown>,
  node: FieldNode,
  variables: Variables,
): { own: number; many: number } {
  const said = field.extensions.complexity as FieldComplexity<object, Variables> | undefined;
  const weight =
    typeof said === "function"
      ? said(getArgumentValues(field, node, variables), {}, field as never)
      : (said ?? 1);
  if (typeof weight === "number") return { own: weight, many: 1 };
  return { own: weight.field ?? 1, many: weight.multiplier ?? 1 };
}

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
