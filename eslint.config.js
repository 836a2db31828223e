import graphql from "@graphql-eslint/eslint-plugin";

/** The design of the schema as it is printed, and the example operations. Code is Biome's. */

const rules = (name, own = {}) => ({
  languageOptions: {
    parser: graphql.parser,
    parserOptions: {
      graphQLConfig: { schema: "schema/readout.graphql", documents: "schema/operations/*.graphql" },
    },
  },
  plugins: { "@graphql-eslint": graphql },
  rules: { ...graphql.configs[`flat/${name}-recommended`].rules, ...own },
});

export default [
  {
    files: ["schema/readout.graphql"],
    ...rules("schema", {
      ...graphql.configs["flat/schema-relay"].rules,
      "@graphql-eslint/require-description": [
        "error",
        {
          types: true,
          FieldDefinition: true,
          InputValueDefinition: true,
          EnumValueDefinition: true,
          DirectiveDefinition: true,
        },
      ],
      // A mutation takes one "input", of the type that is named after it.
      "@graphql-eslint/input-name": ["error", { caseSensitiveInputType: false }],
      "@graphql-eslint/no-scalar-result-type-on-mutation": "error",
      "@graphql-eslint/require-nullable-fields-with-oneof": "error",
      // Short lists, such as the parties of a contact, are lists: only what can be long is a connection.
      "@graphql-eslint/relay-edge-types": [
        "error",
        { withEdgeSuffix: true, listTypeCanWrapOnlyEdgeType: false },
      ],
      // Values, edges and pages have no id; that what is a node has one, its interface says.
      "@graphql-eslint/strict-id-in-types": "off",
    }),
  },
  {
    files: ["schema/operations/*.graphql"],
    ...rules("operations", {
      // They are questions to read and to run by hand; a client that caches asks for ids as well (docs/clients.md).
      "@graphql-eslint/require-selections": "off",
      // The deepest is the one that asks who says so, through two connections.
      "@graphql-eslint/selection-set-depth": ["error", { maxDepth: 9 }],
    }),
  },
];
