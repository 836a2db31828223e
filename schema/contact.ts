import type { Contact as ContactRow, Participation as ParticipationRow } from "../prisma/client/client.ts";
import { type Loaded, use } from "../src/cache/loaded.ts";
import { ALL, type Aspects, OF_CONTACT } from "../src/changes/aspects.ts";
import type { Ahead } from "../src/contact/ahead.ts";
import { isAsOf, participationsOf } from "../src/contact/asOf.ts";
import { contactListDependency, type Having } from "../src/contact/dependency.ts";
import { type ContactList, contactList, contactListAsOf } from "../src/contact/lists.ts";
import { asks } from "../src/database/conditions.ts";
import { endOfMillisecond } from "../src/history/asOf.ts";
import { globalId, idOfType } from "../src/identity/globalId.ts";
import { idOf } from "../src/identity/identity.ts";
import type { List } from "../src/paging/keyset.ts";
import type { Page, PageArguments } from "../src/paging/page.ts";
import { REPORTS_OF_CONTACT, reportsOfContactAsOf } from "../src/report/lists.ts";
import { Agreement } from "./agreement.ts";
import { builder, type Context } from "./builder.ts";
import { listComplexity } from "./complexity.ts";
import { connect, connectParent, pageFor } from "./connection.ts";
import { chosenEvidence, Evidence } from "./evidence.ts";
import { ContactFilter, ContactOrder } from "./filters.ts";
import { CallChannel, ContactField, ContactKind, ParticipationRole, Verdict } from "./kinds.ts";
import { CONTACT_TYPES, Node, shownContact } from "./node.ts";
import { Party } from "./party.ts";
import { Office, Person } from "./person.ts";
import { linked, present } from "./present.ts";
import { ReportConnection } from "./report.ts";
import { FuzzyDate, FuzzyDuration, fuzzyDate, fuzzyDuration } from "./time.ts";
import { Topic } from "./topic.ts";

export const Contact = builder.interfaceRef<ContactRow>("Contact");
export const Call = builder.objectRef<ContactRow>("Call");
export const Summit = builder.objectRef<ContactRow>("Summit");
export const Visit = builder.objectRef<ContactRow>("Visit");
export const Encounter = builder.objectRef<ContactRow>("Encounter");
export const Exchange = builder.objectRef<ContactRow>("Exchange");

