import type {
  Agreement as AgreementRow,
  Claim as ClaimRow,
  Contact as ContactRow,
} from "../prisma/client/client.ts";
import { type Loaded, use } from "../src/cache/loaded.ts";
import { globalId } from "../src/identity/globalId.ts";
import { Agreement } from "./agreement.ts";
import { builder } from "./builder.ts";
import { Call, Encounter, Exchange, Summit, Visit } from "./contact.ts";
import { Stance } from "./kinds.ts";
import { CONTACT_TYPES, Node, shownContact } from "./node.ts";
import { existing, exists } from "./present.ts";
import { Report } from "./report.ts";

export const Claim = builder.objectRef<ClaimRow>("Claim");

Claim.implement({
  description:
    "What one report says of one field of a contact or agreement. Never changed, never deleted; it can be retracted.",
  interfaces: [Node],
  fields: (t) => ({
    id: t.id({ description: "Its id.", resolve: ({ id }) => globalId("Claim", id) }),
    report: t.field({
      type: Report,
      description: "The report that says so.",
      resolve: ({ reportId }, _, { loaders }) => exists(loaders.report.byId.load(reportId)),
    }),
    subject: t.field({
      type: ClaimSubject,
      description: "The contact or agreement that it is about.",
      resolve: ({ contactId, agreementId }, _, { loaders }): Loaded<ContactRow | AgreementRow> =>
        contactId === null
          ? exists(loaders.agreement.byId.load(existing(agreementId)))
          : // Where it was merged into another, that one; where it is not shown, what is left of it.
            use(
              shownContact(loaders, contactId),
              (shown) => shown ?? exists(loaders.contact.byId.load(contactId)),
            ),
    }),
    field: t.exposeString("field", { description: "The ContactField or AgreementField that it is about." }),
    value: t.string({
      nullable: true,
      description:
        "What it says, as reported, in the field's own notation; null where specifics are withheld.",
      resolve: ({ field, value }) => shownValue(field, value),
    }),
    stance: t.expose("stance", { type: Stance, description: "How the report stands to it." }),
    quote: t.exposeString("quote", {
      nullable: true,
      description: "The report's own words, or the reason of an editor's reading; null where none are kept.",
    }),
    recordedAt: t.expose("recordedAt", { type: "DateTime", description: "When it entered the record." }),
    retractedAt: t.expose("retractedAt", {
      type: "DateTime",
      nullable: true,
      description: "When it was retracted; null while it counts.",
    }),
  }),
});

const ClaimSubject = builder.unionType("ClaimSubject", {
  description: "What a claim can be about.",
  types: () => [Call, Summit, Visit, Encounter, Exchange, Agreement],
  resolveType: (subject: ContactRow | AgreementRow) =>
    "slug" in subject ? "Agreement" : CONTACT_TYPES[subject.kind],
});

/** A stored value as clients see it: where it is a contact, its global id. */
export function shownValue(field: string, value: string | null): string | null {
  return field === "SEQUENCE" && value !== null ? globalId("Contact", value) : value;
}
