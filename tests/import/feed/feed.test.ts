import { describe, expect, it } from "vitest";
import { readFeed } from "../../../src/import/feed/feed.ts";
import { filingOf, itemKey } from "../../../src/import/feed/filing.ts";
import { decoded, textOf } from "../../../src/import/feed/text.ts";
import { filingSchema } from "../../../src/report/filing.ts";

const address = new URL("https://press.example/feed");
const rss = (items: string) =>
  `<?xml version="1.0"?><rss version="2.0"><channel><title>Press</title><language>ru</language>${items}</channel></rss>`;

describe("a feed", () => {
  it.each([
    [
      "RSS",
      rss(
        `<item><title>A &amp; B</title><link>/1</link><guid isPermaLink="false">g</guid>
        <pubDate>Sat, 16 Mar 2024 23:30:00 +0300</pubDate><description>&lt;p&gt;One &lt;b&gt;two&lt;/b&gt;&lt;/p&gt;</description></item>`,
      ),
      { id: "g", language: "ru" },
    ],
    [
      "RDF",
      `<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
        <channel><title>Press</title></channel><item rdf:about="g"><title>A &amp; B</title><link>https://press.example/1</link>
        <description>One two</description><dc:date>2024-03-16T23:30:00+03:00</dc:date></item></rdf:RDF>`,
      { id: "g", language: null },
    ],
    [
      "Atom",
      `<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title>Press</title><id>x</id><updated>2024-03-17T00:00:00Z</updated>
        <entry xml:lang="be"><id>g</id><title type="html">A &amp;amp; B</title><link href="/1"/><published>2024-03-16T23:30:00+03:00</published>
        <updated>2024-03-20T00:00:00Z</updated><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>One <b>two</b></p></div></content></entry></feed>`,
      { id: "g", language: "be" },
    ],
    [
      "JSON Feed",
      JSON.stringify({
        version: "https://jsonfeed.org/version/1.1",
        title: "Press",
        language: "en",
        items: [
          {
            id: "g",
            url: "/1",
            title: "A & B",
            content_html: "<p>One <b>two</b></p>",
            date_published: "2024-03-16T23:30:00+03:00",
          },
        ],
      }),
      { id: "g", language: "en" },
    ],
  ])(
    "of %s is read: text without markup, the day of its own time zone, relative addresses",
    (_, content, own) => {
      expect(readFeed(content, address)).toEqual({
        items: [
          {
            title: "A & B",
            url: "https://press.example/1",
            published: "2024-03-16",
            text: "One two",
            ...own,
          },
        ],
        left: 0,
      });
    },
  );

  it("has each item once, under its id, address or title; what says nothing is left", () => {
    const { items, left } = readFeed(
      rss(`<item><guid>1</guid><title>First</title></item><item><guid>1</guid><title>Again</title></item>
        <item><link>https://press.example/2</link><description>No title, but a text</description></item>
        <item><title>Only a title</title><pubDate>someday</pubDate></item><item><link>https://press.example/4</link></item>
        <item><title>Script</title><link>javascript:alert(1)</link></item>`),
      address,
    );
    expect(items.map(({ id, title, url, published }) => [id, title, url, published])).toEqual([
      ["1", "First", "https://press.example/1", null],
      ["https://press.example/2", "No title, but a text", "https://press.example/2", null],
      ["Only a title", "Only a title", null, null],
      ["Script", "Script", null, null],
    ]);
    expect(left).toBe(2);
  });

  it.each([
    ["nothing", ""],
    ["a page", "<!DOCTYPE html><html><body>Not found</body></html>"],
    ["cut off", rss("<item><title>Half").slice(0, -30)],
    ["no feed in JSON", '{"items": 1}'],
    ["nested without end", `<rss version="2.0"><channel>${"<a>".repeat(100_000)}`],
    [
      "entities that grow",
      `<!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;">]>${rss("<item><title>&b;</title></item>")}`,
    ],
    [
      "entities of files",
      `<!DOCTYPE rss [<!ENTITY a SYSTEM "file:///etc/passwd">]>${rss("<item><title>&a;</title></item>")}`,
    ],
  ])("that is %s is refused with a sentence", (_, content) => {
    expect(() => readFeed(content, address)).toThrow(/^(This is no feed|The feed declares entities)/);
  });

  it("is read whatever is in it, and each item can be filed", () => {
    const odd = [
      "\u0001 control",
      "&#0; NUL",
      "\u{1F600}".repeat(600),
      "&lt;script&gt;x()&lt;/script&gt;y",
      "x".repeat(30_000),
    ];
    const { items } = readFeed(
      rss(
        odd
          .map(
            (title, place) =>
              `<item><guid>${place}</guid><title>${title}</title><description>${title}</description></item>`,
          )
          .join(""),
      ),
      address,
    );
    expect(items).toHaveLength(odd.length);
    for (const item of items) {
      const filing = filingOf(item, { slug: "press", name: "Press", kind: "WEBSITE" }, "WEBSITE");
      expect(filingSchema.safeParse(filing)).toMatchObject({ success: true });
      expect(filing.idempotencyKey).toMatch(new RegExp(`^${itemKey("press", item)}`));
    }
  });
});

describe("text", () => {
  it("is what HTML shows, a line for each block", () => {
    expect(
      textOf("<h1>One</h1><p>two&nbsp;three<br>four <i>five</i><script>six()</script></p>plain &lt; text"),
    ).toBe("One\ntwo three\nfour five\nplain < text");
  });

  it("is decoded by the answer's charset, or else the declaration's", () => {
    const russian = Buffer.from([0xcf, 0xf3, 0xf2, 0xe8, 0xed]);
    expect(decoded(russian, "text/xml; charset=windows-1251")).toBe("Путин");
    const declared = Buffer.concat([Buffer.from('<?xml version="1.0" encoding="windows-1251"?>'), russian]);
    expect(decoded(declared, "text/xml")).toMatch(/Путин$/);
    expect(decoded(Buffer.from("Путин"), "text/xml; charset=nonsense")).toBe("Путин");
  });
});
