import type { Server } from "./connection.ts";

/** What a server calls each of these parties; null for one that it does not know. Throws where it does not answer. */
export async function partyNames(
  { url, key }: Server,
  keys: readonly string[],
  signal: AbortSignal,
): Promise<(string | null)[]> {
  if (keys.length === 0) return [];
  const fields = keys.map((party, index) => {
    const isState = /^[A-Z]/.test(party);
    return `p${index}: ${isState ? "state(code" : "organization(slug"}: ${JSON.stringify(party)}) { name }`;
  });
  const response = await fetch(url, {
    method: "POST",
    headers: {
      "Content-Type": "application/json",
      ...(key === null ? {} : { Authorization: `Bearer ${key}` }),
    },
    body: JSON.stringify({ query: `{ ${fields.join(" ")} }` }),
    signal: AbortSignal.any([signal, AbortSignal.timeout(5000)]),
  });
  const { data } = (await response.json()) as { data: Record<string, { name: string } | null> };
  return keys.map((_, index) => data[`p${index}`]?.name ?? null);
}
