import { describe, expect, it } from "vitest";
import { roles } from "../../src/access/rules.ts";
import { readConfig } from "../../src/config/config.ts";
import { InvalidInput } from "../../src/errors/errors.ts";

const DEFAULTS = {
  databaseUrl: null,
  dataDir: "./data",
  host: "127.0.0.1",
  port: 4000,
  logLevel: "info",
  migrateOnStart: false,
  persistedOnly: false,
  persistedOperations: null,
  federation: true,
  redisUrl: null,
  changesKeep: { days: 30, changes: 1_000_000 },
  cacheBytes: 64_000_000,
  responseCacheBytes: 192_000_000,
  sharedCacheBytes: 64_000_000,
  subscriberBuffer: 1000,
  subscriptionsPerClient: 200,
  shutdownDelayMs: 0,
  shutdownGraceMs: 10_000,
  limits: Object.fromEntries(
    roles.map((role) => [role, { cost: 50_000, depth: 20, aliases: 50, rootFields: 20, directives: 50 }]),
  ),
  maxTokens: 2000,
  maxBodyBytes: 1_000_000,
  databaseTimeMs: 2000,
  rate: { requests: 6000, seconds: 60 },
  concurrency: { most: 100, queue: 1000 },
  trustProxy: null,
  corsOrigins: null,
  privateHosts: [],
  timeouts: { headersMs: 10_000, requestMs: 30_000, idleMs: 120_000 },
  metrics: null,
  traces: null,
  tokens: null,
};

describe("right environments", () => {
  it.each([
    ["nothing", {}, {}],
    ["empty variables, which count as not set", { PORT: "", DATA_DIR: "", DATABASE_URL: "" }, {}],
    ["variables that are not Readout's", { PATH: "/bin", port: "1" }, {}],
    ["a port", { PORT: "8080" }, { port: 8080 }],
    ["any free port", { PORT: "0" }, { port: 0 }],
    ["the last port", { PORT: "65535" }, { port: 65535 }],
    [
      "a Redis",
      { REDIS_URL: "rediss://:secret@cache:6380/1" },
      { redisUrl: "rediss://:secret@cache:6380/1" },
    ],
    [
      "days of changes",
      { CHANGES_KEEP: "7d" },
      { changesKeep: { days: 7, changes: Number.MAX_SAFE_INTEGER } },
    ],
    ["a number of changes", { CHANGES_KEEP: "500" }, { changesKeep: { days: 36_500, changes: 500 } }],
    ["both of changes", { CHANGES_KEEP: "7d,500" }, { changesKeep: { days: 7, changes: 500 } }],
    ["a rate", { RATE_LIMIT: "10/2m" }, { rate: { requests: 10, seconds: 120 } }],
    ["no rate", { RATE_LIMIT: "none" }, { rate: null }],
    ["metrics", { METRICS_PORT: "9464" }, { metrics: { host: "127.0.0.1", port: 9464 } }],
    ["a host of metrics, which alone serves none", { METRICS_HOST: "0.0.0.0" }, {}],
    [
      "traces",
      { OTEL_EXPORTER_OTLP_ENDPOINT: "http://otel:4318" },
      { traces: { endpoint: "http://otel:4318", ratio: 1, followsParent: true } },
    ],
    [
      "some traces",
      {
        OTEL_EXPORTER_OTLP_ENDPOINT: "http://otel:4318",
        OTEL_TRACES_SAMPLER: "traceidratio",
        OTEL_TRACES_SAMPLER_ARG: "0.25",
      },
      { traces: { endpoint: "http://otel:4318", ratio: 0.25, followsParent: false } },
    ],
    ["a number of proxies", { TRUST_PROXY: "2" }, { trustProxy: 2 }],
    [
      "proxies by address",
      { TRUST_PROXY: "10.0.0.0/8,loopback" },
      { trustProxy: ["10.0.0.0/8", "loopback"] },
    ],
    ["all private hosts", { FETCH_PRIVATE: "*" }, { privateHosts: "all" }],
    [
      "private hosts",
      { FETCH_PRIVATE: "A.example,10.1.2.3,::1" },
      { privateHosts: ["a.example", "10.1.2.3", "::1"] },
    ],
    ["origins", { CORS_ORIGINS: "https://a.example" }, { corsOrigins: ["https://a.example"] }],
    ["no cache", { CACHE_BYTES: "0" }, { cacheBytes: 0, responseCacheBytes: 0 }],
    ["no kept answers", { RESPONSE_CACHE_BYTES: "0" }, { cacheBytes: 256_000_000, responseCacheBytes: 0 }],
    ["a small cache", { CACHE_BYTES: "1000" }, { cacheBytes: 250, responseCacheBytes: 750 }],
    ["a buffer", { SUBSCRIBER_BUFFER: "1" }, { subscriberBuffer: 1 }],
    ["a limit", { SUBSCRIPTIONS_PER_CLIENT: "20000" }, { subscriptionsPerClient: 20_000 }],
    ["no grace", { SHUTDOWN_GRACE: "0" }, { shutdownGraceMs: 0 }],
    ["a host", { HOST: "0.0.0.0" }, { host: "0.0.0.0" }],
    ["a folder with a space", { DATA_DIR: "my data" }, { dataDir: "my data" }],
    ["no log", { LOG_LEVEL: "silent" }, { logLevel: "silent" }],
    ["migrations at the start", { MIGRATE_ON_START: "true" }, { migrateOnStart: true }],
    ["no migrations at the start", { MIGRATE_ON_START: "false" }, { migrateOnStart: false }],
    ["no federation", { FEDERATION: "false" }, { federation: false }],
    [
      "an issuer of tokens",
      { JWT_ISSUER: "https://login.example", JWT_JWKS_URL: "https://login.example/jwks" },
      {
        tokens: {
          issuer: "https://login.example",
          jwksUrl: "https://login.example/jwks",
          audience: "readout",
          roleClaim: "readout_role",
        },
      },
    ],
    [
      "a database",
      { DATABASE_URL: "postgresql://me:p%40ss@db:5433/readout?sslmode=require" },
      { databaseUrl: "postgresql://me:p%40ss@db:5433/readout?sslmode=require" },
    ],
    [
      "a database by the other scheme",
      { DATABASE_URL: "postgres://db/readout" },
      { databaseUrl: "postgres://db/readout" },
    ],
  ])("takes %s", (_, environment, expected) => {
    expect(readConfig(environment)).toEqual({ ...DEFAULTS, ...expected });
  });
});

