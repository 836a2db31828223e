import {
  type ConstDirectiveNode,
  type GraphQLField,
  type GraphQLFieldConfig,
  GraphQLList,
  type GraphQLNamedType,
  GraphQLNonNull,
  GraphQLObjectType,
  GraphQLScalarType,
  GraphQLSchema,
  GraphQLString,
  GraphQLUnionType,
  getNamedType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  isTypeDefinitionNode,
  isUnionType,
  Kind,
  parse,
  print,
  type TypeDefinitionNode,
} from "graphql";
import type { Context } from "./builder.ts";
import { entityOf, keysOf } from "./entities.ts";
import { printReadoutSchema, schema } from "./index.ts";
import type { Typed } from "./node.ts";

/** The graph as a subgraph of others: Apollo Federation 2, by its subgraph specification. */

/** The newest that both Apollo's composition and that of the Guild take. */
const FEDERATION = "https://specs.apollo.dev/federation/v2.9";

/** Types of values, which other subgraphs may give as well. */
const VALUE_TYPES: readonly string[] = ["FuzzyDate", "FuzzyDuration", "PageInfo"];

/** What an entity is called: other subgraphs that keep it beside the key may give it (`@provides`) without asking here. */
const NAMES: Readonly<Record<string, string>> = {
  Office: "title",
  Organization: "name",
  Outlet: "name",
  Person: "name",
  State: "name",
  Topic: "label",
};

/** What can be read is tagged: a contract that includes only this leaves out all writing. */
const PUBLIC = "public";
/** What takes a role to be read: a contract for everybody leaves it out. */
const FOR_EDITORS = "editors";

/**
 * The graph as a subgraph prints it: with the directives that tell a composition what is an entity by which keys, what
 * others may give too, and what is public.
 */
export function printSubgraph(): string {
  const readable = readableTypes();
  const { definitions } = parse(printReadoutSchema(), { noLocation: true });
  const own = parse(DIRECTIVES, { noLocation: true });
  const all = definitions.map((definition) =>
    isTypeDefinitionNode(definition) ? directedType(definition, readable) : definition,
  );
  return `${print({ kind: Kind.DOCUMENT, definitions: [...own.definitions, ...all] })}\n`;
}

/** The version of federation; and what GraphQL itself has, but Apollo's composition does not know yet. */
const DIRECTIVES = `
  extend schema @link(url: "${FEDERATION}", import: ["@key", "@shareable", "@tag"])
  "Exactly one of the fields is to be given (GraphQL, section 3.10.1)."
  directive @oneOf on INPUT_OBJECT
`;

function directedType(type: TypeDefinitionNode, readable: ReadonlySet<string>): TypeDefinitionNode {
  const name = type.name.value;
  const written = [
    ...keysOf(name).map((key) => `@key(fields: "${key}")`),
    ...(VALUE_TYPES.includes(name) ? ["@shareable"] : []),
    ...(readable.has(name) ? [`@tag(name: "${PUBLIC}")`] : []),
  ];
  if (type.kind !== Kind.OBJECT_TYPE_DEFINITION) return directed(type, ...written);
  const { [name]: own } = schema.getTypeMap();
  const known = isObjectType(own) ? own.getFields() : {};
  const fields = type.fields?.map((field) =>
    directed(
      field,
      ...(field.name.value === NAMES[name] ? ["@shareable"] : []),
      ...(readable.has(name) && takesRole(known[field.name.value]) ? [`@tag(name: "${FOR_EDITORS}")`] : []),
    ),
  );
  return directed({ ...type, fields }, ...written);
}

/** The same with more directives. */
function directed<Node extends { readonly directives?: readonly ConstDirectiveNode[] }>(
  node: Node,
  ...written: readonly string[]
): Node {
  const { definitions } = parse(`scalar Directed ${written.join(" ")}`, { noLocation: true });
  const added = definitions.flatMap((definition) =>
    isTypeDefinitionNode(definition) ? (definition.directives ?? []) : [],
  );
  return { ...node, directives: [...(node.directives ?? []), ...added] };
}

