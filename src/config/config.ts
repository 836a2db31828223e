import { z } from "zod";
import { roles } from "../access/rules.ts";
import { InvalidInput } from "../errors/errors.ts";
import type { LimitsByRole } from "../limits/limits.ts";
import type { TracingOptions } from "../telemetry/tracing.ts";
import {
  everyRole,
  hosts,
  numberByRole,
  origins,
  port,
  proxies,
  type Rate,
  rate,
  wholeNumber,
} from "./values.ts";

/** What the environment sets; `docs/configuration.md` describes each variable. */
export interface Config {
  /** A PostgreSQL URL; null for the embedded database in `dataDir`. */
  readonly databaseUrl: string | null;
  /** The folder of the embedded database. */
  readonly dataDir: string;
  readonly host: string;
  /** 0 for any free port. */
  readonly port: number;
  readonly logLevel: "fatal" | "error" | "warn" | "info" | "debug" | "trace" | "silent";
  /** Apply pending migrations when the server starts on a PostgreSQL database that holds a record already. */
  readonly migrateOnStart: boolean;
  /** Serve the graph as a subgraph: with `_entities` and `_service`. */
  readonly federation: boolean;
  /** Carries wake-ups between instances; null for the database's own notifications. */
  readonly redisUrl: string | null;
  /** How much of the change log is kept: whichever is reached first. */
  readonly changesKeep: { readonly days: number; readonly changes: number };
  /** How many bytes of the record are kept in memory, about; 0 for none. */
  readonly cacheBytes: number;
  /** How many bytes of whole answers are kept in memory, about; 0 for none. */
  readonly responseCacheBytes: number;
  /** How many bytes of whole answers are kept in Redis, about; 0 for none. */
  readonly sharedCacheBytes: number;
  /** A file of documents that are asked for by their ids; null for none. */
  readonly persistedOperations: string | null;
  /** Is nothing else executed? */
  readonly persistedOnly: boolean;
  /** How many changes a subscriber may be behind what is sent to it before it is closed. */
  readonly subscriberBuffer: number;
  /** Subscriptions at a time, for each key, or each address without one. */
  readonly subscriptionsPerClient: number;
  /** How long, in milliseconds, it goes on answering when it is to stop and says that it is not ready. */
  readonly shutdownDelayMs: number;
  /** How long, in milliseconds, requests that are under way may take when the server is to stop. */
  readonly shutdownGraceMs: number;
  /** What one request may ask for. */
  readonly limits: LimitsByRole;
  /** Words and signs that a document may have. */
  readonly maxTokens: number;
  /** Of the body of a request, and of a message over a WebSocket. */
  readonly maxBodyBytes: number;
  /** Of the database's time, that the reads of one request may take. */
  readonly databaseTimeMs: number;
  /** Requests of each key, or of each address without one; null for any number. */
  readonly rate: Rate | null;
  /** Requests that are worked on at a time, and that wait for their turn. */
  readonly concurrency: { readonly most: number; readonly queue: number };
  /** The addresses of proxies whose X-Forwarded headers are believed, or how many there are; null for none. */
  readonly trustProxy: readonly string[] | number | null;
  /** Origins whose pages may read the answers; null for any. */
  readonly corsOrigins: readonly string[] | null;
  /** How long a client may take for the head of a request, for the whole of it, and for nothing at all. */
  readonly timeouts: { readonly headersMs: number; readonly requestMs: number; readonly idleMs: number };
  /** Where metrics are served; null for nowhere. Port 0 is any free one. */
  readonly metrics: { readonly host: string; readonly port: number } | null;
  /** Where traces are sent, and which; null for nowhere. */
  readonly traces: TracingOptions | null;
  /** Hosts of private networks, or this machine, that feeds may be fetched from. */
  readonly privateHosts: "all" | readonly string[];
  /** Whose tokens are believed, beside keys; null for nobody's. */
  readonly tokens: {
    readonly issuer: string;
    readonly jwksUrl: string;
    readonly audience: string;
    readonly roleClaim: string;
  } | null;
}

const postgresUrl = z.string().refine((url) => {
  const scheme = URL.canParse(url) ? new URL(url).protocol : "";
  return scheme === "postgresql:" || scheme === "postgres:";
}, 'a PostgreSQL URL such as "postgresql://user:password@host:5432/database"');

function flag() {
  return z.enum(["true", "false"], { error: '"true" or "false"' }).transform((value) => value === "true");
}

const KEEP = /^(?:(?<days>[1-9]\d{0,4})d)?(?:(?:^|,)(?<changes>[1-9]\d{0,11}))?$/;

const SAMPLERS = ["always_on", "traceidratio", "parentbased_always_on", "parentbased_traceidratio"] as const;

/** What `src/cache/segments.ts` can tell the places of. */
const MOST_CACHE_BYTES = 32_000_000_000;
/** Compressed, a whole answer takes a tenth of what the things take that it was made of. */
const OF_RESPONSES = 3 / 4;

