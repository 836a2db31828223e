import { hash } from "node:crypto";
import { type ExecutionArgs, execute } from "graphql";
import type { Plugin } from "graphql-yoga";
import type { Context } from "../../schema/builder.ts";
import { aheadOf } from "../../schema/contact.ts";
import type { Role } from "../access/rules.ts";
import type { SharedAnswers } from "../cache/shared.ts";
import { merged } from "../cache/tags.ts";
import { type Lent, lentAlone, lentToMany, type TextCache, type TextSpace } from "../cache/texts.ts";
import { currentWork } from "../database/work.ts";
import type { KnownQueries, PlannedQuery } from "../execution/operations.ts";
import { run } from "../execution/run.ts";
import { measured } from "../limits/limits.ts";
import { currentRequest } from "../telemetry/request.ts";
import type { Bounds } from "./limits.ts";

/** A request as GraphQL over HTTP has it. */
export interface Params {
  readonly query: string;
  readonly operationName: string | null;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** Answers queries that were answered before, with the same or other variables, without what the first one took. */
export class Answers {
  readonly #queries: KnownQueries;
  /** What whole answers are kept in; null for nothing. */
  readonly #responses: TextSpace | null;
  /** Is what is kept known to be what there is? */
  readonly #isFollowing: () => boolean;
  readonly #shared: SharedAnswers | null;
  readonly #bounds: Pick<Bounds, "limits" | "turns"> | null;
  /** Answers that others may wait for. */
  readonly #underWay = new Map<string, Promise<Lent | null>>();

