import pino from "pino";
import { afterAll, expect, test, vi } from "vitest";
import { CONTACT_TYPES } from "../../schema/node.ts";
import { ANONYMOUS, type Role } from "../../src/access/rules.ts";
import { readConfig } from "../../src/config/config.ts";
import { globalId } from "../../src/identity/globalId.ts";
import { createGraphQL } from "../../src/server/graphql.ts";
import { openLive } from "../../src/server/live.ts";
import { testDatabase } from "../testkit/database.ts";
import { RandomWriter } from "../testkit/randomWrites.ts";
import { runServer } from "../testkit/running.ts";
import { describeWithRedis, redis } from "../testkit/services.ts";

const database = await testDatabase();
const log = pino({ level: "silent" });

/** A server without a socket, with its caches or without any; what it is configured with beside, and whether it can read the log. */
async function instance(
  isCaching: boolean,
  environment: Record<string, string> = {},
  isFollowing = () => true,
) {
  const config = readConfig({ CACHE_BYTES: isCaching ? "128000000" : "0", ...environment });
  const live = await openLive(database, config, log);
  afterAll(() => live.close());
  const following = { ...live, isFollowing };
  const graphql = createGraphQL(database, log, () => Promise.resolve(ANONYMOUS), following, { planFrom: 1 });
  const answer = async ({ query, variables }: Asked, role: Role = "READER") => {
    const params = { query, operationName: null, variables };
    const given = graphql.answers.answer(params, role, role === "READER", () =>
      graphql.createContext({ role, name: role }),
    );
    const lent = await given;
    if (lent === null) throw new Error(`Not answered by its plan: ${query}`);
    const text = lent.bytes.toString();
    lent.giveBack?.();
    return { text, isKept: !(given instanceof Promise) };
  };
  /** Whose first time it is takes the ordinary way. */
  const introduce = async ({ query, variables }: Asked) => {
    const response = await graphql.yoga.fetch("http://readout.test/graphql", {
      method: "POST",
      headers: { "Content-Type": "application/json", Accept: "application/json" },
      body: JSON.stringify({ query, variables }),
    });
    const { errors } = (await response.json()) as { errors?: unknown };
    if (errors !== undefined) throw new Error(JSON.stringify(errors));
  };
  return { live, answer, introduce };
}

interface Asked {
  readonly query: string;
  readonly variables: Record<string, unknown>;
}

const LIST = `query ($filter: ContactFilter, $after: String) {
  contacts(first: 4, filter: $filter, after: $after) { totalCount pageInfo { endCursor } edges { node { id title date { edtf } } } }
}`;
const FILTERS = [
  {},
  ...["RU", "BY", "US", "FR", "CN"].map((party) => ({ parties: { anyOf: [party] } })),
  ...["CALL", "SUMMIT", "VISIT", "EXCHANGE"].map((kind) => ({ kinds: [kind] })),
  ...["2024-03", "2024-02", "2023-06", "1999-01"].map((month) => ({
    during: { from: `${month}-01`, to: `${month}-28` },
  })),
  ...["trade", "arms", "grain"].map((topic) => ({ topics: [topic] })),
  { text: "ann" },
  { parties: { allOf: ["RU", "US"] }, kinds: ["CALL"] },
  { outlets: ["wire"], not: { kinds: ["VISIT"] } },
];
const ONE = `query ($id: ID!) { contact(id: $id) { id title evidence { field value verdict claims { stance retractedAt report { title } } } } }`;
const NODES =
  "query ($ids: [ID!]!) { nodes(ids: $ids) { id __typename ... on Contact { title independentOutlets } } }";
const ENTITIES =
  "query ($representations: [_Any!]!) { _entities(representations: $representations) { __typename ... on Contact { id title } } }";
const PAIR = `query ($between: [String!]!) { relationship(between: $between) {
  lastContact { id title } timeline(by: YEAR) { __typename total: contacts } contacts(first: 3) { totalCount edges { node { id } } } } }`;
const STEPS = 80;
/** Each field alone, so that none is current only since another field of the answer is. */
const FIELDS = [
  "kind",
  "title",
  "date { edtf }",
  "duration { iso8601 }",
  "parties { key }",
  "participants { role person { slug } party { key } }",
  "topics { slug }",
  "agreements { slug title }",
  "previous { id }",
  "next { id }",
  "daysSincePrevious",
  "reports(first: 2) { totalCount edges { node { title } } }",
  "evidence { field value verdict }",
  "independentOutlets",
  "disputed",
  "__typename",
].map((field) => `{ contacts(first: 6, orderBy: RECORDED_DESC) { edges { node { ${field} } } } }`);
const TIMELINES = ["contacts", "calls", "agreements", "reports"].map(
  (field) => `{ relationship(between: ["RU", "US"]) { timeline(by: YEAR) { start ${field} } } }`,
);

