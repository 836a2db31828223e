import { readFileSync } from "node:fs";
import {
  type GraphQLArgument,
  type GraphQLEnumValue,
  type GraphQLField,
  type GraphQLInputField,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  isSpecifiedScalarType,
  isUnionType,
} from "graphql";
import { expect, test } from "vitest";
import { printReadoutSchema, schema } from "../../schema/index.ts";

const types = Object.values(schema.getTypeMap()).filter(
  (type) => !type.name.startsWith("__") && !isSpecifiedScalarType(type),
);

type Described =
  | GraphQLField<unknown, unknown>
  | GraphQLArgument
  | GraphQLInputField
  | GraphQLEnumValue
  | (typeof types)[number];

test("every type, field, argument, input field and enum value says what it is", () => {
  const described: [where: string, thing: Described][] = [];
  for (const type of types) {
    described.push([type.name, type]);
    if (isEnumType(type)) {
      for (const value of type.getValues()) described.push([`${type.name}.${value.name}`, value]);
    }
    if (isInputObjectType(type)) {
      for (const field of Object.values(type.getFields())) {
        described.push([`${type.name}.${field.name}`, field]);
      }
    }
    if (isObjectType(type) || isInterfaceType(type)) {
      for (const field of Object.values(type.getFields())) {
        described.push([`${type.name}.${field.name}`, field]);
        for (const arg of field.args) described.push([`${type.name}.${field.name}(${arg.name}:)`, arg]);
      }
    }
  }

  const silent = described.filter(([, { description }]) => (description ?? "").trim().length < 4);
  expect(silent.map(([where]) => where)).toEqual([]);
  expect(described.length).toBeGreaterThan(400);
});

test("schema/readout.graphql is the printed schema: npm run schema prints it anew", () => {
  const committed = readFileSync(new URL("../../schema/readout.graphql", import.meta.url), "utf8");

  expect(committed).toBe(printReadoutSchema());
});

const PAGE = "after: String, before: String, first: Int, last: Int";
const CONTACTS = `contacts(${PAGE}, filter: ContactFilter, orderBy: ContactOrder): ContactConnection!`;
const AGREEMENTS = `agreements(${PAGE}): AgreementConnection!`;
const REPORTS = `reports(${PAGE}): ReportConnection!`;
const PARTY = ["id: ID!", "key: String!", "name: String!", CONTACTS, AGREEMENTS];
const CONTACT = [
  "id: ID!",
  "kind: ContactKind!",
  "title: String!",
  "date: FuzzyDate",
  "duration: FuzzyDuration",
  "parties: [Party!]!",
  "participants: [Participation!]!",
  "topics: [Topic!]!",
  "agreements: [Agreement!]!",
  "previous: Contact",
  "next: Contact",
  REPORTS,
  "evidence(field: ContactField): [Evidence!]!",
  "independentOutlets: Int!",
  "disputed: Boolean!",
];

