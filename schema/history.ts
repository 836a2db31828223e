import type { HistoryEntry as Entry } from "../src/history/loaders.ts";
import { readPage } from "../src/paging/page.ts";
import { Agreement } from "./agreement.ts";
import { builder, type Context } from "./builder.ts";
import { Contact } from "./contact.ts";
import { Report } from "./report.ts";

const WriteAction = builder.enumType("WriteAction", {
  description: "What a write did.",
  values: {
    FILED: { description: "A report was filed." },
    REPORT_RETRACTED: { description: "A report was retracted." },
    CLAIM_RETRACTED: { description: "A claim was retracted." },
    VALUE_INFERRED: { description: "An editor gave a reading." },
    CONTACTS_MERGED: { description: "Two contacts were found to be one." },
    MERGE_UNDONE: { description: "A merge was undone." },
    REBUILT: { description: "What is shown was worked out again, by a newer version of Readout." },
  } satisfies Record<Entry["action"], { description: string }>,
});

const HistoryEntry = builder.objectRef<Entry>("HistoryEntry").implement({
  description: "A write, and what it changed.",
  fields: (t) => ({
    at: t.expose("at", { type: "DateTime", description: "When." }),
    actor: t.exposeString("actor", {
      description: "Who: the name of a key, the subject of a token, or a part of Readout.",
    }),
    action: t.expose("action", { type: WriteAction, description: "What was done." }),
    reason: t.exposeString("reason", {
      nullable: true,
      description: "Why; null where no reason is asked for.",
    }),
    report: t.field({
      type: Report,
      nullable: true,
      description: "The report that was filed or retracted; null for a merge.",
      resolve: ({ reportId }, _, { loaders }) =>
        reportId === null ? null : loaders.report.byId.load(reportId),
    }),
    version: t.exposeInt("version", {
      nullable: true,
      description: "The version that came of it; null for reports.",
    }),
    before: t.expose("before", {
      type: "JSON",
      nullable: true,
      description: "What was shown before, by field; null where it was not shown, and for reports.",
    }),
    after: t.expose("after", {
      type: "JSON",
      nullable: true,
      description: "What is shown since, by field; null where it is not shown any more, and for reports.",
    }),
  }),
});

const historyArgs = builder.args((t) => ({
  first: t.int({ defaultValue: 20, description: "So many at most, 0 to 200." }),
}));

function historyOf(subject: "contact" | "agreement" | "report") {
  return ({ id }: { id: string }, { first }: { first?: number | null }, { loaders }: Context) =>
    loaders.history.load(subject, id, readPage({ first }, { name: "history", columns: 0 }).size);
}

const description = "The writes that changed it, the latest first.";

builder.interfaceField(Contact, "history", (t) =>
  t.field({ type: [HistoryEntry], description, args: historyArgs, resolve: historyOf("contact") }),
);
builder.objectField(Agreement, "history", (t) =>
  t.field({ type: [HistoryEntry], description, args: historyArgs, resolve: historyOf("agreement") }),
);
builder.objectField(Report, "history", (t) =>
  t.field({ type: [HistoryEntry], description, args: historyArgs, resolve: historyOf("report") }),
);

const versionDescription =
  "How often what it shows has changed, from 1 on; to be given as `expectedVersion`.";
builder.interfaceField(Contact, "version", (t) =>
  t.exposeInt("version", { description: versionDescription }),
);
builder.objectField(Agreement, "version", (t) => t.exposeInt("version", { description: versionDescription }));
builder.objectField(Report, "retractedAt", (t) =>
  t.expose("retractedAt", {
    type: "DateTime",
    nullable: true,
    description: "When it was retracted; null while it counts.",
  }),
);
