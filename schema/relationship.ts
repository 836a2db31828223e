import { agreementsBetween } from "../src/agreement/lists.ts";
import { use } from "../src/cache/loaded.ts";
import { contactsBetween } from "../src/contact/lists.ts";
import { isGiven, listOf } from "../src/database/conditions.ts";
import { InvalidInput } from "../src/errors/errors.ts";
import { readPage } from "../src/paging/page.ts";
import { partyIdOf } from "../src/party/filter.ts";
import { outletsBetween, type OutletShare as Share } from "../src/relationship/loaders.ts";
import type { TimelinePoint as Point } from "../src/relationship/rules.ts";
import { dayNumber } from "../src/time/date.ts";
import { AgreementConnection } from "./agreement.ts";
import { builder } from "./builder.ts";
import { listComplexity } from "./complexity.ts";
import { connect } from "./connection.ts";
import { Contact, ContactConnection, contactArgs } from "./contact.ts";
import { Interval } from "./filters.ts";
import { Outlet, OutletConnection } from "./outlet.ts";
import { Party } from "./party.ts";
import { exists, present } from "./present.ts";

const Relationship = builder.objectRef<{ partyIds: readonly string[] }>("Relationship").implement({
  description:
    "What there is between two or more parties: contacts in which all of them took part, agreements that all have part in.",
  fields: (t) => ({
    parties: t.field({
      type: [Party],
      description: "The parties.",
      resolve: ({ partyIds }, _, { loaders }) => present(loaders.party.byId.loadMany(partyIds)),
    }),
    contacts: t.field({
      type: ContactConnection,
      description: "The contacts in which all of them took part, maybe with others.",
      complexity: listComplexity(1000),
      args: { ...contactArgs, ...t.arg.connectionArgs() },
      resolve: ({ partyIds }, args, context) =>
        connect(context, contactsBetween(partyIds, args), args, (ids) =>
          context.loaders.contact.byId.loadMany(ids),
        ),
    }),
    agreements: t.field({
      type: AgreementConnection,
      description: "The agreements that all of them have part in, the latest first.",
      args: t.arg.connectionArgs(),
      resolve: ({ partyIds }, args, context) =>
        connect(context, agreementsBetween(partyIds), args, (ids) =>
          context.loaders.agreement.byId.loadMany(ids),
        ),
    }),
    lastContact: t.field({
      type: Contact,
      nullable: true,
      description: "The latest contact that has a date; null where there is none.",
      complexity: 250,
      args: { before: t.arg({ type: "Date", description: "Only contacts that began before this day." }) },
      resolve: ({ partyIds }, { before }, { loaders }) => {
        const day = before === null || before === undefined ? LAST_DAY : dayNumber(before) - 1;
        return use(loaders.relationship.lastContactOn(partyIds, day), (last) =>
          last === null ? null : loaders.contact.byId.load(last.id),
        );
      },
    }),
    daysSinceLastContact: t.int({
      nullable: true,
      description: "Days from the latest contact on or before a day to that day; null where there was none.",
      complexity: 250,
      args: { on: t.arg({ type: "Date", description: "The day; without it, today in UTC." }) },
      resolve: ({ partyIds }, { on }, { loaders, reads }) => {
        // Tomorrow it is another one, without any change.
        if (!isGiven(on)) reads.note(null);
        const day = dayNumber(on ?? new Date().toISOString().slice(0, 10));
        return use(loaders.relationship.lastContactOn(partyIds, day), (last) =>
          last === null ? null : day - last.sortDay,
        );
      },
    }),
    timeline: t.field({
      type: [TimelinePoint],
      complexity: ({ by }) => ({
        field: 4000,
        multiplier: by === "MONTH" ? 1000 : by === "YEAR" ? 500 : 100,
      }),
      description:
        "What happened by period, empty periods too: from the interval's first day to its last, or from the first contact or agreement to the last. A fuzzy date counts in the period of the first day that it can mean.",
      args: {
        by: t.arg({ type: Period, required: true, description: "How long a period is." }),
        during: t.arg({ type: Interval, description: "Only what was then; without it, everything." }),
      },
      resolve: ({ partyIds }, { by, during }, { loaders }) =>
        loaders.relationship.timeline(partyIds, by, during ?? {}),
    }),
    outlets: t.field({
      type: OutletConnection,
      description: "Who reports on their contacts, most reports first.",
      complexity: listComplexity(10_000),
      args: t.arg.connectionArgs(),
      resolve: ({ partyIds }, args, context) =>
        connect(context, outletsBetween(partyIds), args, (ids) => context.loaders.outlet.byId.loadMany(ids)),
    }),
    outletShares: t.field({
      type: [OutletShare],
      description:
        "Who reports on their contacts, and how large a part of all reports on them is whose, most first.",
      complexity: listComplexity(10_000),
      args: { first: t.arg.int({ defaultValue: 20, description: "So many at most, 0 to 200." }) },
      resolve: ({ partyIds }, { first }, { loaders }) => {
        const { size } = readPage({ first }, { name: "outletShares", columns: 0 });
        return loaders.relationship.outletShares(partyIds, size);
      },
    }),
  }),
});

/** 9999-12-31, later than any day that a contact can begin on. */
const LAST_DAY = dayNumber("9999-12-31");

const Period = builder.enumType("Period", {
  description: "How long the periods of a timeline are.",
  values: {
    MONTH: { description: "Calendar months." },
    YEAR: { description: "Calendar years." },
    DECADE: { description: "Decades, from a year that ends in 0." },
  },
});

const TimelinePoint = builder.objectRef<Point>("TimelinePoint").implement({
  description: "A period of a timeline, and how much happened in it.",
  fields: (t) => ({
    start: t.expose("start", { type: "Date", description: "Its first day." }),
    contacts: t.exposeInt("contacts", { description: "Contacts of every kind." }),
    calls: t.exposeInt("calls", { description: "Calls." }),
    summits: t.exposeInt("summits", { description: "Summits." }),
    visits: t.exposeInt("visits", { description: "Visits." }),
    agreements: t.exposeInt("agreements", { description: "Agreements with their first act then." }),
    reports: t.exposeInt("reports", { description: "Reports on the contacts of the period." }),
  }),
});

const OutletShare = builder.objectRef<Share>("OutletShare").implement({
  description: "How much of what is reported on the contacts of some parties an outlet reports.",
  fields: (t) => ({
    outlet: t.field({
      type: Outlet,
      description: "The outlet.",
      resolve: ({ outletId }, _, { loaders }) => exists(loaders.outlet.byId.load(outletId)),
    }),
    reports: t.exposeInt("reports", { description: "Its reports on their contacts." }),
    share: t.exposeFloat("share", {
      description: "Its part of all reports on their contacts, above 0 and at most 1.",
    }),
  }),
});

builder.queryField("relationship", (t) =>
  t.field({
    type: Relationship,
    nullable: true,
    description: "What there is between these parties; null where one of them is unknown.",
    args: {
      between: t.arg.stringList({
        required: true,
        description: "The keys of two or more parties: ISO 3166 codes and organizations' slugs.",
      }),
    },
    resolve: (_, { between }, { loaders }) => {
      const partyIds = [...new Set(listOf(between, ["between"]))].map(partyIdOf);
      if (partyIds.length < 2) {
        throw new InvalidInput(
          `"between" names ${partyIds.length} of the two parties that a relationship has`,
          {
            path: ["between"],
            expected: "the keys of two or more different parties",
            got: between,
          },
        );
      }
      return use(present(loaders.party.byId.loadMany(partyIds)), (parties) =>
        parties.length === partyIds.length ? { partyIds } : null,
      );
    },
  }),
);
