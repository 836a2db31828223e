import type {
  Office as OfficeRow,
  PersonName as PersonNameRow,
  Person as PersonRow,
  Tenure as TenureRow,
} from "../prisma/client/client.ts";
import { agreementsOfPerson } from "../src/agreement/lists.ts";
import { contactsOfPerson } from "../src/contact/lists.ts";
import { globalId } from "../src/identity/globalId.ts";
import { idOf } from "../src/identity/identity.ts";
import { personList } from "../src/person/lists.ts";
import { AgreementConnection, agreementArgs, connectAgreementsOf } from "./agreement.ts";
import { builder } from "./builder.ts";
import { connect } from "./connection.ts";
import { ContactConnection, connectContactsOf, contactArgs } from "./contact.ts";
import { PersonFilter } from "./filters.ts";
import { Node } from "./node.ts";
import { Party } from "./party.ts";
import { exists } from "./present.ts";
import { FuzzyDate, fuzzyDate } from "./time.ts";

export const Person = builder.objectRef<PersonRow>("Person");
export const Office = builder.objectRef<OfficeRow>("Office");

Person.implement({
  description: "Somebody who takes part in contacts, signs, or speaks.",
  interfaces: [Node],
  fields: (t) => ({
    id: t.id({ description: "Their id.", resolve: ({ id }) => globalId("Person", id) }),
    slug: t.exposeString("slug", { description: 'Their stable key: "vladimir-putin".' }),
    name: t.exposeString("name", { description: "Their name in Latin script." }),
    names: t.field({
      type: [PersonName],
      description: "Their name in other languages and scripts.",
      resolve: ({ id }, _, { loaders }) => loaders.person.names.load(id),
    }),
    tenures: t.field({
      type: [Tenure],
      description: "The offices that they hold or held, as far as the record knows; the earliest first.",
      resolve: ({ id }, _, { loaders }) => loaders.person.tenures.load(id),
    }),
    contacts: t.field({
      type: ContactConnection,
      description: "The contacts in which they took part.",
      args: {
        inOffice: t.arg.string({
          description: "Only those in which they took part in this office, by slug.",
        }),
        ...contactArgs,
        ...t.arg.connectionArgs(),
      },
      resolve: (person, { inOffice, ...args }, context) => {
        const officeId = inOffice == null ? null : idOf("office", inOffice);
        return connectContactsOf(
          context,
          person,
          `person ${officeId}`,
          (list) => contactsOfPerson(list, officeId),
          (id) => ({ person: id }),
          args,
        );
      },
    }),
    agreements: t.field({
      type: AgreementConnection,
      description: "The agreements that they signed or endorsed, the latest first.",
      args: { ...agreementArgs, ...t.arg.connectionArgs() },
      resolve: (person, args, context) =>
        connectAgreementsOf(context, person, "person", agreementsOfPerson, args),
    }),
  }),
});

const PersonName = builder.objectRef<PersonNameRow>("PersonName").implement({
  description: "A name in another language or script.",
  fields: (t) => ({
    language: t.exposeString("language", {
      description: 'The language, and the script where it needs saying, as BCP 47: "be", "ru-Latn".',
    }),
    name: t.exposeString("name", { description: "The name." }),
  }),
});

Office.implement({
  description: "An office that people hold for a party.",
  interfaces: [Node],
  fields: (t) => ({
    id: t.id({ description: "Its id.", resolve: ({ id }) => globalId("Office", id) }),
    slug: t.exposeString("slug", { description: 'Its stable key: "president-of-russia".' }),
    title: t.exposeString("title", { description: "What it is called." }),
    party: t.field({
      type: Party,
      description: "The state or organization whose office it is.",
      resolve: ({ partyId }, _, { loaders }) => exists(loaders.party.byId.load(partyId)),
    }),
  }),
});

const Tenure = builder.objectRef<TenureRow>("Tenure").implement({
  description: "That a person holds or held an office.",
  fields: (t) => ({
    person: t.field({
      type: Person,
      description: "Who holds it.",
      resolve: ({ personId }, _, { loaders }) => exists(loaders.person.byId.load(personId)),
    }),
    office: t.field({
      type: Office,
      description: "The office.",
      resolve: ({ officeId }, _, { loaders }) => exists(loaders.person.office.load(officeId)),
    }),
    from: t.field({
      type: FuzzyDate,
      nullable: true,
      description: "Since when; null where the record does not know.",
      resolve: ({ fromEdtf }) => fuzzyDate(fromEdtf),
    }),
    to: t.field({
      type: FuzzyDate,
      nullable: true,
      description: "Until when; null where it lasts, or the record does not know.",
      resolve: ({ toEdtf }) => fuzzyDate(toEdtf),
    }),
  }),
});

const PersonConnection = builder.connectionObject(
  { type: Person, name: "PersonConnection", description: "A page of people." },
  { name: "PersonEdge", description: "A person in a list." },
);

builder.queryFields((t) => ({
  person: t.field({
    type: Person,
    nullable: true,
    description: "The person with this slug; null where there is none.",
    args: { slug: t.arg.string({ required: true, description: "Their slug." }) },
    resolve: (_, { slug }, { loaders }) => loaders.person.byId.load(idOf("person", slug)),
  }),
  people: t.field({
    type: PersonConnection,
    description: "People, by slug.",
    args: {
      filter: t.arg({ type: PersonFilter, description: "Which people; without it, all." }),
      ...t.arg.connectionArgs(),
    },
    resolve: (_, args, context) =>
      connect(context, personList(args.filter), args, (ids) => context.loaders.person.byId.loadMany(ids)),
  }),
}));