test("what is kept is what is read anew, after any write", { timeout: 600_000 }, async () => {
  const [caching, none] = [await instance(true), await instance(false)];
  const writer = new RandomWriter(database, 11);
  for (let count = 0; count < 15; count++) await writer.write();
  await Promise.all([caching.live.wrote(), none.live.wrote()]);
  const contacts = await database.prisma.contact.findMany({ orderBy: { id: "asc" }, take: 8 });
  const ids = contacts.map(({ id }) => globalId("Contact", id));
  const asked: Asked[] = [
    ...FILTERS.map((filter) => ({ query: LIST, variables: { filter } })),
    ...ids.map((id) => ({ query: ONE, variables: { id } })),
    ...[
      ["RU", "US"],
      ["BY", "FR"],
      ["RU", "BY"],
    ].map((between) => ({ query: PAIR, variables: { between } })),
    { query: NODES, variables: { ids } },
  ];
  const pages = asked.length;
  asked.push(...[...FIELDS, ...TIMELINES].map((query) => ({ query, variables: {} })));
  for (const { introduce } of [caching, none]) for (const one of asked) await introduce(one);
  const { contacts: first } = JSON.parse((await none.answer(asked[0] as Asked)).text).data;
  asked.push({ query: LIST, variables: { filter: {}, after: first.pageInfo.endCursor } });
  const before = await Promise.all(asked.map((one) => caching.answer(one)));
  const count = { kept: 0, evicted: 0, needless: 0 };
  const needlessly: Record<string, number> = {};

  for (let step = 0; step < STEPS; step++) {
    await writer.write();
    await caching.live.wrote();
    await none.live.wrote();
    for (const [index, one] of asked.entries()) {
      const { text, isKept } = await caching.answer(one);
      expect(text, `step ${step}, ${JSON.stringify(one)}`).toBe((await none.answer(one)).text);
      const isNeedless = !isKept && text === before[index]?.text;
      before[index] = { text, isKept };
      if (index >= pages) continue;
      if (isKept) count.kept++;
      else count.evicted++;
      if (isNeedless) {
        count.needless++;
        const name = `${one.query.replace(/\s+/g, " ").slice(0, 110)} ${JSON.stringify(one.variables)}`;
        needlessly[name] = (needlessly[name] ?? 0) + 1;
      }
    }
  }
  process.stdout.write(`Answers after ${STEPS} writes: ${JSON.stringify(count)}\n`);
  expect(count.needless / count.evicted, JSON.stringify(needlessly)).toBeLessThan(0.05);
  expect(count.kept, "answers were kept").toBeGreaterThan(100);
  expect(count.evicted, "answers were evicted").toBeGreaterThan(100);
});

describeWithRedis("answers that two instances share", () => {
  test("are what is read anew, after any write, whoever made them", { timeout: 600_000 }, async () => {
    await using shared = await redis();
    // With a database of their own they would not ask Redis; with what they have loaded they would not need to.
    const environment = {
      DATABASE_URL: "postgresql://here",
      REDIS_URL: shared.url,
      CACHE_BYTES: "64000000",
      RESPONSE_CACHE_BYTES: "64000000",
    };
    const [a, b] = [await instance(true, environment), await instance(true, environment)];
    const none = await instance(false);
    const writer = new RandomWriter(database, 23);
    for (let count = 0; count < 15; count++) await writer.write();
    const contacts = await database.prisma.contact.findMany({ orderBy: { id: "asc" }, take: 4 });
    const asked: Asked[] = [
      ...FILTERS.map((filter) => ({ query: LIST, variables: { filter } })),
      ...contacts.map(({ id }) => ({ query: ONE, variables: { id: globalId("Contact", id) } })),
      { query: PAIR, variables: { between: ["RU", "US"] } },
    ];
    for (const { introduce } of [a, b, none]) for (const one of asked) await introduce(one);
    const countsOf = ({ live }: typeof a) => live.shared?.counts ?? { hits: 0, misses: 0, evicted: 0 };
    await vi.waitFor(async () => {
      await Promise.all([a.live.follower.wake(), b.live.follower.wake()]);
      expect(a.live.follower.log.last).toBe(b.live.follower.log.last);
      for (const { live } of [a, b]) {
        await live.shared?.store("probe", Buffer.from("{}"), [], Number.POSITIVE_INFINITY);
        expect(await live.shared?.find("probe")).not.toBeNull();
      }
    }, 60_000);
    const before = new Map<Asked, string>();
    const count = { evicted: 0, needless: 0 };

    for (let step = 0; step < 25; step++) {
      const [first, second] = step % 2 === 0 ? [a, b] : [b, a];
      // What is being made while it is written, and by one that has not heard of it, must not be used by the other.
      const meanwhile = [first, second].map(({ answer }) => Promise.all(asked.map((one) => answer(one))));
      await writer.write();
      await first.live.wrote();
      await none.live.follower.wake();
      await Promise.all(meanwhile); // Else what they evict is counted for those below.
      const fresh = new Map<Asked, string>();
      for (const one of asked) {
        const { text } = await none.answer(one);
        fresh.set(one, text);
        const { evicted } = countsOf(first);
        const message = `step ${step}, ${JSON.stringify(one)}`;
        expect((await first.answer(one)).text, `${message}, where it was written`).toBe(text);
        if (countsOf(first).evicted === evicted) continue;
        count.evicted++;
        if (before.get(one) === text) count.needless++;
      }
      await second.live.follower.wake();
      for (const [one, text] of fresh) {
        const message = `step ${step}, ${JSON.stringify(one)}`;
        expect((await second.answer(one)).text, `${message}, by the other`).toBe(text);
      }
      for (const [one, text] of fresh) {
        for (const { answer } of [a, b]) expect((await answer(one)).text).toBe(text);
        before.set(one, text);
      }
    }
    const counts = { a: { ...countsOf(a) }, b: { ...countsOf(b) }, ...count };
    process.stdout.write(`Shared answers after 25 writes: ${JSON.stringify(counts)}\n`);
    expect(counts.a.hits + counts.b.hits, "answers were taken over").toBeGreaterThan(100);
    expect(count.evicted, "answers were not used any more").toBeGreaterThan(50);
    expect(count.needless / count.evicted).toBeLessThan(0.05);
  });
});

