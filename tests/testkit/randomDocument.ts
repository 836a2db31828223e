import {
  type GraphQLArgument,
  type GraphQLNamedType,
  getNamedType,
  isAbstractType,
  isInputObjectType,
  isLeafType,
  isNonNullType,
  isObjectType,
  isUnionType,
  parse,
  parseValue,
  validate,
  valueFromASTUntyped,
} from "graphql";
import { schema } from "../../schema/index.ts";
import type { Literals, Random } from "./randomQuery.ts";

export interface RandomDocument {
  readonly source: string;
  readonly variables: Record<string, unknown>;
}

/**
 * A valid query with all that a document can hold: aliases, fragments, inline or not, on objects, interfaces and unions,
 * `@skip` and `@include`, arguments as literals and as variables. The same for the same draws.
 */
export function randomDocument(random: Random, literals: Literals, deepest: number): RandomDocument {
  for (let attempt = 0; attempt < 100; attempt++) {
    const document = new Writer(random, literals).document(deepest);
    if (validate(schema, parse(document.source)).length === 0) return document;
  }
  throw new Error("No valid query came of a hundred attempts");
}

class Writer {
  readonly #random: Random;
  readonly #literals: Literals;
  readonly #fragments: string[] = [];
  readonly #declared: string[] = [];
  readonly #variables: Record<string, unknown> = {};
  #names = 0;

  constructor(random: Random, literals: Literals) {
    this.#random = random;
    this.#literals = literals;
  }

  document(deepest: number): RandomDocument {
    const query = schema.getQueryType();
    if (query == null) throw new Error("The graph has no queries");
    const body = this.#selection(query, deepest);
    const declared = this.#declared.length === 0 ? "" : `(${this.#declared.join(", ")})`;
    return {
      source: [`query Q${declared}${body}`, ...this.#fragments].join("\n"),
      variables: this.#variables,
    };
  }

  #selection(type: GraphQLNamedType, deepest: number): string {
    if (isLeafType(type)) return "";
    const parts = Array.from({ length: 1 + Math.floor(this.#random() * 3) }, () => this.#part(type, deepest));
    return ` { ${parts.join(" ")} }`;
  }

  #part(type: GraphQLNamedType, deepest: number): string {
    if (isUnionType(type) || this.#chance(0.3)) return this.#fragment(type, deepest);
    if (!("getFields" in type) || isInputObjectType(type) || this.#chance(0.1)) return "__typename";
    const fields = Object.values(type.getFields()).filter(
      (field) => deepest > 1 || isLeafType(getNamedType(field.type)),
    );
    if (fields.length === 0) return "__typename";
    const field = this.#pick(fields);
    const given = field.args.filter(
      ({ name, type: of }) =>
        isNonNullType(of) || (this.#chance(0.5) && !["after", "before", "last"].includes(name)),
    );
    const args = given.map((argument) => `${argument.name}: ${this.#argument(argument)}`);
    const alias = args.length > 0 || this.#chance(0.3) ? `a${this.#names++}: ` : "";
    const text = args.length === 0 ? "" : `(${args.join(", ")})`;
    return `${alias}${field.name}${text}${this.#condition()}${this.#selection(getNamedType(field.type), deepest - 1)}`;
  }

  /** On the type itself, or one that some of its things are of. */
  #fragment(type: GraphQLNamedType, deepest: number): string {
    const on = isAbstractType(type)
      ? this.#pick([...(isUnionType(type) ? [] : [type]), ...schema.getPossibleTypes(type)])
      : this.#pick([type, ...(isObjectType(type) ? type.getInterfaces() : [])]);
    const body = this.#selection(on, deepest);
    if (this.#chance(0.5)) return `... on ${on.name}${this.#condition()}${body}`;
    const name = `F${this.#names++}`;
    this.#fragments.push(`fragment ${name} on ${on.name}${body}`);
    return `...${name}${this.#condition()}`;
  }

  #condition(): string {
    if (this.#chance(0.85)) return "";
    const directive = this.#pick(["skip", "include"]);
    const value = this.#chance(0.5);
    return ` @${directive}(if: ${this.#chance(0.5) ? value : this.#variable("Boolean!", value)})`;
  }

  #argument({ name, type }: GraphQLArgument): string {
    const named = getNamedType(type);
    const choices = this.#literals[name] ?? this.#literals[named.name];
    const literal =
      choices !== undefined
        ? this.#pick(choices)
        : "getValues" in named
          ? this.#pick(named.getValues()).name
          : isInputObjectType(named)
            ? "{}"
            : null;
    if (literal === null) throw new Error(`There is nothing to give for ${name}: ${String(type)}`);
    return this.#chance(0.5)
      ? literal
      : this.#variable(String(type), valueFromASTUntyped(parseValue(literal)));
  }

  #variable(type: string, value: unknown): string {
    const name = `v${this.#names++}`;
    this.#declared.push(`$${name}: ${type}`);
    this.#variables[name] = value;
    return `$${name}`;
  }

  #chance(of: number): boolean {
    return this.#random() < of;
  }

  #pick<Choice>(choices: readonly Choice[]): Choice {
    const choice = choices[Math.floor(this.#random() * choices.length)];
    if (choice === undefined) throw new Error("There is nothing to choose from");
    return choice;
  }
}
