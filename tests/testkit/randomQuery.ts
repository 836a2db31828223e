import {
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLNamedType,
  getNamedType,
  isInputObjectType,
  isInterfaceType,
  isLeafType,
  isNonNullType,
  isObjectType,
  isUnionType,
} from "graphql";
import { schema } from "../../schema/index.ts";

/** Draws from 0 up to, and without, 1. */
export type Random = () => number;

/** The same numbers for the same seed (mulberry32). */
export function randomOf(seed: number): Random {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

function pick<Choice>(random: Random, choices: readonly Choice[]): Choice {
  const choice = choices[Math.floor(random() * choices.length)];
  if (choice === undefined) throw new Error("There is nothing to choose from");
  return choice;
}

/** What arguments are drawn from, as GraphQL literals, by their names or else their types. */
export type Literals = Readonly<Record<string, readonly string[]>>;

/** One field of a query with what is below it: a valid selection that a grammar of the graph gives. */
export function randomField(random: Random, literals: Literals, deepest: number): string {
  const query = schema.getQueryType();
  if (query == null) throw new Error("The graph has no queries");
  return fieldText(random, pick(random, Object.values(query.getFields())), literals, deepest);
}

function fieldText(
  random: Random,
  field: GraphQLField<unknown, unknown>,
  literals: Literals,
  deepest: number,
): string {
  const given = field.args.filter((argument) => isNonNullType(argument.type) || random() < 0.5);
  const isFirst = given.some(({ name }) => name === "first");
  const args = given
    .filter(({ name }) => !["after", "before"].includes(name) && !(name === "last" && isFirst))
    .map((argument) => `${argument.name}: ${argumentText(random, argument, literals)}`);
  const below = selectionText(random, getNamedType(field.type), literals, deepest - 1);
  return `${field.name}${args.length === 0 ? "" : `(${args.join(", ")})`}${below}`;
}

function argumentText(random: Random, { name, type }: GraphQLArgument, literals: Literals): string {
  const named = getNamedType(type);
  const choices = literals[name] ?? literals[named.name];
  if (choices !== undefined) return pick(random, choices);
  if (isInputObjectType(named)) return "{}";
  if ("getValues" in named) return pick(random, named.getValues()).name;
  throw new Error(`There is nothing to give for ${name}: ${String(type)}`);
}

function selectionText(random: Random, type: GraphQLNamedType, literals: Literals, deepest: number): string {
  if (isLeafType(type)) return "";
  if (isUnionType(type)) {
    const on = pick(random, type.getTypes());
    return ` { __typename ... on ${on.name}${selectionText(random, on, literals, deepest)} }`;
  }
  if (!isObjectType(type) && !isInterfaceType(type)) return "";
  const fields = Object.values(type.getFields());
  const leaves = fields.filter((field) => isLeafType(getNamedType(field.type)));
  const branches = deepest > 1 ? fields.filter((field) => !leaves.includes(field)) : [];
  const chosen = new Set<GraphQLField<unknown, unknown>>();
  const count = 1 + Math.floor(random() * 3);
  for (let number = 0; number < count; number++) {
    const from = branches.length > 0 && (leaves.length === 0 || random() < 0.7) ? branches : leaves;
    if (from.length > 0) chosen.add(pick(random, from));
  }
  const texts = [...chosen].map((field) => fieldText(random, field, literals, deepest));
  return ` { ${texts.length === 0 ? "__typename" : texts.join(" ")} }`;
}
