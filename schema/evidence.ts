import type { Evidence as EvidenceModel } from "../src/evidence/rules.ts";
import { builder } from "./builder.ts";
import { Claim, shownValue } from "./claim.ts";
import { Verdict } from "./kinds.ts";
import { present } from "./present.ts";

export const Evidence = builder.objectRef<EvidenceModel>("Evidence").implement({
  description: "What is known of a field, or of one value of a field that holds several, and who says so.",
  fields: (t) => ({
    field: t.exposeString("field", { description: "The ContactField or AgreementField." }),
    value: t.string({
      nullable: true,
      description:
        "The value shown, in the field's notation; null where nobody gives one, or it is only denied.",
      resolve: ({ field, value }) => shownValue(field, value),
    }),
    verdict: t.expose("verdict", { type: Verdict, description: "How well it is supported." }),
    independentOutlets: t.exposeInt("independentOutlets", {
      description: "How many independent outlets state, confirm or hedge it.",
    }),
    claims: t.field({
      type: [Claim],
      description:
        "The live claims on it, for, against and withholding, in the order in which they were recorded.",
      resolve: ({ claims }, _, { loaders }) =>
        present(loaders.claim.byId.loadMany(claims.map(({ id }) => id))),
    }),
  }),
});

/** The evidence that is asked for. */
export function chosenEvidence(
  evidence: readonly EvidenceModel[],
  { field, verdicts }: { field?: string | null; verdicts?: readonly string[] | null },
): EvidenceModel[] {
  return evidence.filter(
    (known) =>
      (field == null || known.field === field) && (verdicts == null || verdicts.includes(known.verdict)),
  );
}
