import {
  type DocumentNode,
  defaultFieldResolver,
  defaultTypeResolver,
  type FieldNode,
  type FragmentDefinitionNode,
  GraphQLBoolean,
  type GraphQLField,
  GraphQLFloat,
  GraphQLID,
  GraphQLInt,
  type GraphQLLeafType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  GraphQLString,
  getArgumentValues,
  getOperationAST,
  isAbstractType,
  isEnumType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  SchemaMetaFieldDef,
  TypeMetaFieldDef,
} from "graphql";
import { collectFields, collectSubfields } from "graphql/execution/collectFields.js";
import { type Reads, StandIn } from "../cache/reads.ts";
import type { Tag } from "../cache/tags.ts";
import { variablesOf } from "./document.ts";
import { NotPlanned, type Run } from "./run.ts";

/**
 * A query as a tree of functions that write its answer as JSON, made once for each operation. It goes the way on which
 * all is well; at the first error it gives up, and the answer is GraphQL.js's.
 */
export interface Plan {
  /** How the answer's `data` is written from the root value. */
  readonly write: Write;
  /** What is read anew for each request. */
  readonly slots: number;
  /** Parts that answers were seen to have so far. */
  readonly parts: Set<PartKind>;
}

/** What things are written as at one place of a query: another for other values of the variables that it looks at. */
export interface PartKind {
  readonly slot: number;
  readonly selection: number;
  readonly variables: readonly string[];
}

/** Writes a value as JSON; what is not there yet is left out, and waited for by the run. */
export type Write = (run: Run, value: unknown) => string;

/** A thing that the whole answer below it follows from, as it is kept: by key, until what the tag names is evicted. */
export interface Thing {
  readonly key: string;
  readonly tag: Tag;
}

/** Tells whether a value of a type is such a thing; null where it is not. */
export type ThingOf = (type: string, value: unknown, reads: Reads) => Thing | null;

/** Plans a query; the variables tell what `@skip` and `@include` leave. Null for what is no query. */
export function planOf(
  schema: GraphQLSchema,
  document: DocumentNode,
  operationName: string | null | undefined,
  variables: Readonly<Record<string, unknown>>,
  thingOf: ThingOf,
): Plan | null {
  const operation = getOperationAST(document, operationName);
  const root = schema.getQueryType();
  if (operation?.operation !== "query" || root == null) return null;
  return new Planner(schema, document, operation, variables, thingOf).plan(root);
}

/** Selections are told apart over all plans. */
let selections = 0;

class Planner {
  readonly #schema: GraphQLSchema;
  readonly #fragments: Record<string, FragmentDefinitionNode> = {};
  readonly #operation: OperationDefinitionNode;
  readonly #variables: Readonly<Record<string, unknown>>;
  readonly #thingOf: ThingOf;
  #slots = 0;

  constructor(
    schema: GraphQLSchema,
    document: DocumentNode,
    operation: OperationDefinitionNode,
    variables: Readonly<Record<string, unknown>>,
    thingOf: ThingOf,
  ) {
    this.#schema = schema;
    this.#operation = operation;
    this.#variables = variables;
    this.#thingOf = thingOf;
    for (const definition of document.definitions) {
      if (definition.kind === Kind.FRAGMENT_DEFINITION) this.#fragments[definition.name.value] = definition;
    }
  }

  plan(root: GraphQLObjectType): Plan {
    const fields = collectFields(
      this.#schema,
      this.#fragments,
      { ...this.#variables },
      root,
      this.#operation.selectionSet,
    );
    const write = this.#fields(root, fields);
    return { write, slots: this.#slots, parts: new Set() };
  }

  #fields(parent: GraphQLObjectType, fields: ReadonlyMap<string, readonly FieldNode[]>): Write {
    const writers = [...fields].flatMap(([key, nodes]) => {
      const write = this.#field(parent, nodes);
      return write === null ? [] : [{ key: `${JSON.stringify(key)}:`, write }];
    });
    return (run, source) => {
      let text = "{";
      for (let index = 0; index < writers.length; index++) {
        const { key, write } = writers[index] as (typeof writers)[number];
        text += index === 0 ? key : `,${key}`;
        text += write(run, source);
      }
      return `${text}}`;
    };
  }

  /** Null for a field that the type does not have, which GraphQL leaves out. */
  #field(parent: GraphQLObjectType, nodes: readonly FieldNode[]): Write | null {
    const [node] = nodes;
    if (node === undefined) return null;
    const name = node.name.value;
    if (name === "__typename") {
      const text = JSON.stringify(parent.name);
      return () => text;
    }
    const field = fieldOf(this.#schema, parent, name);
    if (field === undefined) return null;
    const write = this.#value(field.type, nodes);
    const resolve = field.resolve ?? defaultFieldResolver;
    // As far as resolvers look at it.
    const info = {
      fieldName: name,
      fieldNodes: nodes,
      returnType: field.type,
      parentType: parent,
      schema: this.#schema,
      fragments: this.#fragments,
      operation: this.#operation,
    } as unknown as GraphQLResolveInfo;
    const argumentsOf = this.#arguments(field, node);
    const promised = Symbol(name);
    return (run, source) => {
      const value = resolve(source, argumentsOf(run), run.context, info);
      return isPromise(value) ? run.wait(promised, source, value, write) : write(run, value);
    };
  }

  /** How a field's arguments are read: once for all, where they have no variable; else once a request. */
  #arguments(field: GraphQLField<unknown, unknown>, node: FieldNode): (run: Run) => Record<string, unknown> {
    if (variablesOf(node.arguments ?? []).length === 0) {
      const values = getArgumentValues(field, node, {});
      return () => values;
    }
    const slot = this.#slots++;
    return (run) => {
      const known = run.slots[slot] as Record<string, unknown> | undefined;
      if (known !== undefined) return known;
      const values = getArgumentValues(field, node, run.variables);
      run.slots[slot] = values;
      return values;
    };
  }

