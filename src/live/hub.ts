import { createSourceEventStream, type ExecutionArgs, type ExecutionResult, GraphQLError } from "graphql";
import type { Caller } from "../access/rules.ts";
import type { Follower } from "../changes/follower.ts";
import { type Change, writeChangeCursor } from "../changes/log.ts";
import { concerns, type Watch, Watched } from "../changes/watch.ts";
import type { Statements } from "../database/database.ts";
import { DomainError, TooMany, Unauthenticated } from "../errors/errors.ts";
import { operationKey } from "./operation.ts";
import { type Frame, Teller, type TellerOptions, type ToldOperation, TRIES } from "./teller.ts";

/** How a subscription ends: by an error of its own; or the client is to come back and go on from its last cursor. */
export type End = { readonly error: Error } | "too slow" | "reconnect";

/** Where the frames of one subscription go. */
export interface Sink {
  send(frame: Frame): void;
  end(end: End): void;
  /** Frames that were sent and have not left the process. */
  readonly pending: number;
  /** Resolves when none is pending, or the client is gone. */
  drained(): Promise<void>;
  /** Tells the client that all is well; with a cursor, that it has been told all up to there. */
  beat(cursor: string | null): void;
}

/** Who subscribes, as far as it counts. */
export interface Subscriber {
  readonly caller: Caller;
  /** The key or address that the number of subscriptions is counted by. */
  readonly client: string;
}

export interface HubOptions extends TellerOptions {
  /** Subscriptions of one client at a time. */
  readonly mostPerClient: number;
  /** Changes that a subscriber may be behind before it is closed. */
  readonly buffer: number;
  onError(error: unknown): void;
}

/**
 * Tells subscribers what changes. One execution serves all who wait for the same operation with the same variables and
 * role. Whoever is behind, from its cursor or because its connection is slow, reads on from the log; whoever is not
 * costs nothing until a change concerns it.
 */
export class Hub {
  readonly #follower: Follower;
  readonly #teller: Teller;
  readonly #options: HubOptions;
  readonly #operations = new Map<string, Operation>();
  /** Operations by a party that their changes concern; those that are not told apart so. */
  readonly #byParty = new Map<string, Set<Operation>>();
  readonly #others = new Set<Operation>();
  readonly #subscriptions = new Map<Sink, Subscription>();
  readonly #perClient = new Map<string, number>();
  #operationCount = 0;
  /** Cache: the latest change of each key that was heard of. */
  readonly #keyChanges = new Map<string, number>();
  /** Changes that are read, and may be sent, at a time: whoever has taken half of its buffer can take them. */
  readonly #page: number;
  #isClosed = false;

  constructor(follower: Follower, statements: Statements, options: HubOptions) {
    this.#follower = follower;
    this.#teller = new Teller(follower, statements, options);
    this.#options = options;
    this.#page = Math.max(1, Math.min(PAGE, Math.floor(options.buffer / 2)));
    follower.listen({
      changed: (changes, after) => this.#changed(changes, after),
      lost: () => this.#lost(),
    });
  }

  get size(): number {
    return this.#subscriptions.size;
  }

  /** Reads a subscription; its errors are those of GraphQL, or of the domain for a wrong cursor or filter. */
  async subscribe(args: ExecutionArgs, subscriber: Subscriber): Promise<LiveSubscription | ExecutionResult> {
    let release = () => {};
    try {
      release = this.#admit(subscriber.client);
      const since = this.#follower.log.last;
      const source = await createSourceEventStream(args);
      if (source instanceof Watched) {
        return new LiveSubscription(
          (sink) => this.#attach(args, source, since, { ...subscriber, sink, release }),
          release,
        );
      }
      if (Symbol.asyncIterator in source) throw new Error("A subscription that watches no changes");
      release();
      return source;
    } catch (error) {
      release();
      if (!(error instanceof DomainError)) throw error;
      // Thrown it would end a connection on which there are others.
      return { errors: [new GraphQLError(error.message, { originalError: error })] };
    }
  }

  /**
   * Counts a subscription of a client; what is given back ends that. Made apart from the arguments of the subscription,
   * which it would keep: their context is large.
   */
  #admit(client: string): () => void {
    const count = this.#perClient.get(client) ?? 0;
    if (count >= this.#options.mostPerClient) {
      throw new TooMany(`There are ${count} subscriptions of this client already`, {
        expected: `at most ${this.#options.mostPerClient} at a time`,
      });
    }
    this.#perClient.set(client, count + 1);
    return () => {
      const left = (this.#perClient.get(client) ?? 1) - 1;
      if (left === 0) this.#perClient.delete(client);
      else this.#perClient.set(client, left);
    };
  }

