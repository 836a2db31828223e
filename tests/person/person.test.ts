import { expect, test } from "vitest";
import { loadFirstRecord } from "../../src/firstRecord/load.ts";
import type { FilingInput } from "../../src/report/filing.ts";
import { testQuery } from "../testkit/client.ts";
import { nodesOf } from "../testkit/connections.ts";
import { testDatabase } from "../testkit/database.ts";
import { mustFile } from "../testkit/filings.ts";

const database = await testDatabase();
await loadFirstRecord(database);
const gazette = { slug: "gazette", name: "Gazette", kind: "NEWSPAPER" } as const;
const attended = (date: string, office: string | undefined): FilingInput["claims"][number] => ({
  subject: { newContact: { ref: date, kind: "VISIT", keys: [date], date } },
  field: "PARTICIPANTS",
  value: { person: "dmitry-peskov", party: "RU", office },
  stance: "STATES",
});
await mustFile(database, {
  outlet: gazette,
  report: { title: "A life in offices", kind: "ARTICLE" },
  describes: {
    offices: [
      { slug: "consul-of-russia", title: "Consul", party: "RU" },
      { slug: "envoy-of-russia", title: "Envoy", party: "RU" },
    ],
    people: [
      {
        slug: "dmitry-peskov",
        name: "Somebody Else",
        names: [
          { name: "Дзмітрый Пяскоў", language: "be" },
          { name: "دميتري بيسكوف", language: "ar" },
        ],
        tenures: [
          { office: "envoy-of-russia", from: "1996", to: "2000-05~" },
          { office: "consul-of-russia", from: "1990-01-01", to: "1994" },
        ],
      },
      { slug: "a-clerk", name: "A Clerk" },
    ],
  },
  claims: [
    attended("1991-01-01", "consul-of-russia"),
    attended("1997-01-01", "envoy-of-russia"),
    attended("2010-01-01", undefined),
  ],
});
const ask = testQuery(database);

test("a person has one name in Latin script, and those in other languages and scripts", async () => {
  const { person } = await ask('{ person(slug: "dmitry-peskov") { slug name names { language name } } }');

  expect(person).toEqual({
    slug: "dmitry-peskov",
    // As first described; a later report does not rename anybody.
    name: "Dmitry Peskov",
    names: [
      { language: "ar", name: "دميتري بيسكوف" },
      { language: "be", name: "Дзмітрый Пяскоў" },
      { language: "ru", name: "Дмитрий Песков" },
    ],
  });
});

test("tenures come the earliest first, those without dates last", async () => {
  const { person } = await ask(`{
    person(slug: "dmitry-peskov") {
      tenures { person { slug } office { slug title party { key } } from { edtf } to { edtf approximate } }
    }
  }`);

  const tenure = (office: object, from: string | null, to: object | null) => ({
    person: { slug: "dmitry-peskov" },
    office: { ...office, party: { key: "RU" } },
    from: from === null ? null : { edtf: from },
    to,
  });
  expect(person.tenures).toEqual([
    tenure({ slug: "consul-of-russia", title: "Consul" }, "1990-01-01", { edtf: "1994", approximate: false }),
    tenure({ slug: "envoy-of-russia", title: "Envoy" }, "1996", { edtf: "2000-05~", approximate: true }),
    tenure(
      {
        slug: "press-secretary-of-the-president-of-russia",
        title: "Press secretary of the President of Russia",
      },
      null,
      null,
    ),
  ]);
});

test("contacts in office are those in which the person took part in that office", async () => {
  const { person } = await ask(`{
    person(slug: "dmitry-peskov") {
      all: contacts { totalCount edges { node { date { edtf } } } }
      asEnvoy: contacts(inOffice: "envoy-of-russia") { totalCount edges { node { date { edtf } } } }
      asConsulThen: contacts(inOffice: "consul-of-russia", filter: { during: { from: "1995-01-01" } }) { totalCount }
      asNobody: contacts(inOffice: "no-office") { totalCount edges { cursor } }
      ascending: contacts(orderBy: DATE_ASC, first: 1) { edges { node { date { edtf } } } }
    }
  }`);

  const dates = (connection: Parameters<typeof nodesOf>[0]) =>
    nodesOf(connection).map(({ date }) => date.edtf);
  expect(dates(person.all)).toEqual(["2010-01-01", "1997-01-01", "1991-01-01"]);
  expect(person.all.totalCount).toBe(3);
  expect(dates(person.asEnvoy)).toEqual(["1997-01-01"]);
  expect(person.asEnvoy.totalCount).toBe(1);
  expect(person.asConsulThen.totalCount).toBe(0);
  expect(person.asNobody).toEqual({ totalCount: 0, edges: [] });
  expect(dates(person.ascending)).toEqual(["1991-01-01"]);
});

test("agreements are those that the person signed or endorsed", async () => {
  const { signer, clerk } = await ask(`{
    signer: person(slug: "vladimir-putin") {
      agreements { totalCount edges { node { kind } } }
      plans: agreements(filter: { kinds: [PLAN] }) { edges { node { kind } } }
    }
    clerk: person(slug: "a-clerk") { agreements { totalCount edges { node { kind } } } contacts { totalCount } }
  }`);

  expect(nodesOf(signer.agreements)).toEqual([{ kind: "PLAN" }, { kind: "FOUNDING_ACT" }]);
  expect(nodesOf(signer.plans)).toEqual([{ kind: "PLAN" }]);
  expect(clerk).toEqual({ agreements: { totalCount: 0, edges: [] }, contacts: { totalCount: 0 } });
});

test("people are listed by slug, and filtered by office, party and name in any script", async () => {
  const listed = async (filter: object) => {
    const { people } = await ask(
      "query People($filter: PersonFilter) { people(filter: $filter) { totalCount edges { node { slug } } } }",
      { filter },
    );
    const slugs = nodesOf(people).map(({ slug }) => slug);
    expect(people.totalCount).toBe(slugs.length);
    return slugs;
  };

  expect(await listed({})).toEqual(["a-clerk", "alexander-lukashenko", "dmitry-peskov", "vladimir-putin"]);
  expect(await listed({ offices: ["envoy-of-russia", "president-of-belarus"] })).toEqual([
    "alexander-lukashenko",
    "dmitry-peskov",
  ]);
  expect(await listed({ parties: ["RU"] })).toEqual(["dmitry-peskov", "vladimir-putin"]);
  expect(await listed({ text: "Пяскоў" })).toEqual(["dmitry-peskov"]);
  expect(await listed({ text: "put", parties: ["BY"] })).toEqual([]);
});

test("a person is null for an unknown slug", async () => {
  expect(await ask('{ person(slug: "Vladimir-Putin") { name } }')).toEqual({ person: null });
});
