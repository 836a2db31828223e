import {
  type DocumentNode,
  type GraphQLSchema,
  getOperationAST,
  Kind,
  type OperationDefinitionNode,
  visit,
} from "graphql";
import type { Role } from "../access/rules.ts";
import { TooCostly } from "../errors/errors.ts";
import { Pricing, type Variables } from "./cost.ts";
import { checkShape, type Shape, shapeOf } from "./shape.ts";
import { checkText, checkVariables } from "./variables.ts";

/** What one request may ask for; more is refused before anything of it is executed. */
export interface QueryLimits {
  /** In the units of `schema/complexity.ts`. */
  readonly cost: number;
  /** Fields below one another. */
  readonly depth: number;
  /** Fields under another name than their own. */
  readonly aliases: number;
  /** Fields of the operation itself. */
  readonly rootFields: number;
  readonly directives: number;
}

export type LimitsByRole = Readonly<Record<Role, QueryLimits>>;

/** What an admitted operation costs, and what one of the same role may. In every answer, as `extensions.cost`. */
export interface Cost {
  readonly requested: number;
  readonly limit: number;
}

/**
 * An operation of a valid document, measured: once, however often it is asked. `admit` is pure, and cheap where
 * variables of the same sizes came before.
 */
export class Measured {
  readonly #shape: Shape;
  readonly #pricing: Pricing;

  constructor(schema: GraphQLSchema, document: DocumentNode, operation: OperationDefinitionNode) {
    checkTexts(document);
    this.#shape = shapeOf(document, operation);
    this.#pricing = new Pricing(schema, document, operation);
  }

  /**
   * What the operation costs with these variables. Throws TooCostly where it is more than the limits allow, with what to
   * do about it; InvalidInput for variables that cannot be stored; an error of GraphQL for those it does not take.
   */
  admit(variables: Variables, limits: QueryLimits): Cost {
    checkShape(this.#shape, limits);
    checkVariables(variables);
    const requested = this.#pricing.cost(variables);
    if (requested > limits.cost) {
      const heaviest = this.#pricing.heaviest(variables);
      throw new TooCostly(
        `The operation costs ${requested}, and may cost ${limits.cost}: ask for fewer at a time (first, last) or for less of each; most of it is in ${heaviest}`,
        { expected: `a cost of at most ${limits.cost}`, got: requested },
      );
    }
    return { requested, limit: limits.cost };
  }
}

/** The operation of a document that is to be executed, measured; null where there is none of that name. */
export function measured(
  schema: GraphQLSchema,
  document: DocumentNode,
  operationName: string | null | undefined,
): Measured | null {
  const operation = getOperationAST(document, operationName);
  if (operation == null) return null;
  let known = measuredOf.get(operation);
  if (known === undefined) {
    known = new Measured(schema, document, operation);
    measuredOf.set(operation, known);
  }
  return known;
}

/** Cache: operations of documents, as long as those are kept. */
const measuredOf = new WeakMap<OperationDefinitionNode, Measured>();

function checkTexts(document: DocumentNode): void {
  visit(document, { [Kind.STRING]: ({ value }) => checkText(value) });
}