  /** Sends a sign of life, and ends what is no longer allowed. */
  beat(now = Date.now()): void {
    const { log } = this.#follower;
    for (const { sink, operation, cohort, caller } of this.#subscriptions.values()) {
      if (caller.expiresAt !== undefined && caller.expiresAt <= now) this.#end(sink, EXPIRED);
      else if (cohort === operation.live) sink.beat(this.#cursor(log.last));
      else sink.beat(null);
    }
  }

  /** Asks all to come back, to another instance or a later one. */
  close(): void {
    this.#isClosed = true;
    for (const sink of this.#subscriptions.keys()) this.#end(sink, "reconnect");
  }

  #cursor(seq: number): string {
    return writeChangeCursor(this.#follower.log, seq);
  }

  /** `since` is the place of the log when the caller was let in. */
  #attach(
    args: ExecutionArgs,
    { watch, place }: Watched,
    since: number,
    subscription: Pick<Subscription, "sink" | "caller" | "release">,
  ): () => void {
    const { sink, caller } = subscription;
    if (this.#isClosed) {
      subscription.release();
      sink.end("reconnect");
      return () => {};
    }
    const operation = this.#operation(args, watch, caller);
    const cohort = place === this.#follower.log.last ? operation.live : this.#starting(operation, place);
    this.#subscriptions.set(sink, { sink, caller, release: subscription.release, operation, cohort });
    cohort.sinks.add(sink);
    sink.beat(this.#cursor(place));
    if (caller.key !== undefined && (this.#keyChanges.get(caller.key) ?? 0) > since) this.#end(sink, REVOKED);
    return () => this.#forget(sink);
  }

  /** Those who come back from the same place at about the same time go on together. */
  #starting(operation: Operation, place: number): BehindCohort {
    const known = operation.starting.get(place);
    if (known !== undefined) return known;
    const cohort = { place, sinks: new Set<Sink>() };
    operation.starting.set(place, cohort);
    setImmediate(() => {
      operation.starting.delete(place);
      this.#run(operation, cohort);
    });
    return cohort;
  }

  #operation(args: ExecutionArgs, watch: Watch, caller: Caller): Operation {
    const key = operationKey(args, caller);
    let operation = this.#operations.get(key);
    if (operation === undefined) {
      // Of the request of whoever was first, nothing is kept.
      const { contextValue: _, rootValue: __, ...rest } = args;
      operation = {
        key,
        number: this.#operationCount++,
        args: rest,
        caller,
        watch,
        live: { place: null, sinks: new Set() },
        starting: new Map(),
        told: new Map(),
        subscriptions: 0,
      };
      this.#operations.set(key, operation);
      for (const index of this.#indexes(operation)) index.add(operation);
    }
    operation.subscriptions++;
    return operation;
  }

  #indexes(operation: Operation): Set<Operation>[] {
    return (
      operation.watch.neededParties?.map((party) => {
        const index = this.#byParty.get(party) ?? new Set();
        this.#byParty.set(party, index);
        return index;
      }) ?? [this.#others]
    );
  }

  #forget(sink: Sink): void {
    const subscription = this.#subscriptions.get(sink);
    if (subscription === undefined) return;
    const { operation, cohort, release } = subscription;
    this.#subscriptions.delete(sink);
    cohort.sinks.delete(sink);
    release();
    if (--operation.subscriptions > 0) return;
    this.#operations.delete(operation.key);
    this.#teller.forget(operation);
    this.#others.delete(operation);
    for (const party of operation.watch.neededParties ?? []) {
      const index = this.#byParty.get(party);
      index?.delete(operation);
      if (index?.size === 0) this.#byParty.delete(party);
    }
  }

  #end(sink: Sink, end: End): void {
    this.#forget(sink);
    sink.end(typeof end === "string" ? end : { error: this.#teller.mask(end.error) });
  }

  #changed(changes: readonly Change[], after: number): void {
    const concerned = new Set<Operation>();
    for (const change of changes) {
      if (change.entity === "KEY") this.#endKey(change);
      const candidates = [this.#others, ...change.parties.flatMap((party) => this.#byParty.get(party) ?? [])];
      for (const index of candidates) {
        for (const operation of index) {
          if (!concerned.has(operation) && concerns(operation.watch, change)) concerned.add(operation);
        }
      }
    }
    for (const operation of concerned) {
      const { sinks } = operation.live;
      if (sinks.size === 0) continue;
      operation.live.sinks = new Set();
      this.#run(operation, this.#move(sinks, { place: after, sinks: new Set() }));
    }
  }

  #move<Where extends Cohort>(sinks: Iterable<Sink>, cohort: Where): Where {
    for (const sink of sinks) {
      const subscription = this.#subscriptions.get(sink);
      if (subscription === undefined) continue;
      subscription.cohort = cohort;
      cohort.sinks.add(sink);
    }
    return cohort;
  }

  #endKey({ id, seq }: Change): void {
    this.#keyChanges.set(id, seq);
    for (const { sink, caller } of this.#subscriptions.values()) {
      if (caller.key === id) this.#end(sink, REVOKED);
    }
  }

  #lost(): void {
    const { log } = this.#follower;
    this.#options.onError(new Error(`The change log went on without this process: it is at ${log.last} now`));
    for (const sink of this.#subscriptions.keys()) this.#end(sink, "reconnect");
  }

  /** Brings a cohort to where the follower is, and then among those that wait there. */
  #run(operation: Operation, cohort: BehindCohort): void {
    void this.#catchUpInTries(operation, cohort).catch((error) => {
      if (!(error instanceof DomainError)) this.#options.onError(error);
      for (const sink of cohort.sinks) {
        this.#end(sink, error instanceof DomainError ? { error } : "reconnect");
      }
    });
  }

  /** A database that is restarted is no reason to send everybody away. */
  async #catchUpInTries(operation: Operation, cohort: BehindCohort): Promise<void> {
    for (let tries = 1; ; tries++) {
      const { place } = cohort;
      try {
        return await this.#catchUp(operation, cohort);
      } catch (error) {
        if (cohort.place > place) tries = 1;
        if (error instanceof DomainError || tries === TRIES) throw error;
        await this.#follower.wake(); // Until the log can be read again.
      }
    }
  }

  async #catchUp(operation: Operation, cohort: BehindCohort): Promise<void> {
    while (cohort.sinks.size > 0) {
      const end = this.#follower.log.last;
      const changes = await this.#follower.after(cohort.place, this.#page);
      for (const frame of await this.#teller.tell(operation, changes)) {
        for (const sink of cohort.sinks) {
          sink.send(frame);
          if (sink.pending > this.#options.buffer) this.#end(sink, "too slow");
        }
      }
      cohort.place = changes.length < this.#page ? end : (changes.at(-1)?.seq ?? end);
      if (cohort.place === this.#follower.log.last) {
        this.#move(cohort.sinks, operation.live);
        return;
      }
      for (const sink of cohort.sinks) {
        if (sink.pending > this.#options.buffer / 2) {
          cohort.sinks.delete(sink);
          this.#waitFor(sink, operation, cohort.place);
        }
      }
    }
  }

  /** What a slow connection cannot take is not kept for it: it goes on from the log when it has taken what there is. */
  #waitFor(sink: Sink, operation: Operation, place: number): void {
    const cohort = this.#move([sink], { place, sinks: new Set<Sink>() });
    const giveUp = setTimeout(() => this.#end(sink, "too slow"), SLOWEST_MS);
    void sink.drained().then(() => {
      clearTimeout(giveUp);
      if (this.#subscriptions.has(sink)) this.#run(operation, cohort);
    });
  }
}

