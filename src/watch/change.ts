import { readFileSync } from "node:fs";
import { z } from "zod";

/** What is asked of a server: the example operation, with its variables `after` and `filter`. */
export const CHANGES = readFileSync(
  new URL("../../schema/operations/12-changes.graphql", import.meta.url),
  "utf8",
);

const date = z.looseObject({ text: z.string() }).nullable();
const parties = z.array(z.looseObject({ name: z.string() }));
const told = { cursor: z.string(), kind: z.enum(["CREATED", "UPDATED", "RETRACTED"]), at: z.iso.datetime() };

/** A change as the operation tells it, as far as lines for people show it. */
const changeSchema = z.discriminatedUnion("__typename", [
  z.looseObject({
    __typename: z.literal("ContactChange"),
    ...told,
    contact: z.looseObject({ title: z.string(), date, parties }),
  }),
  z.looseObject({
    __typename: z.literal("AgreementChange"),
    ...told,
    agreement: z.looseObject({ title: z.string(), acts: z.array(z.looseObject({ date })), parties }),
  }),
  z.looseObject({
    __typename: z.literal("ReportChange"),
    ...told,
    report: z.looseObject({
      title: z.string(),
      outlet: z.looseObject({ name: z.string() }),
      publishedOn: date,
    }),
  }),
]);

export type WatchedChange = z.infer<typeof changeSchema>;

export function isChange(told: unknown): told is WatchedChange {
  return changeSchema.safeParse(told).success;
}
