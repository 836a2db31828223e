import { Agent, fetch } from "undici";
import { InvalidInput, Unavailable } from "../errors/errors.ts";
import { guardedLookup, NotPublic, type PrivateHosts, refuseAddress } from "./addresses.ts";

/** What may be fetched, how much of it, and for how long. */
export interface FetchLimits {
  readonly signal: AbortSignal;
  /** How long a server may send nothing, in milliseconds. */
  readonly patience: number;
  /** How long all of it may take, in milliseconds; without limit where it is not given. */
  readonly mostMs?: number;
  /** How many bytes it may have, decompressed; without limit where it is not given. */
  readonly mostBytes?: number;
  /** Which hosts may be of private networks, or this machine. */
  readonly privateHosts: PrivateHosts;
}

/** What a server answers. `body` throws Unavailable where it breaks off, is too large, or takes too long. */
export interface Answer {
  readonly url: URL;
  readonly status: number;
  header(name: string): string | null;
  body(): AsyncGenerator<Uint8Array>;
  /** To be called in the end, whatever was read. */
  close(): Promise<void>;
}

const MOST_REDIRECTS = 5;
const REDIRECTS: readonly number[] = [301, 302, 303, 307, 308];

/**
 * Asks a server by HTTP or HTTPS, and others that it redirects to. Each address is looked at as the connection to it is
 * made. Throws Unavailable where there is no answer, and InvalidInput for an address that is none of the web.
 */
export async function openUrl(
  url: URL,
  limits: FetchLimits,
  headers: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  const asking = new Asking(url, limits);
  try {
    return await asking.open(headers);
  } catch (error) {
    await asking.close();
    throw asking.problem(error);
  }
}

class Asking {
  readonly #url: URL;
  readonly #limits: FetchLimits;
  readonly #agent: Agent;
  readonly #silence = new AbortController();
  readonly #tooLong = new AbortController();
  readonly #signal: AbortSignal;
  readonly #end: NodeJS.Timeout | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(url: URL, limits: FetchLimits) {
    this.#url = url;
    this.#limits = limits;
    this.#agent = new Agent({
      // Silence is watched here.
      bodyTimeout: 0,
      headersTimeout: 0,
      connect: { lookup: guardedLookup(limits.privateHosts) },
    });
    this.#signal = AbortSignal.any([limits.signal, this.#silence.signal, this.#tooLong.signal]);
    if (limits.mostMs !== undefined) this.#end = setTimeout(() => this.#tooLong.abort(), limits.mostMs);
  }

  async open(headers: Readonly<Record<string, string>>): Promise<Answer> {
    let url = this.#url;
    for (let redirects = 0; ; redirects++) {
      this.#check(url);
      this.#wait();
      const response = await fetch(url, {
        headers: { "User-Agent": "Readout", ...headers },
        redirect: "manual",
        dispatcher: this.#agent,
        signal: this.#signal,
      });
      const location = response.headers.get("location");
      if (!REDIRECTS.includes(response.status) || location === null) {
        const { body } = response;
        return {
          url,
          status: response.status,
          header: (name) => response.headers.get(name),
          body: () => this.#bytes(body ?? []),
          close: () => this.close(),
        };
      }
      await response.body?.cancel();
      if (redirects === MOST_REDIRECTS) {
        throw new Unavailable(`${this.#url} redirects more than ${MOST_REDIRECTS} times.`);
      }
      const next = URL.parse(location, url);
      if (next === null) throw new Unavailable(`${url} redirects to no address.`);
      url = next;
    }
  }

  #check(url: URL): void {
    const isWeb = (url.protocol === "http:" || url.protocol === "https:") && url.username === "";
    if (!isWeb) {
      const problem = `${url.protocol}//${url.host} is no address by HTTP or HTTPS, without a user, to fetch from.`;
      throw url === this.#url ? new InvalidInput(problem) : new Unavailable(`${this.#url}: ${problem}`);
    }
    refuseAddress(url, this.#limits.privateHosts);
  }

  async *#bytes(body: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    const { mostBytes = Number.POSITIVE_INFINITY } = this.#limits;
    let size = 0;
    try {
      this.#wait();
      for await (const chunk of body) {
        size += chunk.length;
        if (size > mostBytes) throw new Unavailable(`${this.#url} has more than ${mostBytes} bytes.`);
        clearTimeout(this.#timer);
        yield chunk;
        this.#wait();
      }
    } catch (error) {
      throw this.problem(error);
    } finally {
      clearTimeout(this.#timer);
    }
  }

  #wait(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#silence.abort(), this.#limits.patience);
  }

  async close(): Promise<void> {
    clearTimeout(this.#timer);
    clearTimeout(this.#end);
    await this.#agent.destroy();
  }

  /** What to tell of an error. */
  problem(error: unknown): unknown {
    const { signal, patience, mostMs = 0 } = this.#limits;
    if (error instanceof Unavailable || error instanceof InvalidInput || signal.aborted) return error;
    const { cause, message } = error as Error;
    const refused = [error, cause].find((one) => one instanceof NotPublic);
    if (refused !== undefined) {
      return new Unavailable(
        `${this.#url} is not fetched: ${refused.message}. FETCH_PRIVATE names the hosts of private networks that may be.`,
      );
    }
    const why = this.#tooLong.signal.aborted
      ? `it takes longer than ${mostMs / 1000} s`
      : this.#silence.signal.aborted
        ? `nothing came for ${patience / 1000} s`
        : String(cause ?? message);
    return new Unavailable(`${this.#url} cannot be read: ${why}.`);
  }
}
