import type { LoggerOptions } from "pino";
import { currentRequest } from "./request.ts";

/** How a log is written: with the id of the request, and never with a secret, whoever wrote it into a message. */
export function logOptions(level: string): LoggerOptions {
  return {
    level,
    mixin: () => currentRequest()?.logged ?? {},
    serializers: { err: shownError },
    hooks: { streamWrite: withoutSecrets },
  };
}

/** Of an error what tells where it is from. What drivers add besides may be whole rows. */
interface ShownError {
  readonly type: string;
  readonly message: string;
  readonly stack?: string;
  readonly code?: string;
  readonly cause?: ShownError;
}

function shownError(error: unknown, depth = 0): ShownError {
  if (!(error instanceof Error)) return { type: typeof error, message: cut(String(error)) };
  const { code, cause } = error as { code?: unknown; cause?: unknown };
  return {
    type: error.name,
    message: cut(error.message),
    ...(error.stack === undefined ? {} : { stack: cut(error.stack) }),
    ...(typeof code === "string" ? { code } : {}),
    ...(cause === undefined || depth === DEEPEST ? {} : { cause: shownError(cause, depth + 1) }),
  };
}

function cut(text: string): string {
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST)}…`;
}

/** Keys but for how they begin, tokens, and passwords of URLs. */
function withoutSecrets(line: string): string {
  return line
    .replace(/\b(readout_[0-9a-f]{8})_[\w-]+/g, "$1_…")
    .replace(/(?<![\w-])eyJ[\w-]+\.[\w-]+\.[\w-]*/g, "eyJ…")
    .replace(/\b(Bearer) +[^\s"\\]+/gi, "$1 …")
    .replace(/(\w:\/\/[^\s/"\\:@]*):[^\s/"\\@]+@/g, "$1:…@");
}

const LONGEST = 4000;
const DEEPEST = 4;
