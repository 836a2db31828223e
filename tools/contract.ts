import { CriticalityLevel, diff } from "@graphql-inspector/core";
import {
  buildSchema,
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  parse,
  validate,
} from "graphql";

/** What clients may rely on: what is wrong with a schema or its example operations, as sentences. */

/** A breaking change that `schema/breaking.md` allows. */
interface Allowed {
  readonly type: string;
  readonly path: string;
  readonly reason: string;
}

/**
 * Breaking changes from the last release that are not allowed; and what is allowed and is no change, or has no reason.
 * All are texts: two schemas, and the file of what is allowed.
 */
export async function brokenPromises(
  released: string,
  current: string,
  allowances: string,
): Promise<string[]> {
  const allowed = readAllowances(allowances);
  const changes = await diff(buildSchema(released), buildSchema(current));
  const breaking = changes.filter(({ criticality }) => criticality.level === CriticalityLevel.Breaking);
  const isAllowed = (change: { type: string; path?: string }) => (one: Allowed) =>
    one.type === change.type && one.path === (change.path ?? "");
  return [
    ...breaking
      .filter((change) => !allowed.some(isAllowed(change)))
      .map(
        ({ type, path = "", message }) =>
          `Breaks clients: ${message}. Where that is meant, schema/breaking.md must say so: "- \`${type}\` \`${path}\`: why".`,
      ),
    ...allowed
      .filter((one) => !breaking.some((change) => isAllowed(change)(one)))
      .map(
        ({ type, path }) => `schema/breaking.md allows \`${type}\` \`${path}\`, which is no breaking change.`,
      ),
    ...allowed
      .filter(({ reason }) => reason === "")
      .map(({ type, path }) => `schema/breaking.md allows \`${type}\` \`${path}\` without a reason.`),
  ];
}

function readAllowances(text: string): Allowed[] {
  return [...text.matchAll(/^- `([A-Z_]+)` `([^`]*)`:?[ \t]*(.*)$/gm)].map(
    ([, type = "", path = "", reason = ""]) => ({ type, path, reason }),
  );
}

/** What is deprecated without a reason that says what to use instead, and from which day on it may be gone. */
export function hastyDeprecations(schema: GraphQLSchema): string[] {
  return deprecations(schema)
    .filter(([, reason]) => !/\d{4}-\d{2}-\d{2}/.test(reason) || reason.length < 20)
    .map(
      ([where, reason]) =>
        `${where} is deprecated: the reason must say what to use instead, and until when it stays, such as "Use \`key\`. Gone after 2027-01-31", and is "${reason}".`,
    );
}

function deprecations(schema: GraphQLSchema): [where: string, reason: string][] {
  const found: [string, string | null | undefined][] = [];
  for (const type of Object.values(schema.getTypeMap())) {
    if (type.name.startsWith("__")) continue;
    if (isEnumType(type)) {
      for (const value of type.getValues())
        found.push([`${type.name}.${value.name}`, value.deprecationReason]);
    }
    if (isInputObjectType(type)) {
      for (const field of Object.values(type.getFields())) {
        found.push([`${type.name}.${field.name}`, field.deprecationReason]);
      }
    }
    if (isObjectType(type) || isInterfaceType(type)) {
      for (const field of Object.values(type.getFields())) {
        const where = `${type.name}.${field.name}`;
        found.push([where, field.deprecationReason]);
        for (const arg of field.args) found.push([`${where}(${arg.name}:)`, arg.deprecationReason]);
      }
    }
  }
  return found.flatMap(([where, reason]) => (reason == null ? [] : [[where, reason] as [string, string]]));
}

/** What does not fit the schema in operations, which are texts by the names of their files. */
export function unfitOperations(
  schema: GraphQLSchema,
  operations: Readonly<Record<string, string>>,
): string[] {
  return Object.entries(operations).flatMap(([file, text]) => {
    try {
      return validate(schema, parse(text)).map(({ message, locations = [] }) => {
        const [place] = locations;
        return `${file}:${place?.line}:${place?.column}: ${message}`;
      });
    } catch (error) {
      return [`${file}: ${error instanceof Error ? error.message : error}`];
    }
  });
}