/** The public face that clients rely on, the reading side: it may grow, and nothing of it may change. */
const FIELDS: Record<string, readonly string[]> = {
  Node: ["id: ID!"],
  FuzzyDate: [
    "edtf: EDTF!",
    "earliest: Date",
    "latest: Date",
    "precision: DatePrecision!",
    "approximate: Boolean!",
    "uncertain: Boolean!",
    "text: String!",
  ],
  FuzzyDuration: ["iso8601: Duration!", "approximate: Boolean!", "text: String!"],
  Party: PARTY,
  State: [...PARTY, "code: String!"],
  Organization: [...PARTY, "slug: String!", "members: [State!]!"],
  Person: ["id: ID!", "slug: String!", "name: String!", "tenures: [Tenure!]!", CONTACTS, AGREEMENTS],
  Office: ["id: ID!", "slug: String!", "title: String!", "party: Party!"],
  Tenure: ["person: Person!", "office: Office!", "from: FuzzyDate", "to: FuzzyDate"],
  Contact: CONTACT,
  Call: [...CONTACT, "channel: CallChannel!"],
  Summit: [...CONTACT, "place: String", "host: Party", "event: String"],
  Visit: [...CONTACT, "place: String", "host: Party", "purpose: String"],
  Encounter: [...CONTACT, "place: String"],
  Exchange: [...CONTACT, "note: String"],
  Participation: ["person: Person", "party: Party", "office: Office", "role: ParticipationRole!"],
  Topic: ["id: ID!", "slug: String!", "label: String!"],
  Agreement: [
    "id: ID!",
    "slug: String!",
    "title: String!",
    "kind: AgreementKind!",
    "parties: [Party!]!",
    "acts: [AgreementAct!]!",
    "establishes: Organization",
    REPORTS,
    "evidence(field: AgreementField): [Evidence!]!",
    "independentOutlets: Int!",
    "disputed: Boolean!",
  ],
  AgreementAct: ["kind: AgreementActKind!", "by: [Person!]!", "date: FuzzyDate", "contact: Contact"],
  Outlet: [
    "id: ID!",
    "slug: String!",
    "name: String!",
    "kind: OutletKind!",
    "speaksFor: [Office!]!",
    "country: State",
    "url: URL",
    REPORTS,
  ],
  Report: [
    "id: ID!",
    "outlet: Outlet!",
    "title: String!",
    "kind: ReportKind!",
    "publishedOn: FuzzyDate",
    "url: URL",
    "speaker: Person",
    "cites: [Report!]!",
    "citedBy: [Report!]!",
    "claims: [Claim!]!",
    "contacts: [Contact!]!",
    "agreements: [Agreement!]!",
  ],
  Claim: [
    "id: ID!",
    "report: Report!",
    "subject: ClaimSubject!",
    "field: String!",
    "value: String",
    "stance: Stance!",
    "quote: String",
    "recordedAt: DateTime!",
    "retractedAt: DateTime",
  ],
  Evidence: [
    "field: String!",
    "value: String",
    "verdict: Verdict!",
    "independentOutlets: Int!",
    "claims: [Claim!]!",
  ],
  Relationship: [
    "parties: [Party!]!",
    CONTACTS,
    AGREEMENTS,
    "lastContact(before: Date): Contact",
    "daysSinceLastContact(on: Date): Int",
    "timeline(by: Period!, during: Interval): [TimelinePoint!]!",
    "outlets(after: String, first: Int): OutletConnection!",
  ],
  TimelinePoint: [
    "start: Date!",
    "contacts: Int!",
    "calls: Int!",
    "summits: Int!",
    "visits: Int!",
    "agreements: Int!",
    "reports: Int!",
  ],
  Query: [
    "node(id: ID!): Node",
    "nodes(ids: [ID!]!): [Node]!",
    "contact(id: ID!): Contact",
    CONTACTS,
    `calls(${PAGE}, filter: ContactFilter, orderBy: ContactOrder): CallConnection!`,
    `summits(${PAGE}, filter: ContactFilter, orderBy: ContactOrder): SummitConnection!`,
    "relationship(between: [String!]!): Relationship",
    "agreement(slug: String!): Agreement",
    `agreements(${PAGE}, filter: AgreementFilter): AgreementConnection!`,
    "outlet(slug: String!): Outlet",
    `outlets(${PAGE}, filter: OutletFilter): OutletConnection!`,
    "report(id: ID!): Report",
    `reports(${PAGE}, filter: ReportFilter): ReportConnection!`,
    "person(slug: String!): Person",
    `people(${PAGE}, filter: PersonFilter): PersonConnection!`,
    "state(code: String!): State",
    `states(${PAGE}): StateConnection!`,
    "organization(slug: String!): Organization",
    "topics(after: String, first: Int): TopicConnection!",
    "search(after: String, first: Int, text: String!): SearchConnection!",
  ],
  Interval: ["from: Date", "to: Date", "match: DateMatch"],
  PartyFilter: ["allOf: [String!]", "anyOf: [String!]", "noneOf: [String!]", "exactly: [String!]"],
  ContactFilter: [
    "kinds: [ContactKind!]",
    "parties: PartyFilter",
    "people: [String!]",
    "topics: [String!]",
    "outlets: [String!]",
    "during: Interval",
    "minIndependentOutlets: Int",
    "disputed: Boolean",
    "text: String",
    "and: [ContactFilter!]",
    "or: [ContactFilter!]",
    "not: ContactFilter",
  ],
};

for (const [name, fields] of Object.entries(FIELDS)) {
  test(`${name} has the fields that clients rely on, with their arguments and nullability`, () => {
    for (const field of fields) expect(offers(name, field), `${name}.${field}`).toBe(field);
  });
}

/** The field as the schema has it, of its arguments only those that are wanted. */
function offers(typeName: string, wanted: string): string {
  const type = schema.getType(typeName);
  const [, name = "", , args = ""] = /^(\w+)(\((.*)\))?: /.exec(wanted)?.map((part) => part ?? "") ?? [];
  if (!isObjectType(type) && !isInterfaceType(type) && !isInputObjectType(type)) return `no type ${typeName}`;
  const field = type.getFields()[name];
  if (field === undefined) return `no field ${name}`;
  if (!("args" in field) || args === "") return `${name}: ${field.type}`;
  const names = args.split(", ").map((arg) => arg.split(": ")[0]);
  const offered = names.map((arg) => `${arg}: ${field.args.find((own) => own.name === arg)?.type}`);
  const required = field.args.filter(
    (own) => String(own.type).endsWith("!") && own.defaultValue === undefined && !names.includes(own.name),
  );
  return `${name}(${[...offered, ...required.map((own) => `${own.name}, which is new and required`)].join(", ")}): ${field.type}`;
}

