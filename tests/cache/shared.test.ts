import { Redis } from "ioredis";
import { expect, it, vi } from "vitest";
import { type Dependency, Evictions } from "../../src/cache/evictions.ts";
import { SharedAnswers } from "../../src/cache/shared.ts";
import { evictedBy, tag } from "../../src/cache/tags.ts";
import { OF_CONTACT } from "../../src/changes/aspects.ts";
import type { Change } from "../../src/changes/log.ts";
import { contactListDependency, contactsDependency } from "../../src/contact/dependency.ts";
import { readDependencies } from "../../src/dependencies.ts";
import { changeOfContact, listedContact } from "../testkit/changes.ts";
import { describeWithRedis, redis as startRedis } from "../testkit/services.ts";

const [A, B] = ["00000000-0000-5000-8000-00000000000a", "00000000-0000-5000-8000-00000000000b"] as const;
const BODY = Buffer.from('{"data":{"contacts":null}}');
const ON = [tag("CONTACT", A, OF_CONTACT.title), tag("PERSON", B)];

/** What one instance shares, at a place of the log. */
function instance(url: string, { namespace = "record:version", mostBytes = 10_000_000 } = {}) {
  const evictions = new Evictions({ seq: 0, at: "" });
  const redis = new Redis(url, { lazyConnect: true, enableOfflineQueue: false, maxRetriesPerRequest: 0 });
  const warnings: string[] = [];
  const shared = new SharedAnswers({
    redis,
    evictions,
    namespace: () => namespace,
    mostBytes,
    readDependencies,
    warn: (problem) => warnings.push(problem),
  });
  redis.connect().catch(() => {});
  return {
    shared,
    evictions,
    warnings,
    evict: (...changes: Change[]) => evictions.evict(changes.flatMap(evictedBy), changes),
    store: (key: string, on: readonly Dependency[] = ON, body = BODY) =>
      shared.store(key, body, on, evictions.clock),
    found: async (key: string) => (await shared.find(key))?.body.toString() ?? null,
    /** Until it answers in time again. */
    connected: () =>
      vi.waitFor(async () => {
        await shared.store("probe", BODY, [], evictions.clock);
        expect(await shared.find("probe")).not.toBeNull();
      }, 20_000),
    [Symbol.dispose]: () => shared.close(),
  };
}

function change(seq: number, given: Partial<Change> = {}): Change {
  const at = `2026-01-01T00:00:00.${String(seq).padStart(6, "0")}Z`;
  return changeOfContact(B, { seq, at, ...given });
}

