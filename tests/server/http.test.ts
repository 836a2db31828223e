import { execFileSync } from "node:child_process";
import { request } from "node:http";
import { buffer } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, it } from "vitest";
import { recordFolder, type Serving, serve } from "../testkit/process.ts";

let server: Serving;
const disposal = new AsyncDisposableStack();
beforeAll(async () => {
  // As the script `start` does.
  execFileSync(process.execPath, [fileURLToPath(new URL("../../tools/page.mjs", import.meta.url))]);
  const folder = disposal.use(await recordFolder());
  server = disposal.use(await serve({ DATA_DIR: folder.path }));
});
afterAll(() => disposal.disposeAsync());

const QUERY = "{ contacts(first: 1) { totalCount edges { cursor } } }";
const ANSWER = {
  data: { contacts: { totalCount: expect.any(Number), edges: [{ cursor: expect.any(String) }] } },
};

/** Without what `fetch` adds and undoes by itself: compression, and following of redirects. */
function get(path: string, headers: Record<string, string> = {}) {
  return new Promise<{ status?: number; headers: Record<string, unknown>; body: Buffer }>(
    (resolve, reject) => {
      request(`${server.url}${path}`, { headers }, (response) => {
        const { statusCode: status, headers } = response;
        buffer(response).then((body) => resolve({ status, headers, body }), reject);
      })
        .on("error", reject)
        .end();
    },
  );
}

const HTML = { Accept: "text/html,application/xhtml+xml,*/*;q=0.8" };

async function pageAndAssets(): Promise<{ page: string; assets: string[] }> {
  const page = (await get("/graphql", HTML)).body.toString();
  const named = [...page.matchAll(/(?:href|src)="([^"]+)"/g)].map((match) => match[1] ?? "");
  const linked = named.filter((address) => !address.startsWith("data:"));
  const start = await get(linked.find((path) => path.includes("/start.")) ?? "");
  const workers = [...start.body.toString().matchAll(/"(\/graphiql\/[^"]+)"/g)].map(
    (match) => match[1] ?? "",
  );
  return { page, assets: [...linked, ...workers] };
}

it("answers a query that is posted", async () => {
  const response = await server.ask(QUERY);
  expect(response.status).toBe(200);
  expect(await response.json()).toMatchObject(ANSWER);
});

it("answers a query in the address, in GraphQL's own content type where that is asked for", async () => {
  const { status, headers, body } = await get(`/graphql?query=${encodeURIComponent(QUERY)}`, {
    Accept: "application/graphql-response+json",
  });
  expect(status).toBe(200);
  expect(headers["content-type"]).toMatch(/^application\/graphql-response\+json/);
  expect(JSON.parse(body.toString())).toMatchObject(ANSWER);
});

it("refuses a mutation in the address, so that no link can change anything", async () => {
  const { status, body } = await get(`/graphql?query=${encodeURIComponent("mutation { __typename }")}`);
  expect(status).toBe(405);
  expect(JSON.parse(body.toString())).toEqual({
    errors: [expect.objectContaining({ message: expect.stringContaining("POST") })],
  });
});

it.each([
  "/nothing",
  "/graphiql/",
  "/graphiql/graphiql.0000000000000000.js",
  "/..%2f..%2fpackage.json",
  "/assets/nothing.js",
  "/assets/..%2f..%2fpackage.json",
  "/contact/a/b",
  "//",
])("answers 404 for %s", async (path) => {
  expect((await get(path, HTML)).status).toBe(404);
});

it.each(["/", "/?text=media", "/network", "/relationship/RU,BY", "/contact/abc", "/person/vladimir-putin"])(
  "shows the page at %s, which may load nothing but its own",
  async (path) => {
    const { status, headers, body } = await get(path, HTML);
    expect(status).toBe(200);
    expect(headers["content-type"]).toBe("text/html; charset=utf-8");
    expect(headers["cache-control"]).toBe("no-cache");
    expect(headers["content-security-policy"]).toContain("default-src 'none'; script-src 'self'");
    expect(body.toString()).toContain('<div id="page">');
  },
);

it("serves what the page loads, compressed, and for browsers to keep", async () => {
  const page = (await get("/", HTML)).body.toString();
  const assets = [...page.matchAll(/(?:href|src)="(\/assets\/[^"]+)"/g)].map((match) => match[1] ?? "");
  expect(assets.length).toBeGreaterThanOrEqual(2);
  for (const path of assets) {
    const plain = await get(path);
    const gzip = await get(path, { "Accept-Encoding": "gzip" });
    expect(plain.headers["cache-control"]).toBe("public, max-age=31536000, immutable");
    expect(gunzipSync(gzip.body).equals(plain.body)).toBe(true);
  }
});

it("takes less than 200 kB for the first view, without what comes on demand", async () => {
  const page = (await get("/", HTML)).body.toString();
  const linked = [...page.matchAll(/(?:href|src)="(\/assets\/[^"]+)"/g)].map((match) => match[1] ?? "");
  const sheets = await Promise.all(linked.filter((path) => path.endsWith(".css")).map((path) => get(path)));
  const fonts = sheets
    .flatMap(({ body }) => [...body.toString().matchAll(/url\(([^)]+-latin-wght-[^)]+)\)/g)])
    .map((match) => new URL(match[1] ?? "", `${server.url}/assets/`).pathname);
  expect(fonts).toHaveLength(2);
  const sizes = await Promise.all(
    ["/", ...linked, ...fonts].map(
      async (path) => (await get(path, { "Accept-Encoding": "gzip" })).body.length,
    ),
  );
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(200_000);
});

