import { globalId, idOfType } from "../src/identity/globalId.ts";
import { reportList } from "../src/report/lists.ts";
import type { ReportRow } from "../src/report/loaders.ts";
import { Agreement } from "./agreement.ts";
import { builder } from "./builder.ts";
import { Claim } from "./claim.ts";
import { connect } from "./connection.ts";
import { Contact } from "./contact.ts";
import { ReportFilter } from "./filters.ts";
import { ReportKind } from "./kinds.ts";
import { Node } from "./node.ts";
import { Outlet } from "./outlet.ts";
import { Person } from "./person.ts";
import { exists, linked } from "./present.ts";
import { FuzzyDate, fuzzyDate } from "./time.ts";

export const Report = builder.objectRef<ReportRow>("Report");

Report.implement({
  description: "One publication of an outlet. Everything in the record comes from a report.",
  interfaces: [Node],
  fields: (t) => ({
    id: t.id({ description: "Its id.", resolve: ({ id }) => globalId("Report", id) }),
    outlet: t.field({
      type: Outlet,
      description: "Who published it.",
      resolve: ({ outletId }, _, { loaders }) => exists(loaders.outlet.byId.load(outletId)),
    }),
    title: t.exposeString("title", { description: "Its title, or what it is about." }),
    kind: t.expose("kind", { type: ReportKind, description: "What form it has." }),
    publishedOn: t.field({
      type: FuzzyDate,
      nullable: true,
      description: "When it was published; null where that is not known.",
      resolve: ({ publishedEdtf }) => fuzzyDate(publishedEdtf),
    }),
    url: t.expose("url", {
      type: "URL",
      nullable: true,
      description: "Where it is on the web; null where it is not known.",
    }),
    language: t.exposeString("language", {
      nullable: true,
      description: "The language it is in, as BCP 47; null where it is not known.",
    }),
    speaker: t.field({
      type: Person,
      nullable: true,
      description: "Who speaks in it; null where nobody is named.",
      resolve: ({ speakerId }, _, { loaders }) =>
        speakerId === null ? null : loaders.person.byId.load(speakerId),
    }),
    recordedAt: t.expose("recordedAt", { type: "DateTime", description: "When it entered the record." }),
    cites: t.field({
      type: [Report],
      description: "The reports that it names as its sources, the earliest first.",
      resolve: ({ id }, _, { loaders }) => linked(loaders.report.cites.load(id), loaders.report.byId),
    }),
    citedBy: t.field({
      type: [Report],
      description: "The reports that name it as their source, the earliest first.",
      resolve: ({ id }, _, { loaders }) => linked(loaders.report.citedBy.load(id), loaders.report.byId),
    }),
    claims: t.field({
      type: [Claim],
      description: "What it says, claim by claim, in its own order; retracted claims too.",
      resolve: ({ id }, _, { loaders }) => loaders.claim.ofReport.load(id),
    }),
    contacts: t.field({
      type: [Contact],
      description: "The contacts that it says something of, the latest first.",
      resolve: ({ id }, _, { loaders }) => linked(loaders.report.contacts.load(id), loaders.contact.byId),
    }),
    agreements: t.field({
      type: [Agreement],
      description: "The agreements that it says something of, the latest first.",
      resolve: ({ id }, _, { loaders }) => linked(loaders.report.agreements.load(id), loaders.agreement.byId),
    }),
  }),
});

export const ReportConnection = builder.connectionObject(
  { type: Report, name: "ReportConnection", description: "A page of reports." },
  { name: "ReportEdge", description: "A report in a list." },
);

builder.queryFields((t) => ({
  report: t.field({
    type: Report,
    nullable: true,
    description: "The report with this id; null where there is none.",
    args: { id: t.arg.id({ required: true, description: "Its `id`." }) },
    resolve: (_, { id }, { loaders }) => {
      const uuid = idOfType("Report", id);
      return uuid === null ? null : loaders.report.byId.load(uuid);
    },
  }),
  reports: t.field({
    type: ReportConnection,
    description: "Reports, the latest published first.",
    args: {
      filter: t.arg({ type: ReportFilter, description: "Which reports; without it, all." }),
      ...t.arg.connectionArgs(),
    },
    resolve: (_, args, context) =>
      connect(context, reportList(args.filter), args, (ids) => context.loaders.report.byId.loadMany(ids)),
  }),
}));
