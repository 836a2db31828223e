import { z } from "zod";
import { InvalidInput } from "../errors/errors.ts";

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
  /** How many changes a subscriber may be behind what is sent to it before it is closed. */
  readonly subscriberBuffer: number;
  /** Subscriptions at a time, for each key, or each address without one. */
  readonly subscriptionsPerClient: number;
  /** How long, in milliseconds, requests that are under way may take when the server is to stop. */
  readonly shutdownGraceMs: number;
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

function wholeNumber(least: number, most: number) {
  return z
    .string()
    .refine(
      (text) => /^\d{1,12}$/.test(text) && Number(text) >= least && Number(text) <= most,
      `a whole number from ${least} to ${most}`,
    )
    .transform(Number);
}

function flag() {
  return z.enum(["true", "false"], { error: '"true" or "false"' }).transform((value) => value === "true");
}

const KEEP = /^(?:(?<days>[1-9]\d{0,4})d)?(?:(?:^|,)(?<changes>[1-9]\d{0,11}))?$/;

const variables = z.object({
  DATABASE_URL: postgresUrl.optional(),
  DATA_DIR: z.string().default("./data"),
  HOST: z.string().default("127.0.0.1"),
  PORT: z
    .string()
    .refine((port) => /^\d{1,5}$/.test(port) && Number(port) <= 65535, "a port number from 0 to 65535")
    .transform(Number)
    .default(4000),
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
  CACHE_BYTES: wholeNumber(0, 100_000_000_000).default(256_000_000),
  RESPONSE_CACHE_BYTES: wholeNumber(0, 100_000_000_000).default(64_000_000),
  SUBSCRIBER_BUFFER: wholeNumber(1, 1_000_000).default(1000),
  SUBSCRIPTIONS_PER_CLIENT: wholeNumber(1, 1_000_000).default(200),
  SHUTDOWN_GRACE: wholeNumber(0, 3600).default(10),
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
      // The value of a database URL may hold a password.
      const got =
        name === "DATABASE_URL" || name === "REDIS_URL" ? "something else" : JSON.stringify(set[name]);
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
    cacheBytes: read.data.CACHE_BYTES,
    responseCacheBytes: read.data.RESPONSE_CACHE_BYTES,
    subscriberBuffer: read.data.SUBSCRIBER_BUFFER,
    subscriptionsPerClient: read.data.SUBSCRIPTIONS_PER_CLIENT,
    shutdownGraceMs: read.data.SHUTDOWN_GRACE * 1000,
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
