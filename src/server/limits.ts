import {
  type ExecutionArgs,
  type ExecutionResult,
  GraphQLError,
  getOperationAST,
  type Source,
} from "graphql";
import type { Plugin } from "graphql-yoga";
import { currentWork } from "../database/work.ts";
import { TooCostly } from "../errors/errors.ts";
import { type Cost, type LimitsByRole, measured } from "../limits/limits.ts";
import type { Turns } from "../limits/turns.ts";
import type { RequestContext } from "./graphql.ts";

/** What is asked of GraphQL at a time, by one request and by all. */
export interface Bounds {
  readonly limits: LimitsByRole;
  /** Words and signs of a document, and its lines. */
  readonly maxTokens: number;
  readonly turns: Turns;
}

/** Refuses what is too much before it is executed, and tells in each answer what the operation costs. */
export function bounded({ limits, maxTokens, turns }: Bounds): Plugin<RequestContext> {
  /** The cost; or the answer to an operation that is refused. */
  const admit = (args: ExecutionArgs): Cost | ExecutionResult => {
    const { role } = (args.contextValue as RequestContext).caller;
    const operation = measured(args.schema, args.document, args.operationName);
    if (operation === null) return {}; // What else is wrong, the execution tells.
    try {
      return operation.admit(args.variableValues ?? {}, limits[role]);
    } catch (error) {
      return failed(error);
    }
  };
  return {
    onParse({ parseFn, setParseFn }) {
      setParseFn((source, options) => {
        // For each thing that is wrong graphql-js counts the lines before it, which may hold no word and no sign.
        if (linesOf(source, maxTokens) > maxTokens) throw tooLong(maxTokens);
        try {
          return parseFn(source, { ...options, maxTokens });
        } catch (error) {
          throw error instanceof GraphQLError && /tokens/.test(error.message) ? tooLong(maxTokens) : error;
        }
      });
    },
    onExecute({ args, executeFn, setExecuteFn }) {
      const cost = admit(args);
      if (!isCost(cost)) return "errors" in cost ? setExecuteFn(() => cost) : undefined;
      const work = currentWork();
      if (getOperationAST(args.document, args.operationName)?.operation === "mutation") work?.unbind();
      setExecuteFn(async (given: ExecutionArgs) => {
        let end = () => {};
        try {
          end = await turns.take(work?.signal ?? NEVER);
          return await executeFn(given);
        } catch (error) {
          return failed(error);
        } finally {
          end();
        }
      });
      return {
        onExecuteDone: ({ result, setResult }) => {
          if (Symbol.asyncIterator in result) return;
          setResult({ ...result, extensions: { ...result.extensions, cost } });
        },
      };
    },
    onSubscribe({ args, setSubscribeFn }) {
      const cost = admit(args);
      if (!isCost(cost) && "errors" in cost) setSubscribeFn(() => cost);
    },
  };
}

const NEVER = new AbortController().signal;

function isCost(admitted: Cost | ExecutionResult): admitted is Cost {
  return "requested" in admitted;
}

/** Masked where all errors are. */
function failed(error: unknown): ExecutionResult {
  if (error instanceof GraphQLError) return { errors: [error] };
  const originalError = error instanceof Error ? error : new Error(String(error));
  return { errors: [new GraphQLError(originalError.message, { originalError })] };
}

/** How many lines a document has; not counted further than to one more than `most`. */
function linesOf(source: string | Source, most: number): number {
  const text = typeof source === "string" ? source : source.body;
  let lines = 1;
  for (const _ of text.matchAll(LINE_END)) if (++lines > most) break;
  return lines;
}

/** GraphQL, section 2.1.2. */
const LINE_END = /\r\n|[\n\r]/g;

function tooLong(maxTokens: number): GraphQLError {
  const error = new TooCostly("The document is too long: ask in several requests", {
    expected: `at most ${maxTokens} words and signs, and as many lines`,
  });
  return new GraphQLError(error.message, { originalError: error });
}
