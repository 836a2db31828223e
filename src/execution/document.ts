import {
  type ASTNode,
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLSchema,
  getArgumentValues,
  Kind,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from "graphql";

/** The variables that `@skip` and `@include` look at: another plan for other values of them. */
export function conditionsOf(document: DocumentNode): string[] {
  const names = new Set<string>();
  visit(document, {
    Directive: ({ name, arguments: given }) => {
      if (name.value !== "skip" && name.value !== "include") return;
      for (const { value } of given ?? []) if (value.kind === Kind.VARIABLE) names.add(value.name.value);
    },
  });
  return [...names];
}

/**
 * The fields that a document asks for, "Type.field", with their arguments where those are the same everywhere and have
 * no variable; else with null. A field of a type counts as one of its interfaces as well.
 */
export function fieldsOf(
  schema: GraphQLSchema,
  document: DocumentNode,
): ReadonlyMap<string, Readonly<Record<string, unknown>> | null> {
  const fields = new Map<string, Record<string, unknown> | null>();
  const typeInfo = new TypeInfo(schema);
  const note = (coordinate: string, values: Record<string, unknown> | null) => {
    const known = fields.get(coordinate);
    const isSame = known === undefined || JSON.stringify(known) === JSON.stringify(values);
    fields.set(coordinate, isSame ? values : null);
  };
  visit(
    document,
    visitWithTypeInfo(typeInfo, {
      Field: (node) => {
        const [parent, field] = [typeInfo.getParentType(), typeInfo.getFieldDef()];
        if (parent == null || field == null) return;
        const values =
          variablesOf(node.arguments ?? []).length > 0 ? null : getArgumentValues(field, node, {});
        note(`${parent.name}.${field.name}`, values);
        for (const { name } of "getInterfaces" in parent ? parent.getInterfaces() : []) {
          note(`${name}.${field.name}`, values);
        }
      },
    }),
  );
  return fields;
}

/** The variables that nodes and the fragments that they spread look at. */
export function variablesOf(
  nodes: readonly ASTNode[],
  fragments: Readonly<Record<string, FragmentDefinitionNode>> = {},
): string[] {
  const names = new Set<string>();
  const spread = new Set<string>();
  const note = (node: ASTNode) => {
    visit(node, {
      Variable: ({ name }) => void names.add(name.value),
      FragmentSpread: ({ name }) => {
        const fragment = fragments[name.value];
        if (fragment === undefined || spread.has(name.value)) return;
        spread.add(name.value);
        note(fragment);
      },
    });
  };
  for (const node of nodes) note(node);
  return [...names];
}