  constructor(
    queries: KnownQueries,
    kept: KeptAnswers | null,
    bounds: Pick<Bounds, "limits" | "turns"> | null,
  ) {
    this.#queries = queries;
    this.#responses = kept?.responses?.space("responses") ?? null;
    this.#isFollowing = kept?.isFollowing ?? (() => false);
    this.#shared = kept?.shared ?? null;
    this.#bounds = bounds;
    kept?.responses?.evictions.listen(() => this.#underWay.clear());
  }

  /**
   * An answer as JSON in UTF-8; null where it is to be made in the ordinary way, as for one with errors. The context is
   * made where there is something to execute.
   */
  answer(
    { query, operationName, variables }: Params,
    role: Role,
    isAnonymous: boolean,
    open: () => Context,
  ): Lent | Promise<Lent | null> | null {
    const known = this.#queries.get(query, operationName);
    if (known === undefined) return null;
    const cost = this.#costOf(known, variables, role);
    if (cost === null) return null;
    currentRequest()?.named("query", known.name);
    // Nothing is kept while nobody tells of changes.
    const responses = this.#isFollowing() ? this.#responses : null;
    const key = responses === null ? null : `${known.number} ${role} ${shortOf(JSON.stringify(variables))}`;
    const kept = key === null ? null : (responses?.bytes(key) ?? null);
    if (kept !== null) return kept;
    const asked = { known, variables, role, cost, context: open() };
    if (key === null || asked.context.reads.since === null) return this.#execute(asked, null);
    // What is told to somebody may be for them alone.
    if (!isAnonymous) return this.#execute(asked, key);
    const waiting = this.#underWay.get(key);
    if (waiting !== undefined) return waiting;
    const answer = this.#execute(asked, key);
    this.#underWay.set(key, answer);
    const end = () => {
      if (this.#underWay.get(key) === answer) this.#underWay.delete(key);
    };
    answer.then(end, end);
    return answer;
  }

  /** What an answer says of its cost; null for an operation that is refused. */
  #costOf(known: PlannedQuery, variables: Params["variables"], role: Role): string | null {
    if (this.#bounds === null) return "";
    try {
      const operation = measured(known.schema, known.document, known.name);
      const cost = operation?.admit(variables, this.#bounds.limits[role]);
      return cost === undefined ? null : `,"extensions":${JSON.stringify({ cost })}`;
    } catch {
      return null; // Told with the reason where it is refused.
    }
  }

  async #execute(asked: Asked, key: string | null): Promise<Lent | null> {
    const { known, variables: given, cost, context } = asked;
    const variables = known.coerce(given);
    const plan = variables === null ? null : known.plan(variables);
    if (variables === null || plan === null) return null;
    const signal = currentWork()?.signal ?? NEVER;
    let end: () => void;
    try {
      end = (await this.#bounds?.turns.take(signal)) ?? (() => {});
    } catch {
      return null; // There is no room, which is told where it is looked for again.
    }
    try {
      context.loaders.expect(aheadOf(known.fields));
      const { reads } = context;
      const isWanted = key !== null && this.#responses?.wants(key) === true;
      const running = run(plan, variables, context, { noting: isWanted });
      // What is at hand costs less than to ask for it.
      const shared = key !== null && reads.isLoading ? this.#shared : null;
      const sharedKey = shared === null ? "" : sharedKeyOf(asked);
      if (shared !== null && key !== null) {
        const finding = shared.find(sharedKey);
        // Where an answer is found, nobody waits for the loads any more: they never begin.
        reads.held = finding.then((found) => (found === null ? undefined : new Promise(() => {})));
        const found = await finding;
        if (found !== null) {
          this.#responses?.store(key, found.body, found.on, found.since);
          return lentToMany(found.body);
        }
      }
      const written = await running;
      if (written === null) return null;
      const text = `{"data":${written.data}${cost}}`;
      const body = Buffer.from(text);
      if (isWanted && written.on !== null && reads.since !== null) {
        const on = merged(written.on);
        this.#responses?.store(key, body, on, reads.since);
        void shared?.store(sharedKey, body, on, reads.since);
      }
      // Where it is not kept, nobody waits for it with whoever asked.
      return key === null ? lentAlone(body) : lentToMany(body);
    } finally {
      end();
    }
  }
}

/** Where answers are kept from one request to the next. */
export interface KeptAnswers {
  /** What whole answers are kept in; null for nothing. */
  readonly responses: TextCache | null;
  /** Those of other instances; null for none. */
  readonly shared: SharedAnswers | null;
  /** Was the change log read lately? Who has not does not know what it says. */
  isFollowing(): boolean;
}

interface Asked {
  readonly known: PlannedQuery;
  readonly variables: Params["variables"];
  readonly role: Role;
  /** As JSON, with the comma before. */
  readonly cost: string;
  readonly context: Context;
}

/** All that an answer depends on but the record: what is asked, for whom, and what is told of its cost. */
function sharedKeyOf({ known, variables, role, cost }: Asked): string {
  return hash("sha256", JSON.stringify([known.text, known.name, role, variables, cost]), "base64url");
}

/** A text, or what tells it from all others: a key is hashed, compared and kept, and a list of ids may be long. */
function shortOf(text: string): string {
  return text.length <= LONGEST_KEY ? text : hash("sha256", text, "base64url");
}

/** As long as a digest would be. */
const LONGEST_KEY = 43;
const NEVER = new AbortController().signal;

/** Queries that come for the given time are planned, and from then on executed by their plan. */
export function plannedExecution(queries: KnownQueries, fromTime: number): Plugin<Context> {
  const times = new WeakMap<object, number>();
  return {
    onExecute({ args, setExecuteFn }) {
      const time = (times.get(args.document) ?? 0) + 1;
      times.set(args.document, time);
      if (time < fromTime) return;
      const { params } = args.contextValue as { params?: { query?: string } };
      const known = queries.add(params?.query ?? "", args.document, args.operationName);
      if (known !== null) setExecuteFn((given: ExecutionArgs) => executePlanned(known, given));
    },
  };
}

async function executePlanned(known: PlannedQuery, args: ExecutionArgs) {
  const context = notingCaller(args.contextValue as Context);
  const variables = known.coerce(args.variableValues ?? {});
  const plan = variables === null ? null : known.plan(variables);
  context.loaders.expect(aheadOf(known.fields));
  const written =
    variables === null || plan === null ? null : await run(plan, variables, context, { noting: false });
  return written === null ? execute(args) : { data: JSON.parse(written.data) };
}

/** Makes that whoever looks who asks is noted: what is told to one caller is not kept for others. */
export function notingCaller(context: Context): Context {
  const { caller, reads } = context;
  return Object.defineProperty(context, "caller", {
    configurable: true,
    enumerable: true,
    get: () => {
      reads.note(null);
      return caller;
    },
  });
}
