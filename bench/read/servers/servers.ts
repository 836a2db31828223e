import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type Asked, askedByHand, askedPostGraphile, askedPothosPrisma, askedReadout } from "./asked.ts";

export type ServerName =
  | "readout"
  | "readoutNoResponseCache"
  | "readoutNoCaches"
  | "postgraphile"
  | "byHand"
  | "pothosPrisma";

/** A server as the benchmark starts and asks it. */
export interface ServerKind {
  /** For a person. */
  readonly title: string;
  readonly isReadout: boolean;
  /** Its packages are those of `peers/`. */
  readonly isPeer: boolean;
  /** The file that is run, and what it is given. */
  readonly main: string;
  readonly arguments: readonly string[];
  /** Node's own. */
  readonly flags: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  /** How it is asked, once it runs at that URL. */
  asked(url: string): Promise<Asked>;
}

const readout = (title: string, environment: Record<string, string>): ServerKind => ({
  title,
  isReadout: true,
  isPeer: false,
  main: fileURLToPath(import.meta.resolve("../../../src/main.ts")),
  arguments: ["serve"],
  flags: startFlags(),
  environment: { LOG_LEVEL: "warn", RATE_LIMIT: "none", DATABASE_TIME: "30", ...environment },
  asked: async () => askedReadout(),
});

/** How much memory Node may take for what, as `npm start` has it. */
function startFlags(): string[] {
  const file = readFileSync(new URL("../../../package.json", import.meta.url), "utf8");
  const { scripts } = JSON.parse(file) as { scripts: { start: string } };
  return scripts.start.match(/--max-\S+/g) ?? [];
}

const peer = (title: string, main: string, asked: ServerKind["asked"]): ServerKind => ({
  title,
  isReadout: false,
  isPeer: true,
  main: fileURLToPath(new URL(main, import.meta.url)),
  arguments: [],
  flags: [],
  environment: { NODE_ENV: "production", GRAPHILE_ENV: "production" },
  asked,
});

export const SERVERS: Record<ServerName, ServerKind> = {
  readout: readout("Readout", {}),
  readoutNoResponseCache: readout("Readout, no response cache", { RESPONSE_CACHE_BYTES: "0" }),
  readoutNoCaches: readout("Readout, no cache", { CACHE_BYTES: "0" }),
  postgraphile: peer("PostGraphile 5", "../peers/postgraphile/server.mjs", askedPostGraphile),
  byHand: {
    ...peer("by hand", import.meta.resolve("./byHand/server.ts"), async () => askedByHand()),
    isPeer: false,
  },
  pothosPrisma: peer("Pothos Prisma plugin", "../peers/pothosPrisma/server.mjs", async () =>
    askedPothosPrisma(),
  ),
};