const VALUES: Record<string, readonly string[]> = {
  DatePrecision: ["DAY", "MONTH", "YEAR", "DECADE", "INTERVAL", "UNKNOWN"],
  ContactKind: ["CALL", "SUMMIT", "VISIT", "ENCOUNTER", "EXCHANGE"],
  CallChannel: ["TELEPHONE", "VIDEO"],
  ParticipationRole: ["INITIATOR", "HOST", "GUEST", "PARTICIPANT", "DELEGATE"],
  AgreementKind: ["TREATY", "PLAN", "FOUNDING_ACT", "DECLARATION", "MEMORANDUM", "OTHER"],
  AgreementActKind: ["SIGNED", "ENDORSED", "RATIFIED", "ENTERED_INTO_FORCE", "TERMINATED"],
  OutletKind: [
    "PRESS_SERVICE",
    "SPOKESPERSON",
    "TELEGRAM_CHANNEL",
    "NEWS_AGENCY",
    "NEWSPAPER",
    "BROADCASTER",
    "WEBSITE",
    "GOVERNMENT",
    "DATASET",
  ],
  ReportKind: ["STATEMENT", "POST", "ARTICLE", "READOUT", "RECORD"],
  Stance: ["STATES", "CONFIRMS", "HEDGES", "DENIES", "WITHHOLDS", "INFERRED"],
  ContactField: [
    "OCCURRENCE",
    "KIND",
    "DATE",
    "DURATION",
    "PARTICIPANTS",
    "TOPICS",
    "PLACE",
    "SEQUENCE",
    "AGREEMENTS",
  ],
  AgreementField: [
    "OCCURRENCE",
    "TITLE",
    "KIND",
    "DATE",
    "SIGNATORIES",
    "ENDORSERS",
    "ESTABLISHES",
    "PURPOSE",
  ],
  Verdict: ["CORROBORATED", "SINGLE_SOURCE", "DISPUTED", "DENIED", "INFERRED"],
  Period: ["MONTH", "YEAR", "DECADE"],
  DateMatch: ["CERTAIN", "POSSIBLE"],
  ContactOrder: ["DATE_DESC", "DATE_ASC", "RECORDED_DESC", "REPORTS_DESC"],
};

for (const [name, values] of Object.entries(VALUES)) {
  test(`${name} has the values that clients rely on`, () => {
    const type = schema.getType(name);
    const offered = isEnumType(type) ? type.getValues().map((value) => value.name) : [];

    expect(offered).toEqual(expect.arrayContaining([...values]));
  });
}

test("every connection has edges of a cursor and a node, a pageInfo and a totalCount", () => {
  const nodes = {
    Contact: "Contact",
    Call: "Call",
    Summit: "Summit",
    Agreement: "Agreement",
    Outlet: "Outlet",
    Report: "Report",
    Person: "Person",
    State: "State",
    Topic: "Topic",
    Search: "Node",
  };

  for (const [name, node] of Object.entries(nodes)) {
    expect(fieldsOf(`${name}Connection`)).toEqual({
      edges: `[${name}Edge!]!`,
      pageInfo: "PageInfo!",
      totalCount: "Int!",
    });
    expect(fieldsOf(`${name}Edge`)).toEqual({ cursor: "String!", node: `${node}!` });
  }
  expect(fieldsOf("PageInfo")).toEqual({
    endCursor: "String",
    hasNextPage: "Boolean!",
    hasPreviousPage: "Boolean!",
    startCursor: "String",
  });
});

function fieldsOf(name: string): Record<string, string> {
  const type = schema.getType(name);
  const fields = isObjectType(type) ? Object.values(type.getFields()) : [];
  return Object.fromEntries(fields.map((field) => [field.name, String(field.type)]));
}

test("interfaces and the union are implemented by the types that clients rely on", () => {
  const implementing = (name: string) => {
    const type = schema.getType(name);
    if (isUnionType(type)) return new Set(type.getTypes().map(String));
    return new Set(isInterfaceType(type) ? schema.getPossibleTypes(type).map(String) : []);
  };
  const kinds = ["Call", "Summit", "Visit", "Encounter", "Exchange"];

  expect(implementing("Contact")).toEqual(new Set(kinds));
  expect(implementing("Party")).toEqual(new Set(["State", "Organization"]));
  expect(implementing("ClaimSubject")).toEqual(new Set([...kinds, "Agreement"]));
  expect(implementing("Node")).toEqual(
    new Set([
      ...kinds,
      "State",
      "Organization",
      "Person",
      "Office",
      "Topic",
      "Agreement",
      "Outlet",
      "Report",
      "Claim",
    ]),
  );
});

test("arguments that have a default say so in the schema", () => {
  const argument = (field: string, name: string) =>
    schema
      .getQueryType()
      ?.getFields()
      [field]?.args.find((arg) => arg.name === name)?.defaultValue;
  const interval = schema.getType("Interval");

  expect([argument("contacts", "orderBy"), argument("calls", "orderBy")]).toEqual(["DATE_DESC", "DATE_DESC"]);
  expect(isInputObjectType(interval) ? interval.getFields().match?.defaultValue : undefined).toBe("POSSIBLE");
});
