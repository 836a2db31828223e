import { readFileSync } from "node:fs";
import { isAbstractType } from "graphql";
import { expect, test } from "vitest";
import { schema } from "../../schema/index.ts";

test("docs/clients.md tells Apollo Client of every interface and union that selections lead to, and its types", () => {
  const text = readFileSync(new URL("../../docs/clients.md", import.meta.url), "utf8");
  const written = /possibleTypes: \{([\s\S]*?)\n {2}\}/.exec(text)?.[1] ?? "";
  const told = [...written.matchAll(/(\w+): \[([^\]]*)\]/g)].map(
    ([, name = "", types = ""]): [string, string[]] => [
      name,
      [...types.matchAll(/"(\w+)"/g)].map(([, type = ""]) => type),
    ],
  );
  const all = Object.values(schema.getTypeMap())
    .filter((type) => isAbstractType(type))
    .map((type): [string, string[]] => [
      type.name,
      schema
        .getPossibleTypes(type)
        .map(({ name }) => name)
        .sort(),
    ]);

  // The unions of payloads are selected by their members, and by WriteError.
  const expected = all.filter(([name]) => !name.endsWith("Payload"));
  expect(Object.fromEntries(told)).toEqual(Object.fromEntries(expected));
});