const variables = z.object({
  DATABASE_URL: postgresUrl.optional(),
  DATA_DIR: z.string().default("./data"),
  HOST: z.string().default("127.0.0.1"),
  PORT: port.default(4000),
  LOG_LEVEL: z
    .enum(["fatal", "error", "warn", "info", "debug", "trace", "silent"], {
      error: "one of fatal, error, warn, info, debug, trace, silent",
    })
    .default("info"),
  MIGRATE_ON_START: flag().default(false),
  FEDERATION: flag().default(true),
  REDIS_URL: z.url({ protocol: /^rediss?$/, error: 'a Redis URL such as "redis://host:6379"' }).optional(),
  CHANGES_KEEP: z
    .string()
    .refine(
      (text) => KEEP.test(text),
      'days, a number of changes, or both, such as "30d", "1000000" or "30d,1000000"',
    )
    .transform((text) => KEEP.exec(text)?.groups ?? {})
    .transform(({ days, changes }) => ({
      days: days === undefined ? 36_500 : Number(days),
      changes: changes === undefined ? Number.MAX_SAFE_INTEGER : Number(changes),
    }))
    .default({ days: 30, changes: 1_000_000 }),
  CACHE_BYTES: wholeNumber(0, MOST_CACHE_BYTES).default(256_000_000),
  RESPONSE_CACHE_BYTES: wholeNumber(0, MOST_CACHE_BYTES).optional(),
  SHARED_CACHE_BYTES: wholeNumber(0, 100_000_000_000).default(64_000_000),
  PERSISTED_OPERATIONS: z.string().optional(),
  PERSISTED_ONLY: flag().default(false),
  SUBSCRIBER_BUFFER: wholeNumber(1, 1_000_000).default(1000),
  SUBSCRIPTIONS_PER_CLIENT: wholeNumber(1, 1_000_000).default(200),
  SHUTDOWN_DELAY: wholeNumber(0, 3600).default(0),
  SHUTDOWN_GRACE: wholeNumber(0, 3600).default(10),
  MAX_COST: numberByRole(1, 1_000_000_000).default(everyRole(50_000)),
  MAX_DEPTH: numberByRole(1, 1000).default(everyRole(20)),
  MAX_ALIASES: numberByRole(0, 100_000).default(everyRole(50)),
  MAX_ROOT_FIELDS: numberByRole(1, 100_000).default(everyRole(20)),
  MAX_DIRECTIVES: numberByRole(0, 100_000).default(everyRole(50)),
  MAX_TOKENS: wholeNumber(10, 1_000_000).default(2000),
  MAX_BODY_BYTES: wholeNumber(1000, 1_000_000_000).default(1_000_000),
  DATABASE_TIME: wholeNumber(1, 3600).default(2),
  RATE_LIMIT: rate.default({ requests: 6000, seconds: 60 }),
  MAX_CONCURRENT: wholeNumber(1, 100_000).default(100),
  MAX_QUEUED: wholeNumber(0, 1_000_000).default(1000),
  TRUST_PROXY: proxies.optional(),
  CORS_ORIGINS: origins.default(null),
  HEADERS_TIMEOUT: wholeNumber(1, 3600).default(10),
  REQUEST_TIMEOUT: wholeNumber(1, 3600).default(30),
  IDLE_TIMEOUT: wholeNumber(1, 3600).default(120),
  METRICS_HOST: z.string().default("127.0.0.1"),
  METRICS_PORT: port.optional(),
  OTEL_EXPORTER_OTLP_ENDPOINT: z
    .url({ protocol: /^https?$/, error: 'an http or https URL such as "http://127.0.0.1:4318"' })
    .optional(),
  OTEL_TRACES_SAMPLER: z
    .enum(SAMPLERS, { error: `one of ${SAMPLERS.join(", ")}` })
    .default("parentbased_always_on"),
  OTEL_TRACES_SAMPLER_ARG: z
    .string()
    .refine((text) => /^(?:0|1|0?\.\d{1,9}|1\.0+)$/.test(text), "a number from 0 to 1, such as 0.1")
    .transform(Number)
    .default(1),
  FETCH_PRIVATE: hosts.default([]),
  JWT_ISSUER: z.string().optional(),
  JWT_JWKS_URL: z.url({ protocol: /^https?$/, error: "an http or https URL" }).optional(),
  JWT_AUDIENCE: z.string().default("readout"),
  JWT_ROLE_CLAIM: z.string().default("readout_role"),
});

/**
 * Reads the configuration from environment variables; an empty one counts as not set.
 * Throws InvalidInput with one sentence that names every wrong variable, what it expects and what it got.
 */
