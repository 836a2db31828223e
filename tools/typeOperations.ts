import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { codegen } from "@graphql-codegen/core";
import * as typescriptOperations from "@graphql-codegen/typescript-operations";
import {
  concatAST,
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLSchema,
  isAbstractType,
  isIntrospectionType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  parse,
  printSchema,
  validate,
  visit,
} from "graphql";
import { schema } from "../schema/index.ts";

/**
 * Writes `web/api/operations.ts`: the operations that the page asks, each as its own text with the types of its
 * variables and its data. `--check` only says whether the file is what they give.
 */

const ROOT = join(import.meta.dirname, "..");
const TARGET = join(ROOT, "web", "api", "operations.ts");

/** The page's own, and those of the examples for everybody that it asks as well. */
const FILES = [
  ...readdirSync(join(ROOT, "web", "operations"))
    .filter((name) => name.endsWith(".graphql"))
    .sort()
    .map((name) => join("web", "operations", name)),
  "schema/operations/15-search.graphql",
  "schema/operations/22-network.graphql",
];

const text = await operationsModule(schema, FILES);
if (process.argv.includes("--check")) {
  if (readFileSync(TARGET, "utf8") !== text) {
    process.stderr.write('web/api/operations.ts is not what its operations give: run "npm run schema".\n');
    process.exit(1);
  }
} else {
  writeFileSync(TARGET, text);
}

async function operationsModule(schema: GraphQLSchema, files: readonly string[]): Promise<string> {
  const sources = files.map((file) => {
    const source = readFileSync(join(ROOT, file), "utf8");
    return { file, source, document: parse(source) };
  });
  const [error] = validate(schema, concatAST(sources.map(({ document }) => document)));
  if (error !== undefined) throw error;
  const types = await codegen({
    filename: TARGET,
    schema: parse(printSchema(schema)),
    documents: sources.map(({ file, document }) => ({ location: file, document })),
    plugins: [{ typescriptOperations: {} }],
    pluginMap: { typescriptOperations },
    config: {
      enumType: "string-literal",
      immutableTypes: true,
      inlineFragmentTypes: "combine",
      strictScalars: true,
      scalars: {
        DateTime: "string",
        Date: "string",
        EDTF: "string",
        Duration: "string",
        URL: "string",
        JSON: "unknown",
      },
    },
  });
  const fragments = new Map(
    sources.flatMap(({ source, document }) =>
      document.definitions
        .filter((node): node is FragmentDefinitionNode => node.kind === Kind.FRAGMENT_DEFINITION)
        .map((node) => [node.name.value, { node, text: textOf(source, node) }] as const),
    ),
  );
  const documents = sources.flatMap(({ source, document }) =>
    document.definitions
      .filter((node): node is OperationDefinitionNode => node.kind === Kind.OPERATION_DEFINITION)
      .map((node) => {
        const name = node.name?.value ?? "";
        const type = `${name}${{ query: "Query", mutation: "Mutation", subscription: "Subscription" }[node.operation]}`;
        const comment = source.startsWith("#") ? `${source.slice(0, source.indexOf("\n"))}\n` : "";
        const needed = fragmentsOf(node, new Set());
        const whole = [
          `${comment}${textOf(source, node)}`,
          ...[...needed].map((used) => fragments.get(used)?.text),
        ];
        return `export const ${name}Document: TypedSource<${type}, ${type}Variables> = { source: ${JSON.stringify(whole.join("\n\n"))} };`;
      }),
  );
  function fragmentsOf(
    node: OperationDefinitionNode | FragmentDefinitionNode,
    found: Set<string>,
  ): Set<string> {
    visit(node, {
      FragmentSpread({ name: { value } }) {
        const fragment = fragments.get(value);
        if (found.has(value) || fragment === undefined) return;
        found.add(value);
        fragmentsOf(fragment.node, found);
      },
    });
    return found;
  }
  return `// Written by tools/typeOperations.ts ("npm run schema"); not to be written by hand.
import type { TypedSource } from "./typedSource.ts";

${types}
${documents.join("\n\n")}

/** Which types are what interfaces and unions stand for, as far as a cache needs an introspection. */
export const possibleTypes = ${JSON.stringify(possibleTypes(schema))};
`;
}

function textOf(source: string, node: { readonly loc?: DocumentNode["loc"] }): string {
  return source.slice(node.loc?.start, node.loc?.end);
}

/** An introspection that knows of nothing but interfaces and unions. */
function possibleTypes(schema: GraphQLSchema): object {
  const types = Object.values(schema.getTypeMap())
    .filter((type) => !isIntrospectionType(type))
    .flatMap((type): object[] => {
      if (isObjectType(type)) {
        const interfaces = type.getInterfaces().map(({ name }) => ({ name }));
        return [{ kind: "OBJECT", name: type.name, fields: [], interfaces }];
      }
      if (!isAbstractType(type)) return [];
      const possible = schema.getPossibleTypes(type).map(({ name }) => ({ name }));
      return "getTypes" in type
        ? [{ kind: "UNION", name: type.name, possibleTypes: possible }]
        : [{ kind: "INTERFACE", name: type.name, fields: [], interfaces: [], possibleTypes: possible }];
    });
  const root = (name: string) => ({ name });
  return {
    __schema: {
      queryType: root("Query"),
      mutationType: root("Mutation"),
      subscriptionType: root("Subscription"),
      types,
    },
  };
}
