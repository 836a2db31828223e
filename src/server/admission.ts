import type { IncomingMessage } from "node:http";
import type { Authenticate } from "../access/caller.ts";
import { ANONYMOUS, type Caller } from "../access/rules.ts";
import type { Rate } from "../config/values.ts";
import { DomainError, TooMany } from "../errors/errors.ts";
import { type RateLimiter, rateHeaders, type Standing } from "../limits/rate.ts";
import type { Addresses } from "./address.ts";

/** Whose request it is, whichever way it came. */
export interface Admitted {
  readonly caller: Caller;
  /** The key or the address that requests and subscriptions are counted by. */
  readonly client: string;
  /** What is told of how many requests there may be. */
  readonly headers: Readonly<Record<string, string>>;
}

/** More requests than a client may make. */
export class OverRate extends TooMany {
  readonly headers: Readonly<Record<string, string>>;

  constructor({ requests, seconds }: Rate, standing: Standing) {
    super("There are too many requests of this client", {
      expected: `at most ${requests} in ${seconds} s; more after ${standing.reset} s`,
    });
    this.headers = rateHeaders({ requests, seconds }, standing);
  }
}

/** Lets requests in: who sends them is known, and has not sent too many. */
export class Admission {
  readonly #addresses: Addresses;
  readonly #authenticate: Authenticate;
  readonly #limiter: RateLimiter | null;
  readonly #rate: Rate | null;

  /** Without a limiter, any number is let in. */
  constructor(
    addresses: Addresses,
    authenticate: Authenticate,
    limited: { limiter: RateLimiter; rate: Rate } | null,
  ) {
    this.#addresses = addresses;
    this.#authenticate = authenticate;
    this.#limiter = limited?.limiter ?? null;
    this.#rate = limited?.rate ?? null;
  }

  /**
   * Counts a request: of its key, or of its address where it has none, or a wrong one. Throws Unauthenticated, and
   * OverRate before anything of the request is read.
   */
  async admit(request: IncomingMessage, authorization: string | null): Promise<Admitted> {
    const caller = await this.identify(request, authorization);
    const client =
      caller === ANONYMOUS ? this.#addresses.of(request) : (caller.key ?? `token of ${caller.name}`);
    return { caller, client, headers: await this.#count(client) };
  }

  /** Tells who sends a request, and counts it where the credential is wrong. Throws Unauthenticated, and OverRate. */
  async identify(request: IncomingMessage, authorization: string | null): Promise<Caller> {
    try {
      return await this.#authenticate(authorization);
    } catch (error) {
      // Whoever guesses keys is counted.
      if (error instanceof DomainError) await this.#count(`${this.#addresses.of(request)} unknown`);
      throw error;
    }
  }

  async #count(client: string): Promise<Record<string, string>> {
    if (this.#limiter === null || this.#rate === null) return {};
    const standing = await this.#limiter.take(client);
    if (standing.isOver) throw new OverRate(this.#rate, standing);
    return rateHeaders(this.#rate, standing);
  }
}