Contact.implement({
  description:
    "A contact between parties: a call, a summit, a visit, an encounter, or an exchange of unstated form. Everything that it shows follows from its live claims; `evidence` shows them.",
  interfaces: [Node],
  resolveType: (contact) => CONTACT_TYPES[contact.kind],
  fields: (t) => ({
    id: t.id({
      description: "Its id, which stays the same when a report changes its kind.",
      resolve: ({ id }) => globalId("Contact", id),
    }),
    kind: t.expose("kind", { type: ContactKind, description: "How the parties were in contact." }),
    title: t.exposeString("title", { description: "What it is called, from its kind and who took part." }),
    date: t.field({
      type: FuzzyDate,
      nullable: true,
      description: "When it was, as well as it is known; null where no report says.",
      resolve: ({ dateEdtf }) => fuzzyDate(dateEdtf),
    }),
    duration: t.field({
      type: FuzzyDuration,
      nullable: true,
      description: "How long it lasted; null where no report says.",
      resolve: ({ durationIso8601, durationApproximate }) =>
        fuzzyDuration(durationIso8601, durationApproximate),
    }),
    parties: t.field({
      type: [Party],
      description: "The states and organizations for which somebody took part.",
      resolve: (contact, _, { loaders }) =>
        isAsOf(contact)
          ? present(loaders.party.byId.loadMany(contact.state.parties.map((key) => idOf("party", key))))
          : linked(loaders.contact.parties.load(contact.id), loaders.party.byId),
    }),
    participants: t.field({
      type: [Participation],
      description: "Who took part, for whom, in which office and role.",
      resolve: (contact, _, { loaders }) =>
        isAsOf(contact) ? participationsOf(contact) : loaders.contact.participants.load(contact.id),
    }),
    topics: t.field({
      type: [Topic],
      description: "What was spoken of.",
      resolve: (contact, _, { loaders }) =>
        isAsOf(contact)
          ? present(loaders.topic.byId.loadMany(contact.state.topics.map((slug) => idOf("topic", slug))))
          : loaders.contact.topics.load(contact.id),
    }),
    agreements: t.field({
      type: [Agreement],
      description: "What was agreed at it; agreements that no live claim is about are left out.",
      resolve: (contact, _, { loaders }) => {
        if (isAsOf(contact)) {
          const ids = contact.state.agreements.map((slug) => idOf("agreement", slug));
          return present(loaders.agreement.asOf.agreements(contact.asOf).loadMany(ids));
        }
        const links = use(loaders.contact.agreements.load(contact.id), (all) =>
          all.filter(({ shown }) => shown),
        );
        return linked(links, loaders.agreement.byId);
      },
    }),
    previous: t.field({
      type: Contact,
      nullable: true,
      description:
        "The latest earlier contact that has the same parties; null for the first, and for one without a date.",
      resolve: (contact, _, context) => neighbour(contact, "previous", context),
    }),
    next: t.field({
      type: Contact,
      nullable: true,
      description:
        "The earliest later contact that has the same parties; null for the last, and for one without a date.",
      resolve: (contact, _, context) => neighbour(contact, "next", context),
    }),
    daysSincePrevious: t.int({
      nullable: true,
      description:
        "Days from the previous contact of the same parties to this one, each at the first day that its date can mean; null without a previous one.",
      resolve: (contact, _, context) =>
        use(
          neighbour(contact, "previous", context, (id) => context.reads.need(id)),
          (previous) => (previous === null ? null : contact.sortDay - previous.sortDay),
        ),
    }),
    reports: t.field({
      type: ReportConnection,
      description: "The reports that say something of it, the latest published first.",
      args: t.arg.connectionArgs(),
      resolve: (contact, args, context) =>
        connectParent(
          context,
          isAsOf(contact)
            ? { name: `reports of contact at ${contact.asOf}`, list: reportsOfContactAsOf(contact.asOf) }
            : REPORTS_OF_CONTACT,
          contact.id,
          args,
          (ids) => context.loaders.report.byId.loadMany(ids),
        ),
    }),
    evidence: t.field({
      type: [Evidence],
      description:
        "For each field, and each value of a field that holds several: what is shown, who says so, and how sure it is.",
      args: {
        field: t.arg({ type: ContactField, description: "Only of this field." }),
        verdicts: t.arg({ type: [Verdict], description: "Only with one of these verdicts." }),
      },
      resolve: (contact, args, { loaders }) => {
        const loader = isAsOf(contact)
          ? loaders.contact.asOf.evidence(contact.asOf)
          : loaders.contact.evidence;
        return use(loader.load(contact.id), ({ evidence }) => chosenEvidence(evidence, args));
      },
    }),
    independentOutlets: t.exposeInt("independentOutlets", {
      description:
        "How many outlets say so that do not merely cite one another, lead to a common source, or speak for the same office.",
    }),
    disputed: t.exposeBoolean("disputed", { description: "Do reports disagree on a value of it?" }),
    recordedAt: t.expose("recordedAt", { type: "DateTime", description: "When it entered the record." }),
  }),
});

const place = "Where it was; null where no report says.";
const host = "Whose guests the others were; null where no report says.";

Call.implement({
  description: "A talk by telephone or video.",
  interfaces: [Node, Contact],
  fields: (t) => ({
    channel: t.field({
      type: CallChannel,
      description: "How it was held; by telephone where no report says otherwise.",
      resolve: ({ channel }) => channel ?? "TELEPHONE",
    }),
  }),
});
Summit.implement({
  description: "Leaders met in person, often of many states.",
  interfaces: [Node, Contact],
  fields: (t) => ({
    place: t.exposeString("place", { nullable: true, description: place }),
    host: t.field({ type: Party, nullable: true, description: host, resolve: hostOf }),
    event: t.exposeString("event", {
      nullable: true,
      description: 'The event at which they met: "G-20", "NATO"; null where no report names one.',
    }),
  }),
});
Visit.implement({
  description: "A journey to a host, whoever was met there.",
  interfaces: [Node, Contact],
  fields: (t) => ({
    place: t.exposeString("place", { nullable: true, description: place }),
    host: t.field({ type: Party, nullable: true, description: host, resolve: hostOf }),
    purpose: t.exposeString("purpose", {
      nullable: true,
      description: "What it was for; null where no report says.",
    }),
  }),
});
Encounter.implement({
  description: "An informal meeting.",
  interfaces: [Node, Contact],
  fields: (t) => ({ place: t.exposeString("place", { nullable: true, description: place }) }),
});
Exchange.implement({
  description: "A direct exchange whose form no report states.",
  interfaces: [Node, Contact],
  fields: (t) => ({
    note: t.exposeString("note", {
      nullable: true,
      description: "What else is said of it; null where no report says more.",
    }),
  }),
});