it("shows browsers GraphiQL, and answers programs at the same address with GraphQL", async () => {
  const browser = await get("/graphql", HTML);
  expect(browser.status).toBe(200);
  expect(browser.headers["content-type"]).toBe("text/html; charset=utf-8");
  expect(browser.headers.vary).toContain("Accept");
  const program = await get(`/graphql?query=${encodeURIComponent(QUERY)}`, { Accept: "application/json" });
  expect(JSON.parse(program.body.toString())).toMatchObject(ANSWER);
});

it("has everything that GraphiQL loads at addresses of its own, so that it works without a network", async () => {
  const { page, assets } = await pageAndAssets();
  expect(page).not.toMatch(/(href|src)="(https?:)?\/\//);
  expect(assets.length).toBeGreaterThanOrEqual(6);
  for (const path of assets) {
    expect(path).toMatch(/^\/graphiql\/[a-z]+\.[\w-]{16}\.(js|css)$/);
    const { status, headers, body } = await get(path);
    expect(status).toBe(200);
    expect(headers["content-type"]).toMatch(path.endsWith(".css") ? /^text\/css/ : /^text\/javascript/);
    // Fonts and styles of another host would be asked for here; links for a person to follow may stay.
    if (path.endsWith(".css")) expect(body.toString()).not.toMatch(/(url\(|@import\s+)["']?(https?:)?\/\//);
  }
});

it("sends GraphiQL compressed as the browser can take it, and the same content each time", async () => {
  const { assets } = await pageAndAssets();
  for (const path of ["/graphql", ...assets]) {
    const headers = path === "/graphql" ? HTML : {};
    const plain = await get(path, headers);
    const gzip = await get(path, { ...headers, "Accept-Encoding": "gzip, deflate" });
    const brotli = await get(path, { ...headers, "Accept-Encoding": "gzip, deflate, br" });
    expect(plain.headers["content-encoding"]).toBeUndefined();
    expect(gzip.headers["content-encoding"]).toBe("gzip");
    expect(brotli.headers["content-encoding"]).toBe("br");
    expect(gunzipSync(gzip.body).equals(plain.body)).toBe(true);
    expect(brotliDecompressSync(brotli.body).equals(plain.body)).toBe(true);
    if (plain.body.length > 100_000) expect(brotli.body.length).toBeLessThan(plain.body.length / 2);
  }
});

it("lets browsers keep GraphiQL's files for good, and tells them when the page is the one they have", async () => {
  const { assets } = await pageAndAssets();
  for (const path of assets) {
    expect((await get(path)).headers["cache-control"]).toBe("public, max-age=31536000, immutable");
  }
  for (const [path, headers] of [["/graphql", HTML] as const, [assets[0] ?? "", {}] as const]) {
    const etag = String((await get(path, headers)).headers.etag);
    const again = await get(path, { ...headers, "If-None-Match": etag });
    expect(again).toMatchObject({ status: 304, body: Buffer.alloc(0) });
    expect((await get(path, { ...headers, "If-None-Match": '"other"' })).status).toBe(200);
  }
  expect((await get("/graphql", HTML)).headers["cache-control"]).toBe("no-cache");
});

it("opens GraphiQL with five example operations, which the record answers", async () => {
  const { assets } = await pageAndAssets();
  const start = (await get(assets.find((path) => path.includes("/start.")) ?? "")).body.toString();
  const examples = JSON.parse(/^const examples = (.*);$/m.exec(start)?.[1] ?? "") as { query: string }[];
  expect(examples).toHaveLength(5);
  for (const { query } of examples) expect(JSON.stringify(await server.data(query))).toMatch(/\d/);
});

it("lets pages of other hosts read", async () => {
  const response = await fetch(`${server.url}/graphql`, {
    method: "POST",
    headers: { "Content-Type": "application/json", Origin: "https://newspaper.example" },
    body: JSON.stringify({ query: QUERY }),
  });
  expect(response.headers.get("access-control-allow-origin")).toMatch(/^(\*|https:\/\/newspaper\.example)$/);
  expect(response.headers.get("access-control-allow-credentials")).not.toBe("true");
});

it.each([
  ["not JSON", "{", 400],
  ["no query", "{}", 200],
  ["a query that does not parse", JSON.stringify({ query: "{" }), 200],
  ["a field that does not exist", JSON.stringify({ query: "{ nothing }" }), 200],
])("answers a post of %s with errors, and logs nothing", async (_, body, status) => {
  const response = await fetch(`${server.url}/graphql`, {
    method: "POST",
    headers: { "Content-Type": "application/json", Accept: "application/json" },
    body,
  });
  expect(response.status).toBe(status);
  expect(await response.json()).toEqual({
    errors: [expect.objectContaining({ message: expect.any(String) })],
  });
  expect(server.stderr).toBe("");
});