/** May only some read it? */
function takesRole(field: GraphQLField<unknown, unknown> | undefined): boolean {
  const { authScopes } = (field?.extensions.pothosOptions ?? {}) as { authScopes?: unknown };
  return authScopes !== undefined;
}

/** The names of all types that a query or subscription can lead to which takes no role. */
function readableTypes(): ReadonlySet<string> {
  const found = new Set<string>();
  const reach = (type: GraphQLNamedType | null | undefined): void => {
    if (type === null || type === undefined || found.has(type.name)) return;
    found.add(type.name);
    for (const next of leadsTo(type)) reach(next);
  };
  reach(schema.getQueryType());
  reach(schema.getSubscriptionType());
  return found;
}

function leadsTo(type: GraphQLNamedType): readonly GraphQLNamedType[] {
  if (isUnionType(type)) return type.getTypes();
  if (isInputObjectType(type))
    return Object.values(type.getFields()).map((field) => getNamedType(field.type));
  if (!isObjectType(type) && !isInterfaceType(type)) return [];
  const fields = Object.values(type.getFields()).filter((field) => !takesRole(field));
  return [
    ...fields.map((field) => getNamedType(field.type)),
    ...fields.flatMap(({ args }) => args.map((arg) => getNamedType(arg.type))),
    ...type.getInterfaces(),
    ...(isInterfaceType(type) ? schema.getPossibleTypes(type) : []),
  ];
}

const Any = new GraphQLScalarType({
  name: "_Any",
  description:
    "A representation of an entity: an object with its `__typename`, and the field of one of its keys.",
});

const Entity = new GraphQLUnionType({
  name: "_Entity",
  description: "Everything that other subgraphs can refer to by a key.",
  types: Object.values(schema.getTypeMap())
    .filter((type) => isObjectType(type))
    .filter(({ name }) => keysOf(name).length > 0),
  resolveType: ({ __typename }: Typed) => __typename,
});

const Service = new GraphQLObjectType({
  name: "_Service",
  description: "What a composition asks of a subgraph.",
  fields: {
    sdl: {
      type: new GraphQLNonNull(GraphQLString),
      description: "The schema, with the directives of federation.",
    },
  },
});

const _service: GraphQLFieldConfig<unknown, Context> = {
  type: new GraphQLNonNull(Service),
  description: "The schema as a subgraph, for the composition of a supergraph.",
  resolve: () => {
    printed ??= printSubgraph();
    return { sdl: printed };
  },
};
/** Cache: it never changes. */
let printed: string | undefined;

const _entities: GraphQLFieldConfig<unknown, Context, { representations: readonly unknown[] }> = {
  type: new GraphQLNonNull(new GraphQLList(Entity)),
  description:
    "The entities that representations stand for, in their order: what a gateway asks. Null for one that does not exist; for one that is malformed null and an error that names its index.",
  args: {
    representations: {
      type: new GraphQLNonNull(new GraphQLList(new GraphQLNonNull(Any))),
      description: "What to find, each by its type and one of its keys.",
    },
  },
  resolve: (_, { representations }, context, { schema }) =>
    representations.map((representation, index) => entityOf(representation, index, context, schema)),
};

/** The graph with the two fields by which a gateway asks for it. */
export const subgraph: GraphQLSchema = new GraphQLSchema({
  ...schema.toConfig(),
  query: withFields(schema.getQueryType(), { _entities, _service }),
  types: Object.values(schema.getTypeMap()).filter((type) => type !== schema.getQueryType()),
});

function withFields(
  type: GraphQLObjectType | null | undefined,
  fields: Record<string, GraphQLFieldConfig<unknown, Context>>,
): GraphQLObjectType {
  if (type === null || type === undefined) throw new Error("The schema has no query type");
  const config = type.toConfig();
  return new GraphQLObjectType({ ...config, fields: { ...config.fields, ...fields } });
}
