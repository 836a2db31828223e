/**
 * What a user did that the service cannot do. Thrown where it is detected, mapped to GraphQL and to the
 * command line in one place each. Anything else that is thrown is a bug: logged whole, shown masked.
 */
export abstract class DomainError extends Error {
  /** Stable, upper-case, for programs: "INVALID_INPUT". */
  abstract readonly code: string;
  /**
   * Where in the input, as a path of names and indexes; empty for the input as a whole. Not named `path`: GraphQL
   * takes an error that has one for its own, and leaves out which field threw it.
   */
  readonly inputPath: readonly (string | number)[];
  /** What would have been right, for a person: "a whole number from 0 to 200". */
  readonly expected: string | undefined;
  /** What came instead, cut to 200 characters. */
  readonly got: string | undefined;

  constructor(
    message: string,
    details: { path?: readonly (string | number)[]; expected?: string; got?: unknown } = {},
  ) {
    super(message);
    this.name = new.target.name;
    this.inputPath = details.path ?? [];
    this.expected = details.expected;
    this.got = "got" in details ? shown(details.got) : undefined;
  }
}

/** The input is not of the form or range that was asked for. */
export class InvalidInput extends DomainError {
  readonly code = "INVALID_INPUT";
}

/** Something that the input names does not exist. */
export class NotFound extends DomainError {
  readonly code = "NOT_FOUND";
}

/** The input contradicts what is stored already. */
export class Conflict extends DomainError {
  readonly code = "CONFLICT";
}

/** Who asks cannot be told: the credential is none that is taken. */
export class Unauthenticated extends DomainError {
  readonly code = "UNAUTHENTICATED";
}

/** Whoever asks may not do this. */
export class Forbidden extends DomainError {
  readonly code = "FORBIDDEN";
}

/** What came after a cursor is no longer kept. */
export class CursorExpired extends DomainError {
  readonly code = "CURSOR_EXPIRED";
}

/** Too much is asked for at a time: more may be asked for once some of it has ended. */
export class TooMany extends DomainError {
  readonly code = "TOO_MANY";
}

/** The request is larger, deeper or dearer than what is answered. */
export class TooCostly extends DomainError {
  readonly code = "TOO_COSTLY";
}

/** Whoever asked is gone: nothing is wrong, and nobody reads this. */
export class Abandoned extends DomainError {
  readonly code = "ABANDONED";
}

/** Something that is needed is not there or not usable: a database, a folder, a port. */
export class Unavailable extends DomainError {
  readonly code = "UNAVAILABLE";
}

/** The input fits several stored things; `candidates` are their ids, for the caller to choose from. */
export class Ambiguous extends DomainError {
  readonly code = "AMBIGUOUS";
  readonly candidates: readonly string[];

  constructor(
    message: string,
    candidates: readonly string[],
    details: ConstructorParameters<typeof DomainError>[1] = {},
  ) {
    super(message, details);
    this.candidates = candidates;
  }
}

/** An error of the domain as plain data, as it goes over a socket or into a file of rejects. */
export interface Rejection {
  readonly code: string;
  readonly message: string;
  readonly path: readonly (string | number)[];
  readonly expected?: string;
  readonly got?: string;
  /** Ids of what an ambiguous input fits. */
  readonly candidates?: readonly string[];
}

export function rejectionOf(error: DomainError): Rejection {
  const { code, message, inputPath: path, expected, got } = error;
  const candidates = error instanceof Ambiguous ? { candidates: error.candidates } : {};
  return { code, message, path, expected, got, ...candidates };
}

/** The error that a rejection was made of. */
export function errorFrom({ code, message, path, expected, got, candidates = [] }: Rejection): DomainError {
  const details = { path, expected, got };
  switch (code) {
    case "NOT_FOUND":
      return new NotFound(message, details);
    case "CONFLICT":
      return new Conflict(message, details);
    case "UNAVAILABLE":
      return new Unavailable(message, details);
    case "AMBIGUOUS":
      return new Ambiguous(message, candidates, details);
    default:
      return new InvalidInput(message, details);
  }
}

function shown(value: unknown): string {
  const text = typeof value === "string" ? value : (JSON.stringify(value) ?? String(value));
  return text.length > 200 ? `${text.slice(0, 199)}…` : text;
}
