/** How a request ended, as it is counted. */
export type Outcome =
  /** Answered as it was asked; what a write was refused for stands in its payload. */
  | "ok"
  /** Not to be executed, or not as it was asked. */
  | "invalid"
  /** Whoever asks may not, or cannot be told who it is. */
  | "denied"
  /** More than one may ask for. */
  | "limited"
  /** Not now: there is no room, or something that is needed is not there. */
  | "unavailable"
  /** By an error of ours. */
  | "failed"
  /** The client left before it was answered. */
  | "abandoned";

/** The outcome of an answer with these errors, as clients see them: that of the worst. */
export function outcomeOf(errors: readonly unknown[] | undefined): Outcome {
  let worst = 0;
  for (const error of errors ?? []) {
    const { code } = (error as { extensions?: { code?: unknown } } | null)?.extensions ?? {};
    worst = Math.max(worst, SEVERITY.indexOf(BY_CODE.get(code) ?? "invalid"));
  }
  return SEVERITY[worst] ?? "ok";
}

const SEVERITY: readonly Outcome[] = [
  "ok",
  "invalid",
  "denied",
  "limited",
  "abandoned",
  "unavailable",
  "failed",
];

const BY_CODE: ReadonlyMap<unknown, Outcome> = new Map<unknown, Outcome>([
  ["UNAUTHENTICATED", "denied"],
  ["FORBIDDEN", "denied"],
  ["TOO_COSTLY", "limited"],
  ["TOO_LARGE", "limited"],
  ["TOO_MANY", "limited"],
  ["ABANDONED", "abandoned"],
  ["UNAVAILABLE", "unavailable"],
  ["INTERNAL_SERVER_ERROR", "failed"],
]);