  #value(type: GraphQLOutputType, nodes: readonly FieldNode[]): Write {
    if (isNonNullType(type)) {
      const write = this.#value(type.ofType, nodes);
      return (run, value) => {
        if (value === null || value === undefined) throw new NotPlanned();
        return write(run, value);
      };
    }
    if (isListType(type)) return this.#list(this.#value(type.ofType, nodes));
    if (isLeafType(type)) return leaf(type);
    return this.#thing(nodes, this.#object(type, nodes));
  }

  #list(write: Write): Write {
    return (run, value) => {
      if (value === null || value === undefined) return "null";
      if (!Array.isArray(value)) throw new NotPlanned();
      let text = "[";
      for (let index = 0; index < value.length; index++) {
        if (index > 0) text += ",";
        const item: unknown = value[index];
        text += isPromise(item) ? run.waitForItem(item) : write(run, item);
      }
      return `${text}]`;
    };
  }

  #object(type: GraphQLOutputType, nodes: readonly FieldNode[]): WriteTyped {
    if (isObjectType(type)) {
      const write = this.#fields(
        type,
        collectSubfields(this.#schema, this.#fragments, { ...this.#variables }, type, nodes),
      );
      const info = { schema: this.#schema } as GraphQLResolveInfo;
      const isTypeOf = type.isTypeOf?.bind(type);
      return {
        typeOf: () => type.name,
        write: (run, value) => {
          if (isTypeOf !== undefined && isTypeOf(value, run.context, info) !== true) throw new NotPlanned();
          return write(run, value);
        },
      };
    }
    if (!isAbstractType(type)) throw new NotPlanned();
    const resolveType = type.resolveType ?? defaultTypeResolver;
    const info = { schema: this.#schema } as GraphQLResolveInfo;
    const written = new Map<string, Write>();
    const typeOf = (run: Run, value: unknown): string => {
      const name = resolveType(value, run.context, info, type);
      if (typeof name !== "string") throw new NotPlanned();
      return name;
    };
    return {
      typeOf,
      write: (run, value, name) => {
        let write = written.get(name);
        if (write === undefined) {
          const runtime = this.#schema.getType(name);
          if (!isObjectType(runtime) || !this.#schema.isSubType(type, runtime)) throw new NotPlanned();
          const { write: planned } = this.#object(runtime, nodes);
          write = (given, of) => planned(given, of, name);
          written.set(name, write);
        }
        return write(run, value);
      },
    };
  }

  /** What a thing and all that hangs on it were written as is kept, for the outermost things of an answer. */
  #thing(nodes: readonly FieldNode[], { typeOf, write }: WriteTyped): Write {
    // Which thing it is, the field's own arguments tell; how it is written, what is selected of it.
    const selected = nodes.flatMap(({ selectionSet }) => selectionSet?.selections ?? []);
    const kind: PartKind = {
      slot: this.#slots++,
      selection: selections++,
      variables: variablesOf(selected, this.#fragments),
    };
    return (run, value) => {
      if (value === null || value === undefined) return "null";
      if (value instanceof StandIn) return run.standIn(kind, value);
      if (value instanceof Error) throw value;
      const type = typeOf(run, value);
      if (!run.keepsParts) return write(run, value, type);
      const thing = this.#thingOf(type, value, run.context.reads);
      if (thing === null) return write(run, value, type);
      return run.part(kind, thing, () => write(run, value, type));
    };
  }
}

interface WriteTyped {
  typeOf(run: Run, value: unknown): string;
  write(run: Run, value: unknown, type: string): string;
}

function fieldOf(
  schema: GraphQLSchema,
  parent: GraphQLObjectType,
  name: string,
): GraphQLField<unknown, unknown> | undefined {
  if (parent === schema.getQueryType()) {
    if (name === SchemaMetaFieldDef.name) return SchemaMetaFieldDef;
    if (name === TypeMetaFieldDef.name) return TypeMetaFieldDef;
  }
  return parent.getFields()[name];
}

function isPromise(value: unknown): value is Promise<unknown> {
  return typeof value === "object" && value !== null && "then" in value;
}

/** How a scalar or enum value is written (GraphQL, section 6.4.3, "Value Completion"). */
function leaf(type: GraphQLLeafType): Write {
  const serialize = (value: unknown): string => {
    if (value === null || value === undefined) return "null";
    if (value instanceof Error) throw value;
    const serialized: unknown = type.serialize(value);
    if (serialized === null || serialized === undefined) throw new NotPlanned();
    return JSON.stringify(serialized);
  };
  if (type === GraphQLString || type === GraphQLID) {
    return (_, value) => (typeof value === "string" ? quoted(value) : serialize(value));
  }
  if (type === GraphQLInt || type === GraphQLFloat) {
    return (_, value) => serialize(value);
  }
  if (type === GraphQLBoolean) {
    return (_, value) => (value === true ? "true" : value === false ? "false" : serialize(value));
  }
  if (!isEnumType(type)) return (_, value) => serialize(value);
  const texts = new Map<unknown, string>(
    type.getValues().map(({ name, value }) => [value, JSON.stringify(name)]),
  );
  return (_, value) => texts.get(value) ?? serialize(value);
}

/** A string as JSON; most have nothing to escape. */
function quoted(text: string): string {
  return ESCAPED.test(text) ? JSON.stringify(text) : `"${text}"`;
}
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what JSON escapes (RFC 8259, section 7).
const ESCAPED = /["\\\u0000-\u001f\ud800-\udfff]/;
