import type { Agreement as AgreementRow, Contact as ContactRow } from "../prisma/client/client.ts";
import { all } from "../src/cache/loaded.ts";
import { errorFrom, type Rejection } from "../src/errors/errors.ts";
import { idOf } from "../src/identity/identity.ts";
import { readFilingInput } from "../src/report/filing.ts";
import type { ReportRow } from "../src/report/loaders.ts";
import { fileReport } from "../src/report/queue.ts";
import { Agreement } from "./agreement.ts";
import { builder } from "./builder.ts";
import { Contact } from "./contact.ts";
import { WRITE_ERRORS } from "./errors.ts";
import { AgreementKind, ContactKind, OutletKind, ReportKind, Stance } from "./kinds.ts";
import { shownContact } from "./node.ts";
import { existing, present } from "./present.ts";
import { Report } from "./report.ts";

const OutletInput = builder.inputType("OutletInput", {
  description: "The outlet of a report: known by its slug, or described when it is new.",
  fields: (t) => ({
    slug: t.string({ required: true, description: "Its stable key." }),
    name: t.string({ description: "What it is called; required when it is new." }),
    kind: t.field({ type: OutletKind, description: "What sort of outlet it is; required when it is new." }),
    speaksFor: t.stringList({ description: "Slugs of the offices whose voice it is." }),
    country: t.string({ description: "The state it is in, by ISO 3166 code." }),
    url: t.field({ type: "URL", description: "Where it is on the web." }),
  }),
});

const ReportInput = builder.inputType("ReportInput", {
  description: "One publication.",
  fields: (t) => ({
    title: t.string({ required: true, description: "Its title, or what it is about." }),
    kind: t.field({ type: ReportKind, required: true, description: "What form it has." }),
    publishedOn: t.field({ type: "EDTF", description: "When it was published." }),
    url: t.field({ type: "URL", description: "Where it is on the web." }),
    language: t.string({ description: "The language it is in, as BCP 47." }),
    speaker: t.string({ description: "The slug of the person who speaks in it." }),
    text: t.string({
      description:
        "What it says, as plain text, for editors to find its claims in; kept only where it is filed without claims, and shown to nobody.",
    }),
  }),
});

const CitationInput = builder.inputType("CitationInput", {
  description: "A report that this one names as its source: exactly one way to name it.",
  isOneOf: true,
  fields: (t) => ({
    report: t.id({ description: "By its `id`." }),
    url: t.field({ type: "URL", description: "By its address." }),
    key: t.string({ description: "By the idempotency key under which it was filed." }),
    outlet: t.string({
      description: "By the slug of its outlet: that one's latest report on a subject of this filing.",
    }),
  }),
});

const ContactInput = builder.inputType("ContactInput", {
  description:
    "A contact by its description. Where exactly one that is known fits, it is that one; where none does, a new one; where several do, the filing is refused with their ids.",
  fields: (t) => ({
    ref: t.string({ required: true, description: "One ref is one contact within the filing." }),
    kind: t.field({ type: ContactKind, description: "How the parties were in contact." }),
    parties: t.stringList({ description: "The keys of its parties, all of them." }),
    date: t.field({ type: "EDTF", description: "When it was." }),
  }),
});

const AgreementInput = builder.inputType("AgreementInput", {
  description: "An agreement by its description; the same title is the same agreement.",
  fields: (t) => ({
    ref: t.string({ required: true, description: "One ref is one agreement within the filing." }),
    title: t.string({ required: true, description: "What it is called." }),
    kind: t.field({ type: AgreementKind, description: "What sort of agreement it is." }),
    parties: t.stringList({ description: "The keys of its parties." }),
  }),
});

const SubjectInput = builder.inputType("SubjectInput", {
  description: "What a claim is about: exactly one way to name it.",
  isOneOf: true,
  fields: (t) => ({
    contact: t.id({ description: "A contact, by its `id`." }),
    agreement: t.string({ description: "An agreement, by its slug." }),
    newContact: t.field({ type: ContactInput, description: "A contact, by its description." }),
    newAgreement: t.field({ type: AgreementInput, description: "An agreement, by its description." }),
    ref: t.string({ description: "What another claim of the filing describes, by its ref." }),
  }),
});

const ClaimInput = builder.inputType("ClaimInput", {
  description: "What the report says of one field of one contact or agreement.",
  fields: (t) => ({
    subject: t.field({ type: SubjectInput, required: true, description: "What it is about." }),
    field: t.string({ required: true, description: "A ContactField or AgreementField." }),
    value: t.field({
      type: "JSON",
      description:
        'In the field\'s notation: `true` for OCCURRENCE, EDTF for DATE, "PT1H~" for DURATION, an object of `person`, `party`, `office` and `role` for participants, a slug for topics and agreements. Left out for WITHHOLDS.',
    }),
    stance: t.field({ type: Stance, required: true, description: "How the report stands to it." }),
    quote: t.string({ description: "The report's own words." }),
  }),
});