const Participation = builder.objectRef<ParticipationRow>("Participation").implement({
  description: "That somebody took part in a contact. At least one of person, party and office is known.",
  fields: (t) => ({
    person: t.field({
      type: Person,
      nullable: true,
      description: "Who it was; null where only a party or an office is named.",
      resolve: ({ personId }, _, { loaders }) =>
        personId === null ? null : loaders.person.byId.load(personId),
    }),
    party: t.field({
      type: Party,
      nullable: true,
      description: "For which state or organization; null where no report says.",
      resolve: ({ partyId }, _, { loaders }) => (partyId === null ? null : loaders.party.byId.load(partyId)),
    }),
    office: t.field({
      type: Office,
      nullable: true,
      description: "In which office; null where no report says.",
      resolve: ({ officeId }, _, { loaders }) =>
        officeId === null ? null : loaders.person.office.load(officeId),
    }),
    role: t.expose("role", { type: ParticipationRole, description: "In which role." }),
  }),
});

export const ContactConnection = builder.connectionObject(
  { type: Contact, name: "ContactConnection", description: "A page of contacts." },
  { name: "ContactEdge", description: "A contact in a list." },
);
const CallConnection = builder.connectionObject(
  { type: Call, name: "CallConnection", description: "A page of calls." },
  { name: "CallEdge", description: "A call in a list." },
);
const SummitConnection = builder.connectionObject(
  { type: Summit, name: "SummitConnection", description: "A page of summits." },
  { name: "SummitEdge", description: "A summit in a list." },
);

/** The arguments of every list of contacts. */
export const contactArgs = builder.args((t) => ({
  filter: t.field({ type: ContactFilter, description: "Which contacts; without it, all." }),
  orderBy: t.field({ type: ContactOrder, defaultValue: "DATE_DESC", description: "In which order." }),
}));

const AS_OF =
  "As it was known at this time: by the claims that were recorded and not retracted, and the merges that held, then; and so are its neighbours and agreements. Without it, as it is known now.";

builder.queryFields((t) => ({
  contact: t.field({
    type: Contact,
    nullable: true,
    description: "The contact with this id; null where there is none.",
    args: {
      id: t.arg.id({ required: true, description: "Its `id`." }),
      asOf: t.arg({ type: "DateTime", description: AS_OF }),
    },
    resolve: (_, { id, asOf }, { loaders }) => {
      const uuid = idOfType("Contact", id);
      if (uuid === null) return null;
      return asOf == null
        ? shownContact(loaders, uuid)
        : loaders.contact.asOf.contacts(endOfMillisecond(asOf)).load(uuid);
    },
  }),
  contacts: t.field({
    type: ContactConnection,
    description: "Contacts of every kind.",
    // As of a time, the versions that held then are looked for among all.
    complexity: (args) =>
      listComplexity(args.asOf == null ? 250 : asks(args.filter, "text") ? 35_000 : 7500)(args),
    args: {
      ...contactArgs,
      asOf: t.arg({ type: "DateTime", description: AS_OF }),
      ...t.arg.connectionArgs(),
    },
    resolve: (_, { asOf, ...args }, context) => {
      if (asOf == null) return connectContacts(context, args);
      const at = endOfMillisecond(asOf);
      return connect(context, contactListAsOf(args, at), args, (ids) =>
        context.loaders.contact.asOf.contacts(at).loadMany(ids),
      );
    },
  }),
  calls: t.field({
    type: CallConnection,
    description: "Talks by telephone or video.",
    args: { ...contactArgs, ...t.arg.connectionArgs() },
    resolve: (_, args, context) => connectContacts(context, ofKind(args, "CALL")),
  }),
  summits: t.field({
    type: SummitConnection,
    description: "Meetings of leaders in person.",
    args: { ...contactArgs, ...t.arg.connectionArgs() },
    resolve: (_, args, context) => connectContacts(context, ofKind(args, "SUMMIT")),
  }),
}));

