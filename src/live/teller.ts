import { type ExecutionArgs, type ExecutionResult, execute, GraphQLError } from "graphql";
import type { Caller } from "../access/rules.ts";
import type { Follower } from "../changes/follower.ts";
import type { Change } from "../changes/log.ts";
import { changesToTell, type ToldChange, type Watch } from "../changes/watch.ts";
import type { Statements } from "../database/database.ts";
import { DomainError } from "../errors/errors.ts";
import { Frames } from "./frames.ts";
import { remembered } from "./operation.ts";

/** A change as one operation tells it: the same bytes for all who wait for it. */
export interface Frame {
  readonly cursor: string;
  readonly result: ExecutionResult;
  /** The result as JSON. */
  readonly json: string;
  /** A transport's own form of it, made once. */
  bytes?: Buffer;
}

/** An operation, as far as it is executed for changes. */
export interface ToldOperation {
  readonly number: number;
  readonly args: ExecutionArgs;
  readonly caller: Caller;
  readonly watch: Watch;
  /** Cache: what matches of the latest pages of changes, by their ends. */
  readonly told: Map<string, Promise<ToldChange[]>>;
}

export interface TellerOptions {
  /** The context that resolvers work with, new for each execution. */
  createContext(caller: Caller): unknown;
  mask(error: unknown): Error;
}

/** Finds what changes an operation tells, and executes it for each of them, once for all who wait for the same. */
export class Teller {
  readonly #follower: Follower;
  readonly #statements: Statements;
  readonly #options: TellerOptions;
  /** Cache: what was told last. */
  readonly #latest = new Frames(FRAME_BYTES);

  constructor(follower: Follower, statements: Statements, options: TellerOptions) {
    this.#follower = follower;
    this.#statements = statements;
    this.#options = options;
  }

  /** What the operation tells of these changes, in their order. */
  async tell(operation: ToldOperation, changes: readonly Change[]): Promise<Frame[]> {
    return this.#frames(operation, await this.#told(operation, changes));
  }

  /** To be called for an operation that nobody waits for any more. */
  forget({ number }: ToldOperation): void {
    this.#latest.forget(number);
  }

  /** As clients see it. What HTTP would say of it comes too late. */
  mask(error: unknown): Error {
    const masked = this.#options.mask(error);
    if (masked instanceof GraphQLError) delete masked.extensions.http;
    return masked;
  }

  /** Finds what matches of these changes, once while it is kept in mind. */
  #told(operation: ToldOperation, changes: readonly Change[]): Promise<ToldChange[]> {
    const key = `${changes.at(0)?.seq} ${changes.at(-1)?.seq}`;
    return remembered(operation.told, key, PAGES, () =>
      changesToTell(this.#statements, this.#follower.log, operation.watch, changes),
    );
  }

  /** Executes the operation for each change, once while it is kept in mind. */
  #frames(operation: ToldOperation, changes: readonly ToldChange[]): Promise<Frame[]> {
    const contextValue = this.#options.createContext(operation.caller);
    return Promise.all(
      changes.map((change) =>
        this.#latest.get(operation.number, change.seq, () => this.#execute(operation, change, contextValue)),
      ),
    );
  }

  /** A change is told once: an error of ours is told in its place only where it stays. */
  async #execute({ args, caller }: ToldOperation, change: ToldChange, context: unknown): Promise<Frame> {
    let result = await execute({ ...args, contextValue: context, rootValue: change });
    for (let tries = 1; tries < TRIES && result.errors?.some(isOurs) === true; tries++) {
      await this.#follower.wake(); // Until the log can be read again.
      const contextValue = this.#options.createContext(caller);
      result = await execute({ ...args, contextValue, rootValue: change });
    }
    const errors = result.errors?.map((error) => this.mask(error));
    const masked = errors === undefined ? result : { ...result, errors };
    return { cursor: change.cursor, result: masked as ExecutionResult, json: JSON.stringify(masked) };
  }
}

/** Is it neither what the operation got wrong nor what the domain says? */
function isOurs({ originalError }: GraphQLError): boolean {
  return (
    originalError !== undefined &&
    !(originalError instanceof DomainError) &&
    !(originalError instanceof GraphQLError)
  );
}

const PAGES = 20;
/** Of all operations together: of a thousand, each would keep some hundred that nobody asks for. */
const FRAME_BYTES = 4_000_000;
/** How often something is tried before it is an error: what fails may be the database, and that it is restarted. */
export const TRIES = 3;
