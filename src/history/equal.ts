/** The same JSON, whatever the order of its keys; a key without a value is as good as none. */
export function isSameJson(a: unknown, b: unknown): boolean {
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return a === b;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const given = (value: object) => Object.entries(value).filter(([, member]) => member !== undefined);
  const members = new Map<string, unknown>(given(b));
  const left = given(a);
  return (
    left.length === members.size &&
    left.every(([key, value]) => members.has(key) && isSameJson(value, members.get(key)))
  );
}
