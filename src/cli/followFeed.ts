import { createHash } from "node:crypto";
import { Command } from "commander";
import { InvalidInput, Unavailable } from "../errors/errors.ts";
import type { ItemFiling } from "../feed/write.ts";
import { type FetchLimits, openUrl } from "../fetch/fetch.ts";
import { readFeed } from "../import/feed/feed.ts";
import { filingOf, itemKey } from "../import/feed/filing.ts";
import { decoded } from "../import/feed/text.ts";
import { filingSchema, type OutletKind, outletKinds, slugSchema } from "../report/filing.ts";
import type { Recorder } from "../server/record.ts";
import { follow, readSpan } from "./following.ts";

export function followFeedCommand(): Command {
  return new Command("feed")
    .description(
      "Follow the RSS, Atom or JSON feed of an outlet: each item becomes a report without claims, which waits for an editor with what may be claimed. One process at a time follows a feed, beside a server or alone.",
    )
    .argument("<url>", "the address of the feed")
    .requiredOption("--outlet <slug>", "the outlet whose feed it is")
    .option("--name <name>", "what the outlet is called, where the record does not know it")
    .option(
      "--kind <kind>",
      `what sort of outlet it is, where the record does not know it: ${outletKinds.join(", ")}`,
    )
    .option("--every <span>", 'how often it looks for what is new, such as "15m" or "30s"', "15m")
    .option(
      "--once",
      "read it, and end: for a scheduler; exit code 1 where it could not, after three attempts",
    )
    .addHelpText(
      "after",
      `
Each time that the feed has changed a line of JSON tells how many items were new, changed, as before, or refused. An item
that its outlet changed is another report; a version of it that still waits is retracted. Where the feed cannot be read, it is
asked again after 1, 2, 4… seconds, at most after --every. Private networks are not fetched from, but for hosts that
FETCH_PRIVATE names. Exit code 130 when it was interrupted.`,
    )
    .showHelpAfterError()
    .action(followFeed);
}

interface Options {
  readonly outlet: string;
  readonly name?: string;
  readonly kind?: string;
  readonly every: string;
  readonly once?: boolean;
}

const LIMITS = { patience: 30_000, mostMs: 120_000, mostBytes: 10 * 1024 * 1024 };
const ACTOR = "follow feed";

async function followFeed(
  address: string,
  { outlet, name, kind, every, once = false }: Options,
): Promise<void> {
  const url = URL.parse(address);
  if (url === null || !/^https?:$/.test(url.protocol)) {
    throw new InvalidInput(
      `The feed must be an address by HTTP or HTTPS, and is ${JSON.stringify(address)}.`,
    );
  }
  if (!slugSchema.safeParse(outlet).success) {
    throw new InvalidInput(`--outlet must be a slug such as "first-pool", and is ${JSON.stringify(outlet)}.`);
  }
  const described = { slug: outlet, name, kind: readKind(kind) };
  const source = `feed-${digest(url.href)}`;
  await follow(source, { everyMs: readSpan(every), once }, ({ privateHosts }, recorder, signal) => {
    const follower = new FeedFollower(recorder, url, described, { ...LIMITS, signal, privateHosts });
    return () => follower.catchUp();
  });
}

function readKind(kind: string | undefined): OutletKind | undefined {
  const known = outletKinds.find((one) => one === kind);
  if (known !== undefined || kind === undefined) return known;
  throw new InvalidInput(`--kind must be one of ${outletKinds.join(", ")}, and is ${JSON.stringify(kind)}.`);
}

interface DescribedOutlet {
  readonly slug: string;
  readonly name: string | undefined;
  readonly kind: OutletKind | undefined;
}

class FeedFollower {
  readonly #recorder: Recorder;
  readonly #url: URL;
  readonly #outlet: DescribedOutlet;
  readonly #limits: FetchLimits;

  constructor(recorder: Recorder, url: URL, outlet: DescribedOutlet, limits: FetchLimits) {
    this.#recorder = recorder;
    this.#url = url;
    this.#outlet = outlet;
    this.#limits = limits;
  }

  /** Files what is new in the feed. Throws Unavailable where it cannot be read now, or is no feed just now. */
  async catchUp(): Promise<void> {
    const kind = await this.#kindOfOutlet();
    const position = await this.#recorder.run("feedPosition", { name: this.#name });
    const answer = await openUrl(this.#url, this.#limits, { Accept: ACCEPTED, ...conditions(position) });
    try {
      if (answer.status === 304) return;
      if (answer.status !== 200) throw new Unavailable(`${this.#url} answers with ${answer.status}.`);
      const pieces: Uint8Array[] = [];
      for await (const piece of answer.body()) pieces.push(piece);
      const content = decoded(Buffer.concat(pieces), answer.header("content-type"));
      await this.#file(content, answer.url, kind);
      const next = { etag: answer.header("etag"), lastModified: answer.header("last-modified") };
      await this.#recorder.run("storeFeedPosition", { name: this.#name, position: JSON.stringify(next) });
    } finally {
      await answer.close();
    }
  }

  get #name(): string {
    return `feed ${this.#outlet.slug} ${this.#url}`;
  }

  async #kindOfOutlet(): Promise<OutletKind> {
    const { slug, name, kind } = this.#outlet;
    const known = await this.#recorder.run("outletKind", { slug });
    if (known !== null) return known;
    if (name !== undefined && kind !== undefined) return kind;
    throw new InvalidInput(`The record does not know the outlet "${slug}": give its --name and --kind.`);
  }

  async #file(content: string, address: URL, kind: OutletKind): Promise<void> {
    const { items, left } = readItems(content, address);
    const counts = { new: 0, changed: 0, unchanged: 0, refused: 0 };
    const filings = items.flatMap((item): ItemFiling[] => {
      const { data: filing } = filingSchema.safeParse(filingOf(item, { ...this.#outlet }, kind));
      return filing === undefined ? [] : [{ filing, itemKey: itemKey(this.#outlet.slug, item) }];
    });
    counts.refused += items.length - filings.length;
    for (let from = 0; from < filings.length; from += BATCH) {
      const batch = filings.slice(from, from + BATCH);
      const { results, superseded } = await this.#recorder.run("fileItems", { items: batch, actor: ACTOR });
      counts.changed += superseded;
      for (const result of results) {
        if (result.outcome === "created") counts.new++;
        else if (result.outcome === "unchanged") counts.unchanged++;
        else {
          counts.refused++;
          process.stderr.write(`Refused: ${result.reason.message}\n`);
        }
      }
    }
    process.stdout.write(`${JSON.stringify({ items: items.length + left, ...counts, left })}\n`);
  }
}

const ACCEPTED =
  "application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9, */*;q=0.5";
const BATCH = 50;

/** A feed that is broken now may be whole at the next look: what is no feed is as good as no answer. */
function readItems(content: string, address: URL) {
  try {
    return readFeed(content, address);
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error;
    throw new Unavailable(`${address}: ${error.message}`);
  }
}

/** What the feed was when it was read last, for the server to send it only where it has changed (RFC 9110, section 13). */
function conditions(position: string | null): Record<string, string> {
  const { etag = null, lastModified = null } = JSON.parse(position ?? "{}") as Record<string, string | null>;
  return {
    ...(etag !== null && { "If-None-Match": etag }),
    ...(lastModified !== null && { "If-Modified-Since": lastModified }),
  };
}

function digest(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 16);
}
