import type { IncomingMessage, RequestListener } from "node:http";
import { expect, it, vi } from "vitest";
import { createKey } from "../../src/access/keys.ts";
import { subscribe } from "../testkit/eventStream.ts";
import { run } from "../testkit/process.ts";
import { runServer } from "../testkit/running.ts";
import { serving } from "../testkit/serving.ts";

vi.setConfig({ testTimeout: 240_000 }); // Several processes each, on machines that do other things too.

const item = (id: string, title: string, text = "") =>
  `<item><guid isPermaLink="false">${id}</guid><title>${title}</title><link>https://press.example/${id}</link>
    <pubDate>Mon, 18 Mar 2024 09:00:00 +0300</pubDate><description>${text}</description></item>`;
const rss = (...items: string[]) =>
  `<?xml version="1.0"?><rss version="2.0"><channel><title>Press</title><language>en</language>${items.join("")}</channel></rss>`;

/** A server of one feed, which knows whether it has changed. */
async function feedServer(first: string) {
  const asked: IncomingMessage[] = [];
  let answer: string | RequestListener = first;
  const server = await serving((request, response) => {
    asked.push(request);
    if (typeof answer === "function") return answer(request, response);
    const etag = `"${answer.length}"`;
    const isSame = request.headers["if-none-match"] === etag;
    response.writeHead(isSame ? 304 : 200, { ETag: etag, "Content-Type": "application/rss+xml" });
    response.end(isSame ? undefined : answer);
  });
  return Object.assign(server, {
    asked,
    answer: (next: string | RequestListener) => {
      answer = next;
    },
  });
}

it("makes reports of items, which wait for an editor beside the server; of those that changed too, and of no item twice", async () => {
  await using feed = await feedServer(
    rss(
      item("1", "Putin and Lukashenko spoke by phone", "&lt;p&gt;They talked for about an hour.&lt;/p&gt;"),
      item("2", "The President opens a swiming pool"),
      item("2", "The same id again"),
    ),
  );
  await using server = await runServer();
  const { key } = await createKey(server.database.prisma, { name: "desk", role: "EDITOR", expiresAt: null });
  await using heard = await subscribe(server.url, "subscription { reportFiled { report { title } } }");
  const follow = async (...outlet: string[]) => {
    const args = ["follow", "feed", String(feed.url), "--once", "--outlet", ...outlet];
    const { code, stdout, stderr } = await run(args, { ...server.environment, FETCH_PRIVATE: "127.0.0.1" });
    return { code, stderr, counts: stdout === "" ? null : JSON.parse(stdout) };
  };
  const waiting = async () => {
    const response = await fetch(server.url, {
      method: "POST",
      headers: { "Content-Type": "application/json", Authorization: `Bearer ${key}` },
      body: JSON.stringify({
        query: `{ unreviewedReports { edges { node { title kind url language publishedOn { edtf }
          outlet { slug } suggestedClaims { field value } } } } }`,
      }),
    });
    const { data } = (await response.json()) as {
      data: { unreviewedReports: { edges: { node: { title: string; suggestedClaims: unknown[] } }[] } };
    };
    return data.unreviewedReports.edges.map(({ node }) => node);
  };

  const unknown = await follow("press");
  expect(unknown).toMatchObject({ code: 1, counts: null });
  expect(unknown.stderr).toContain(
    'The record does not know the outlet "press": give its --name and --kind.',
  );

  const first = await follow("press", "--name", "Press service", "--kind", "PRESS_SERVICE");
  expect(first).toEqual({
    code: 0,
    stderr: "",
    counts: { items: 3, new: 2, changed: 0, unchanged: 0, refused: 0, left: 1 },
  });
  const reports = await waiting();
  expect(new Set(reports.map(({ title }) => title))).toEqual(
    new Set(["Putin and Lukashenko spoke by phone", "The President opens a swiming pool"]),
  );
  expect(reports.find(({ title }) => title.startsWith("Putin"))).toMatchObject({
    kind: "READOUT",
    url: "https://press.example/1",
    language: "en",
    publishedOn: { edtf: "2024-03-18" },
    outlet: { slug: "press" },
    suggestedClaims: expect.arrayContaining([
      { field: "KIND", value: "CALL" },
      { field: "DURATION", value: "PT1H~" },
    ]),
  });
  expect((await heard.take(2)).map(({ result }) => result.data.reportFiled.report.title).sort()).toEqual(
    reports.map(({ title }) => title).sort(),
  );

  // Unchanged, and the server says so; then one item is mended, and one is new.
  expect(await follow("press")).toEqual({ code: 0, stderr: "", counts: null });
  expect(feed.asked.at(-1)?.headers["if-none-match"]).toMatch(/^"\d+"$/);
  feed.answer(rss(item("2", "The President opens a swimming pool"), item("3", "Lukashenko met Putin")));
  expect((await follow("press")).counts).toMatchObject({ items: 2, new: 2, changed: 1, unchanged: 0 });
  expect((await waiting()).map(({ title }) => title).sort()).toEqual([
    "Lukashenko met Putin",
    "Putin and Lukashenko spoke by phone",
    "The President opens a swimming pool",
  ]);
});

it("asks again for what is no feed just now, and gives up in the end; private networks are not asked", async () => {
  await using server = await runServer();
  const environment = { ...server.environment, FETCH_PRIVATE: "127.0.0.1" };
  const whole = rss(item("1", "Lukashenko met Putin"));
  await using feed = await feedServer(whole);
  const follow = (url: URL, ...more: string[]) =>
    run(["follow", "feed", String(url), "--outlet", "first-pool", "--once", ...more], environment);
  const answers: RequestListener[] = [
    (_, response) => response.writeHead(503).end(),
    (_, response) => response.end(whole.slice(0, 200)),
    (_, response) => response.end(whole),
  ];
  feed.answer((request, response) => answers.shift()?.(request, response));

  const mended = await follow(feed.url);
  expect({ code: mended.code, counts: JSON.parse(mended.stdout) }).toMatchObject({
    code: 0,
    counts: { new: 1 },
  });
  expect(mended.stderr).toMatch(/answers with 503\.\n.+This is no feed of RSS, Atom or JSON Feed/s);

  feed.answer((_, response) => response.writeHead(302, { Location: "http://127.0.0.2:9/" }).end());
  const refused = await follow(feed.url, "--every", "1s");
  expect({ code: refused.code, stdout: refused.stdout }).toEqual({ code: 1, stdout: "" });
  expect(refused.stderr).toContain("is not fetched: 127.0.0.2 is no public address");
});
