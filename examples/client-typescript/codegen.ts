import type { CodegenConfig } from "@graphql-codegen/cli";

/** The operations in `withCodegen.ts`, as typed documents. */
const config: CodegenConfig = {
  schema: "../../schema/readout.graphql",
  documents: ["withCodegen.ts"],
  generates: {
    "generated/codegen/": {
      preset: "client",
      presetConfig: { fragmentMasking: false },
      config: {
        useTypeImports: true,
        importExtension: ".ts",
        emitLegacyCommonJSImports: false,
        scalars: {
          Date: "string",
          DateTime: "string",
          Duration: "string",
          EDTF: "string",
          JSON: { input: "unknown", output: "unknown" },
          URL: "string",
        },
      },
    },
  },
};

export default config;