/** Subscriptions that share their bytes. */
interface Operation extends ToldOperation {
  readonly key: string;
  /** Those who have been told all that the follower has come to. */
  readonly live: LiveCohort;
  /** Those who are about to go on from a place. */
  readonly starting: Map<number, BehindCohort>;
  subscriptions: number;
}

interface LiveCohort {
  readonly place: null;
  sinks: Set<Sink>;
}

/** Those who have been told all up to a place of the log. */
interface BehindCohort {
  place: number;
  readonly sinks: Set<Sink>;
}

type Cohort = LiveCohort | BehindCohort;

interface Subscription {
  readonly sink: Sink;
  readonly caller: Caller;
  readonly operation: Operation;
  cohort: Cohort;
  release(): void;
}

const PAGE = 100;
const SLOWEST_MS = 30_000;
const REVOKED = { error: new Unauthenticated("The key of this subscription was revoked or changed") };
const EXPIRED = { error: new Unauthenticated("The key or token of this subscription has expired") };

/** A subscription that was read and let in, and waits for its transport. */
export class LiveSubscription {
  readonly #attach: (sink: Sink) => () => void;
  readonly #release: () => void;

  constructor(attach: (sink: Sink) => () => void, release: () => void) {
    this.#attach = attach;
    this.#release = release;
  }

  /** Begins to send; the answer ends it. */
  attach(sink: Sink): () => void {
    return this.#attach(sink);
  }

  /** For one that cannot be attached. */
  cancel(): void {
    this.#release();
  }
}