describeWithRedis("answers that instances share", () => {
  it("are found by an instance that knows of no change that concerns them since", async () => {
    await using server = await startRedis();
    using a = instance(server.url);
    using b = instance(server.url);
    await Promise.all([a.connected(), b.connected()]);
    for (const { evict } of [a, b]) evict(change(1));
    await a.store("key");
    expect(await b.found("key")).toBe(BODY.toString());

    b.evict(change(2), change(4, { id: A, aspects: OF_CONTACT.reports }));
    expect(await b.found("key"), "others changed").toBe(BODY.toString());
    const found = await b.shared.find("key");
    b.evict(change(5, { id: A, aspects: OF_CONTACT.title }));
    expect(await b.found("key"), "its own title changed").toBeNull();
    expect(b.evictions.isCurrent(found?.on ?? [], found?.since ?? 0), "where it was taken over").toBe(false);
    await a.store("key");
    expect(await b.found("key"), "made by one that is behind").toBeNull();
    a.evict(change(2), change(4), change(5));
    await a.store("key");
    expect(await b.found("key")).toBe(BODY.toString());
  });

  it("are not used where the place they are of is not known: ahead, of long ago, or of another history", async () => {
    await using server = await startRedis();
    using a = instance(server.url);
    using b = instance(server.url);
    await Promise.all([a.connected(), b.connected()]);
    a.evict(change(1));
    await a.store("key");
    expect(await b.found("key"), "ahead").toBeNull();
    b.evict(change(1, { at: "2027-01-01T00:00:00.000000Z" }));
    expect(await b.found("key"), "of a record that was restored").toBeNull();

    using c = instance(server.url);
    await c.connected();
    c.evict(change(1));
    expect(await c.found("key")).toBe(BODY.toString());
    for (let seq = 2; seq < 3000; seq++) c.evict(change(seq));
    expect(await c.found("key"), "of long ago").toBeNull();
    c.evictions.evictAll();
    await c.store("other");
    expect(await c.found("other"), "where the log was lost").toBeNull();
  });

  it("depend on lists as where they were made", async () => {
    const listed = listedContact({ partyIds: [A] });
    const enters = (kind: string): Partial<Change> => ({
      before: null,
      after: 1,
      kind: "CREATED",
      listed: { before: null, after: { ...listed, kind } },
    });
    const stretch = { after: null, last: ["5", A], more: null };
    const lists = [
      contactListDependency({ filter: { kinds: ["CALL"], not: { topics: ["arms"] } } }, {}, "members"),
      contactListDependency({ filter: null, orderBy: "DATE_DESC" }, { parties: [A] }, stretch),
      contactsDependency({ during: { from: null, to: undefined } }, { parties: [B] }, OF_CONTACT.kind),
      contactsDependency(null, {}, OF_CONTACT.date, "YEAR"),
    ];
    const again = readDependencies(JSON.parse(JSON.stringify(lists)));
    const changes = ["CALL", "SUMMIT"].flatMap((kind) => [
      change(1, { ...enters(kind), id: B }),
      change(1, { id: A }),
      change(1, { entity: "REPORT" }),
    ]);
    const tells = (dependencies: readonly Dependency[] | null) =>
      dependencies?.map((one) => changes.map((it) => typeof one === "object" && one.isChangedBy(it)));
    expect(tells(again)).toEqual(tells(lists));
    expect(new Set(tells(lists)?.flat())).toEqual(new Set([true, false]));
  });

  it("of another record or version are others", async () => {
    await using server = await startRedis();
    using a = instance(server.url);
    using others = instance(server.url, { namespace: "record:other version" });
    await Promise.all([a.connected(), others.connected()]);
    await a.store("key");
    expect(await a.found("key")).toBe(BODY.toString());
    expect(await others.found("key")).toBeNull();
  });

  it("are no larger than they may be together, and the first go first", async () => {
    await using server = await startRedis();
    using a = instance(server.url, { mostBytes: 200_000 });
    await a.connected();
    const body = Buffer.alloc(10_000, "x");
    for (let number = 0; number < 100; number++) await a.store(String(number), ON, body);
    await a.store("huge", ON, Buffer.alloc(300_000, "x"));
    const client = new Redis(server.url);
    const keys = (await client.keys("*:answers:*")).filter((key) => /\d+$/.test(key));
    client.disconnect();
    expect(keys.length).toBeGreaterThan(10);
    expect(keys.length * body.length).toBeLessThan(200_000);
    expect(await a.found("99")).toBe(body.toString());
    expect([await a.found("0"), await a.found("huge")]).toEqual([null, null]);
  });

  it("are nobody's where they are not what an instance writes", async () => {
    await using server = await startRedis();
    using a = instance(server.url);
    await a.connected();
    await a.store("key");
    const client = new Redis(server.url);
    const key = (await client.keys("*:answers:key"))[0] ?? "";
    const [head = "", body = ""] = (await client.get(key))?.split("\n") ?? [];
    const written = JSON.parse(head);
    const withOn = (...on: unknown[]) => `${JSON.stringify({ ...written, on })}\n${body}`;
    const list = { list: "contacts", having: {}, stretch: "members" };
    let deep: unknown = {};
    for (let depth = 0; depth < 11; depth++) deep = { not: deep };
    const forged = [
      "",
      "\n",
      "nonsense",
      "x".repeat(5_000_000),
      `${"[".repeat(100_000)}\n`,
      `null\n${body}`,
      `{}\n${body}`,
      `${head}\n${body}more`,
      `${head}\n`,
      `${JSON.stringify({ ...written, place: { seq: "0", at: "" } })}\n${body}`,
      `${JSON.stringify({ ...written, place: { seq: 1e300, at: "" } })}\n${body}`,
      withOn(null),
      withOn(-1),
      withOn(2 ** 60),
      withOn("CONTACT"),
      withOn({ list: "unheard of" }),
      withOn({ ...list, filter: { unheard: ["of"] } }),
      withOn({ ...list, filter: deep }),
      withOn({ ...list, filter: { kinds: "CALL" } }),
      withOn({ ...list, stretch: { after: null, last: [], more: null } }),
      withOn({ ...list, having: { parties: [1] } }),
      withOn({ list: "reports" }),
      withOn({ list: "all contacts", filter: null, having: {}, aspects: "all" }),
    ];
    for (const value of forged) {
      await client.set(key, value);
      expect(await a.found("key"), value.slice(0, 300)).toBeNull();
    }
    await client.set(key, withOn(list));
    expect(await a.found("key"), "what is right is used").toBe(BODY.toString());
    await client.del(key);
    await client.rpush(key, "a list");
    expect(await a.found("key")).toBeNull();
    client.disconnect();
    await a.store("other");
    expect(await a.found("other"), "and Redis still is").toBe(BODY.toString());
  });

  it("are none while Redis is away or hangs, which is told once, and come again", {
    timeout: 120_000,
  }, async () => {
    await using server = await startRedis();
    using a = instance(server.url);
    await a.connected();
    await a.store("key");
    await server.stop("SIGKILL");
    for (let time = 0; time < 20; time++) expect(await a.found("key")).toBeNull();
    await vi.waitFor(() => expect(a.warnings.length).toBe(1));
    await server.start();
    await a.connected();
    expect(await a.found("key"), "a Redis without anything").toBeNull();
    await a.store("key");
    expect(await a.found("key")).toBe(BODY.toString());

    server.signal("SIGSTOP");
    for (let time = 0; time < 20; time++) {
      expect(await a.found("key")).toBeNull();
      await a.store("key");
    }
    await vi.waitFor(() => expect(a.warnings.length).toBe(2));
    server.signal("SIGCONT");
    await a.connected();
    expect(await a.found("key")).toBe(BODY.toString());
    expect(a.warnings.length).toBe(2);
  });

  it("are still found in a Redis that takes no more", async () => {
    await using server = await startRedis();
    using a = instance(server.url);
    await a.connected();
    await a.store("key");
    const client = new Redis(server.url);
    await client.config("SET", "maxmemory", "1");
    for (let time = 0; time < 5; time++) await a.store("other");
    expect(await a.found("key")).toBe(BODY.toString());
    expect(await a.found("other")).toBeNull();
    expect(a.warnings.length).toBe(1);
    client.disconnect();
  });
});
