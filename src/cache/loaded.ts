/** What may be at hand already. Resolvers that go on at once, where they can, spare a turn for each value. */
export type Loaded<T> = T | Promise<T>;

/** Goes on with a value when it is there; at once where it is. */
export function use<T, U>(value: Loaded<T>, next: (value: T) => Loaded<U>): Loaded<U> {
  return value instanceof Promise ? value.then(next) : next(value);
}

/** All of them, when they are there. */
export function all<T>(values: readonly Loaded<T>[]): Loaded<T[]> {
  return values.some((value) => value instanceof Promise) ? Promise.all(values) : (values as T[]);
}
