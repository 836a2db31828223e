import type { Batch } from "../database/batch.ts";

/** What makes of a row one as it was known at a time: what belongs to it is not in tables, but in its version's state. */
export interface AsOf<State> {
  /** RFC 3339. */
  readonly asOf: string;
  readonly state: State;
}

/** A loader for each time that a request asks for, made when it first does. */
export function byTime<Value>(make: (at: string) => Batch<Value>): (at: string) => Batch<Value> {
  const loaders = new Map<string, Batch<Value>>();
  return (at) => {
    const loader = loaders.get(at) ?? make(at);
    loaders.set(at, loader);
    return loader;
  };
}

/** The record keeps microseconds and the API tells milliseconds: what was recorded in one is known as of it. */
export function endOfMillisecond(asOf: string): string {
  return asOf.replace(/Z$/, "999Z");
}
