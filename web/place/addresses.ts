/** The addresses of the views. */
export const addressOf = {
  contact: (id: string) => `/contact/${encodeURIComponent(id)}`,
  relationship: (keys: readonly string[]) => `/relationship/${keys.map(encodeURIComponent).join(",")}`,
  party: (key: string) => `/party/${encodeURIComponent(key)}`,
  person: (slug: string) => `/person/${encodeURIComponent(slug)}`,
  outlet: (slug: string) => `/outlet/${encodeURIComponent(slug)}`,
  agreement: (slug: string) => `/agreement/${encodeURIComponent(slug)}`,
  report: (id: string) => `/report/${encodeURIComponent(id)}`,
  topic: (slug: string) => `/?topics=${encodeURIComponent(slug)}`,
} as const;