export function readConfig(environment: Record<string, string | undefined>): Config {
  const set = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ""));
  const read = variables.safeParse(set);
  if (!read.success) {
    const problems = read.error.issues.map((issue) => {
      const name = String(issue.path[0]);
      // A URL may hold a password.
      const got = /_(?:URL|ENDPOINT)$/.test(name) ? "something else" : JSON.stringify(set[name]);
      return `${name} must be ${issue.message}, and is ${got}`;
    });
    throw new InvalidInput(`Wrong configuration: ${problems.join("; ")}.`);
  }
  const { JWT_ISSUER, JWT_JWKS_URL, JWT_AUDIENCE, JWT_ROLE_CLAIM } = read.data;
  if ((JWT_ISSUER === undefined) !== (JWT_JWKS_URL === undefined)) {
    throw new InvalidInput(
      "Wrong configuration: JWT_ISSUER and JWT_JWKS_URL must be set together, or neither.",
    );
  }
  if (read.data.PERSISTED_ONLY && read.data.PERSISTED_OPERATIONS === undefined) {
    throw new InvalidInput("Wrong configuration: PERSISTED_ONLY needs PERSISTED_OPERATIONS.");
  }
  const { CACHE_BYTES, RESPONSE_CACHE_BYTES = Math.floor(CACHE_BYTES * OF_RESPONSES) } = read.data;
  if (RESPONSE_CACHE_BYTES > CACHE_BYTES) {
    throw new InvalidInput(
      `Wrong configuration: RESPONSE_CACHE_BYTES is a part of CACHE_BYTES, at most ${CACHE_BYTES}, and is ${RESPONSE_CACHE_BYTES}.`,
    );
  }
  return {
    databaseUrl: read.data.DATABASE_URL ?? null,
    dataDir: read.data.DATA_DIR,
    host: read.data.HOST,
    port: read.data.PORT,
    logLevel: read.data.LOG_LEVEL,
    migrateOnStart: read.data.MIGRATE_ON_START,
    federation: read.data.FEDERATION,
    redisUrl: read.data.REDIS_URL ?? null,
    changesKeep: read.data.CHANGES_KEEP,
    cacheBytes: CACHE_BYTES - RESPONSE_CACHE_BYTES,
    responseCacheBytes: RESPONSE_CACHE_BYTES,
    sharedCacheBytes: read.data.SHARED_CACHE_BYTES,
    persistedOperations: read.data.PERSISTED_OPERATIONS ?? null,
    persistedOnly: read.data.PERSISTED_ONLY,
    subscriberBuffer: read.data.SUBSCRIBER_BUFFER,
    subscriptionsPerClient: read.data.SUBSCRIPTIONS_PER_CLIENT,
    shutdownDelayMs: read.data.SHUTDOWN_DELAY * 1000,
    shutdownGraceMs: read.data.SHUTDOWN_GRACE * 1000,
    limits: Object.fromEntries(
      roles.map((role) => [
        role,
        {
          cost: read.data.MAX_COST[role],
          depth: read.data.MAX_DEPTH[role],
          aliases: read.data.MAX_ALIASES[role],
          rootFields: read.data.MAX_ROOT_FIELDS[role],
          directives: read.data.MAX_DIRECTIVES[role],
        },
      ]),
    ) as LimitsByRole,
    maxTokens: read.data.MAX_TOKENS,
    maxBodyBytes: read.data.MAX_BODY_BYTES,
    databaseTimeMs: read.data.DATABASE_TIME * 1000,
    rate: read.data.RATE_LIMIT,
    concurrency: { most: read.data.MAX_CONCURRENT, queue: read.data.MAX_QUEUED },
    trustProxy: read.data.TRUST_PROXY ?? null,
    corsOrigins: read.data.CORS_ORIGINS,
    timeouts: {
      headersMs: read.data.HEADERS_TIMEOUT * 1000,
      requestMs: read.data.REQUEST_TIMEOUT * 1000,
      idleMs: read.data.IDLE_TIMEOUT * 1000,
    },
    metrics:
      read.data.METRICS_PORT === undefined
        ? null
        : { host: read.data.METRICS_HOST, port: read.data.METRICS_PORT },
    traces: tracesOf(read.data),
    privateHosts: read.data.FETCH_PRIVATE,
    tokens:
      JWT_ISSUER === undefined || JWT_JWKS_URL === undefined
        ? null
        : {
            issuer: JWT_ISSUER,
            jwksUrl: JWT_JWKS_URL,
            audience: JWT_AUDIENCE,
            roleClaim: JWT_ROLE_CLAIM,
          },
  };
}

/** OpenTelemetry's own variables; its samplers that are left out record nothing, as it does without an endpoint. */
function tracesOf(set: z.output<typeof variables>): TracingOptions | null {
  if (set.OTEL_EXPORTER_OTLP_ENDPOINT === undefined) return null;
  const sampler = set.OTEL_TRACES_SAMPLER;
  return {
    endpoint: set.OTEL_EXPORTER_OTLP_ENDPOINT,
    ratio: sampler.endsWith("always_on") ? 1 : set.OTEL_TRACES_SAMPLER_ARG,
    followsParent: sampler.startsWith("parentbased"),
  };
}