test("an entity of one kind is another kind's never, though it is kept how it is shown", async () => {
  const [caching, none] = [await instance(true, { RESPONSE_CACHE_BYTES: "0" }), await instance(false)];
  const { id, kind } = await database.prisma.contact.findFirstOrThrow({ where: { shown: true } });
  const types = ["Contact", ...Object.values(CONTACT_TYPES)];
  const asked = types.map((type) => ({
    query: ENTITIES,
    variables: { representations: [{ __typename: type, id: globalId("Contact", id) }] },
  }));
  for (const { introduce } of [caching, none]) for (const one of asked) await introduce(one);
  for (let time = 0; time < 3; time++) {
    for (const [index, one] of asked.entries()) {
      const { text } = await caching.answer(one);
      expect(text).toBe((await none.answer(one)).text);
      const isIts = index === 0 || types[index] === CONTACT_TYPES[kind];
      const [entity] = JSON.parse(text).data._entities;
      expect(entity?.__typename ?? null, types[index]).toBe(isIts ? CONTACT_TYPES[kind] : null);
    }
  }
  expect(caching.live.cache?.texts.counts.hits, "parts were kept").toBeGreaterThan(0);
});

test("an answer to one role is never another's", async () => {
  const { answer, introduce } = await instance(true);
  const asked = { query: "{ contacts(first: 1) { totalCount } }", variables: {} };
  await introduce(asked);
  expect((await answer(asked)).isKept).toBe(false);
  expect((await answer(asked)).isKept).toBe(true);
  expect((await answer(asked, "EDITOR")).isKept).toBe(false);
  expect((await answer(asked, "EDITOR")).isKept).toBe(true);
});

test("while the log cannot be read, nothing is given that was kept", async () => {
  let isFollowing = true;
  const { answer, introduce } = await instance(true, {}, () => isFollowing);
  const asked = { query: "{ contacts(first: 2) { totalCount } }", variables: {} };
  await introduce(asked);
  await answer(asked);
  expect((await answer(asked)).isKept).toBe(true);
  isFollowing = false;
  expect((await answer(asked)).isKept).toBe(false);
  isFollowing = true;
  expect((await answer(asked)).isKept).toBe(true);
});

test("GET has a tag, and is not sent again to whoever has it", async () => {
  await using server = await runServer();
  const url = `${server.url}?query=${encodeURIComponent("{ contacts(first: 1) { totalCount } }")}`;
  const get = (headers = {}) => fetch(url, { headers: { Accept: "application/json", ...headers } });
  for (let time = 0; time < 2; time++) await (await get()).text();

  const response = await get();
  const etag = response.headers.get("etag") ?? "";
  expect(response.headers.get("cache-control")).toBe("public, no-cache");
  expect(etag).toMatch(/^".+"$/);
  expect(await response.json()).toHaveProperty("data.contacts.totalCount");
  const again = await get({ "If-None-Match": etag });
  expect([again.status, await again.text()]).toEqual([304, ""]);
  expect((await get({ "If-None-Match": '"another"' })).status).toBe(200);
});