function neighbour(
  contact: ContactRow,
  direction: "previous" | "next",
  { loaders }: Context,
  found: (id: string) => void = () => {},
): Loaded<ContactRow | null> {
  const [neighbourId, byId] = isAsOf(contact)
    ? [
        loaders.contact.asOf[direction](contact.asOf).load(contact.id),
        loaders.contact.asOf.contacts(contact.asOf),
      ]
    : [use(loaders.contact[direction].load(contact.id), ({ id }) => id), loaders.contact.byId];
  return use(neighbourId, (id): Loaded<ContactRow | null> => {
    if (id === null) return null;
    found(id);
    return byId.load(id);
  });
}

type ContactArguments = ContactList & PageArguments;

function connectContacts(context: Context, args: ContactArguments) {
  return connect(context, contactList(args), args, (ids) => context.loaders.contact.byId.loadMany(ids));
}

/** The contacts of one of many parents. */
export function connectContactsOf(
  context: Context,
  parent: { readonly id: string },
  name: string,
  list: (args: ContactList) => List,
  having: (id: string) => Having,
  args: ContactArguments,
) {
  const { filter, orderBy } = args;
  return connectParent(
    context,
    {
      name: `contacts of ${name} ${JSON.stringify([filter, orderBy])}`,
      list: list(args),
      on: (id, stretch) => [contactListDependency(args, having(id), stretch)],
    },
    parent.id,
    args,
    (ids) => context.loaders.contact.byId.loadMany(ids),
  );
}

function ofKind(args: ContactArguments, kind: "CALL" | "SUMMIT"): ContactArguments {
  return { ...args, filter: { kinds: [kind], and: args.filter == null ? [] : [args.filter] } };
}

function hostOf({ hostId }: ContactRow, _: unknown, { loaders }: Context) {
  return hostId === null ? null : loaders.party.byId.load(hostId);
}

/** What of a contact's own row each of its fields is made from; what others load, they tell of themselves. */
const ROW_OF_FIELD: Record<string, Aspects> = {
  __typename: OF_CONTACT.kind,
  id: OF_CONTACT.none,
  kind: OF_CONTACT.kind,
  title: OF_CONTACT.title,
  date: OF_CONTACT.date,
  duration: OF_CONTACT.duration,
  parties: OF_CONTACT.none,
  participants: OF_CONTACT.none,
  topics: OF_CONTACT.none,
  agreements: OF_CONTACT.none,
  previous: OF_CONTACT.none,
  next: OF_CONTACT.none,
  daysSincePrevious: OF_CONTACT.date,
  reports: OF_CONTACT.none,
  evidence: OF_CONTACT.none,
  independentOutlets: OF_CONTACT.independentOutlets,
  disputed: OF_CONTACT.disputed,
  recordedAt: OF_CONTACT.recordedAt,
  channel: OF_CONTACT.channel,
  place: OF_CONTACT.place,
  host: OF_CONTACT.host,
  event: OF_CONTACT.event,
  purpose: OF_CONTACT.purpose,
  note: OF_CONTACT.note,
};
const CONTACT_TYPE_NAMES = new Set(["Contact", ...Object.values(CONTACT_TYPES)]);

/** What of contacts' own rows these fields, "Type.field", look at; the type always. */
function aspectsOfFields(fields: Iterable<string>): Aspects {
  let aspects: Aspects = OF_CONTACT.kind | OF_CONTACT.mergedInto;
  for (const coordinate of fields) {
    const [type = "", field = ""] = coordinate.split(".");
    if (CONTACT_TYPE_NAMES.has(type)) aspects |= ROW_OF_FIELD[field] ?? ALL;
  }
  return aspects;
}

/** What an operation with these fields will ask of contacts. */
export function aheadOf(fields: ReadonlyMap<string, PageArguments | null>): Ahead {
  const known = aheads.get(fields);
  if (known !== undefined) return known;
  const args = fields.get("Contact.reports") ?? null;
  let reports: Page | null = null;
  try {
    reports = args === null ? null : pageFor(REPORTS_OF_CONTACT.list, args);
  } catch {
    // Wrong arguments, which the field itself tells of.
  }
  const ahead = {
    fields: new Set(fields.keys()),
    reports,
    aspects: aspectsOfFields(fields.keys()),
  };
  aheads.set(fields, ahead);
  return ahead;
}
/** Cache. */
const aheads = new WeakMap<object, Ahead>();