const PersonInput = builder.inputType("PersonInput", {
  description: "A person that claims name.",
  fields: (t) => ({
    slug: t.string({ required: true, description: "Their stable key." }),
    name: t.string({ required: true, description: "Their name in Latin script." }),
    names: t.field({ type: [PersonNameInput], description: "Their name in other languages and scripts." }),
    tenures: t.field({ type: [TenureInput], description: "Offices that they hold or held." }),
  }),
});
const PersonNameInput = builder.inputType("PersonNameInput", {
  description: "A name in another language or script.",
  fields: (t) => ({
    name: t.string({ required: true, description: "The name." }),
    language: t.string({ required: true, description: "Its language, as BCP 47." }),
  }),
});
const TenureInput = builder.inputType("TenureInput", {
  description: "That a person holds or held an office.",
  fields: (t) => ({
    office: t.string({ required: true, description: "The office's slug." }),
    from: t.field({ type: "EDTF", description: "Since when." }),
    to: t.field({ type: "EDTF", description: "Until when." }),
  }),
});
const OfficeInput = builder.inputType("OfficeInput", {
  description: "An office that claims or tenures name.",
  fields: (t) => ({
    slug: t.string({ required: true, description: "Its stable key." }),
    title: t.string({ required: true, description: "What it is called." }),
    party: t.string({ required: true, description: "The key of the party whose office it is." }),
  }),
});
const OrganizationInput = builder.inputType("OrganizationInput", {
  description: "An organization that claims name.",
  fields: (t) => ({
    slug: t.string({ required: true, description: "Its stable key." }),
    name: t.string({ required: true, description: "Its name in English." }),
    members: t.stringList({ description: "Codes of the states that are its members." }),
  }),
});
const TopicInput = builder.inputType("TopicInput", {
  description: "A topic that claims name.",
  fields: (t) => ({
    slug: t.string({ required: true, description: "Its stable key." }),
    label: t.string({ required: true, description: "What it is called." }),
  }),
});

const DescriptionsInput = builder.inputType("DescriptionsInput", {
  description:
    "Whoever and whatever the filing names for the first time. What is known already stays as it is.",
  fields: (t) => ({
    people: t.field({ type: [PersonInput], description: "People." }),
    offices: t.field({ type: [OfficeInput], description: "Offices." }),
    organizations: t.field({ type: [OrganizationInput], description: "Organizations." }),
    topics: t.field({ type: [TopicInput], description: "Topics." }),
  }),
});

const FileReportInput = builder.inputType("FileReportInput", {
  description: "A report with what it cites and what it claims.",
  fields: (t) => ({
    idempotencyKey: t.string({
      description:
        "The same key and content is the same filing: it is filed once. Other content under it is a Conflict.",
    }),
    outlet: t.field({ type: OutletInput, required: true, description: "Who published it." }),
    report: t.field({ type: ReportInput, required: true, description: "The report." }),
    cites: t.field({
      type: [CitationInput],
      required: true,
      defaultValue: [],
      description: "The reports that it names as its sources.",
    }),
    describes: t.field({
      type: DescriptionsInput,
      description: "Whoever and whatever it names for the first time.",
    }),
    claims: t.field({ type: [ClaimInput], required: true, description: "What it says; may be empty." }),
  }),
});

/** What a filing came to. */
interface Filed {
  readonly report: ReportRow;
  readonly contacts: readonly ContactRow[];
  readonly agreements: readonly AgreementRow[];
  readonly isNew: boolean;
}

const FileReportSuccess = builder.objectRef<Filed>("FileReportSuccess").implement({
  description: "The report is in the record.",
  fields: (t) => ({
    report: t.field({ type: Report, description: "The report.", resolve: ({ report }) => report }),
    contacts: t.field({
      type: [Contact],
      description: "The contacts that it has claims on.",
      resolve: ({ contacts }) => [...contacts],
    }),
    agreements: t.field({
      type: [Agreement],
      description: "The agreements that it has claims on.",
      resolve: ({ agreements }) => [...agreements],
    }),
    isNew: t.exposeBoolean("isNew", {
      description: "False where the same was filed before under the same idempotency key.",
    }),
  }),
});

builder.mutationField("fileReport", (t) =>
  t.field({
    type: FileReportSuccess,
    description:
      "File a report: outlet, report, citations and claims in one transaction. Takes the role CONTRIBUTOR.",
    authScopes: { role: "CONTRIBUTOR" },
    errors: {
      types: WRITE_ERRORS,
      union: { name: "FileReportPayload", description: "What became of a filing." },
    },
    args: { input: t.arg({ type: FileReportInput, required: true, description: "The filing." }) },
    resolve: async (_, { input }, context): Promise<Filed> => {
      const filing = readFilingInput(input, ["input"]);
      const result = await fileReport(context.database, { filing, actor: context.caller.name });
      if (result.outcome === "rejected") throw withinInput(result.reason);
      const loaders = context.reload();
      const report = existing(await loaders.report.byId.load(result.reportId));
      const contactIds =
        result.outcome === "created"
          ? result.contacts
          : (await loaders.report.contacts.load(report.id)).map(({ id }) => id);
      const agreementIds =
        result.outcome === "created"
          ? result.agreements.map((slug) => idOf("agreement", slug))
          : (await loaders.report.agreements.load(report.id)).map(({ id }) => id);
      return {
        report,
        contacts: [
          ...new Map(
            (await present(all(contactIds.map((id) => shownContact(loaders, id))))).map((shown) => [
              shown.id,
              shown,
            ]),
          ).values(),
        ],
        agreements: await present(loaders.agreement.byId.loadMany(agreementIds)),
        isNew: result.outcome === "created",
      };
    },
  }),
);

/** The error of a rejection, with its path within the argument `input`. */
export function withinInput(reason: Rejection): Error {
  return errorFrom({ ...reason, path: ["input", ...reason.path] });
}