describe("wrong environments", () => {
  it.each([
    ["PORT", "-1", "a port number from 0 to 65535"],
    ["PORT", "65536", "a port number from 0 to 65535"],
    ["PORT", "4000.5", "a port number from 0 to 65535"],
    ["PORT", " 4000", "a port number from 0 to 65535"],
    ["PORT", "0x10", "a port number from 0 to 65535"],
    ["PORT", "http", "a port number from 0 to 65535"],
    ["LOG_LEVEL", "loud", "one of fatal, error, warn, info, debug, trace, silent"],
    ["LOG_LEVEL", "INFO", "one of fatal, error, warn, info, debug, trace, silent"],
    ["MIGRATE_ON_START", "yes", '"true" or "false"'],
    ["MIGRATE_ON_START", "1", '"true" or "false"'],
    ["CHANGES_KEEP", "d", 'days, a number of changes, or both, such as "30d", "1000000" or "30d,1000000"'],
    [
      "CHANGES_KEEP",
      "7d500",
      'days, a number of changes, or both, such as "30d", "1000000" or "30d,1000000"',
    ],
    ["SUBSCRIBER_BUFFER", "0", "a whole number from 1 to 1000000"],
    ["SUBSCRIPTIONS_PER_CLIENT", "many", "a whole number from 1 to 1000000"],
    ["SHUTDOWN_GRACE", "-1", "a whole number from 0 to 3600"],
  ])("refuses %s=%s, and tells what it must be", (name, value, expected) => {
    expect(() => readConfig({ [name]: value })).toThrow(
      new InvalidInput(`Wrong configuration: ${name} must be ${expected}, and is ${JSON.stringify(value)}.`),
    );
  });

  it.each([
    "nonsense",
    "mysql://root:secret@db/readout",
    "postgresql://host:port:secret/x",
    "//root:secret@db/readout",
    "postgresql",
  ])("refuses the DATABASE_URL %s without repeating it, since it may hold a password", (url) => {
    expect(() => readConfig({ DATABASE_URL: url })).toThrow(
      /^Wrong configuration: DATABASE_URL must be a PostgreSQL URL such as "[^"]+", and is something else\.$/,
    );
  });

  it("refuses a REDIS_URL without repeating it", () => {
    expect(() => readConfig({ REDIS_URL: "http://:secret@cache" })).toThrow(
      /^Wrong configuration: REDIS_URL must be a Redis URL such as "[^"]+", and is something else\.$/,
    );
  });

  it("refuses more for answers than for all that is kept", () => {
    expect(() => readConfig({ CACHE_BYTES: "1000", RESPONSE_CACHE_BYTES: "1001" })).toThrow(
      /^Wrong configuration: RESPONSE_CACHE_BYTES is a part of CACHE_BYTES, at most 1000, and is 1001\.$/,
    );
  });

  it("names every wrong variable in one sentence", () => {
    expect(() => readConfig({ PORT: "x", LOG_LEVEL: "x", HOST: "localhost" })).toThrow(
      /^Wrong configuration: PORT must be [^;]+; LOG_LEVEL must be [^;]+\.$/,
    );
  });
});

it("takes one limit for all roles, or others from a role on", () => {
  const costs = (MAX_COST: string) => roles.map((role) => readConfig({ MAX_COST }).limits[role].cost);
  expect(costs("7")).toEqual([7, 7, 7, 7]);
  expect(costs("7,EDITOR:9")).toEqual([7, 7, 9, 9]);
  expect(costs("READER:7,CONTRIBUTOR:8,ADMIN:10")).toEqual([7, 8, 8, 10]);
});

it.each([
  ["MAX_COST", "EDITOR:9"],
  ["MAX_COST", "7,WRITER:9"],
  ["MAX_DEPTH", "0"],
  ["RATE_LIMIT", "10"],
  ["RATE_LIMIT", "0/1m"],
  ["TRUST_PROXY", "true"],
  ["TRUST_PROXY", "0"],
  ["CORS_ORIGINS", "https://a.example/"],
  ["CORS_ORIGINS", "a.example"],
  ["FETCH_PRIVATE", "http://a.example"],
  ["FETCH_PRIVATE", "a.example:80"],
])("refuses %s=%s by its name, with what it must be", (name, value) => {
  expect(() => readConfig({ [name]: value })).toThrow(
    new RegExp(`${name} must be .*such as|${name} must be a whole number`),
  );
});
