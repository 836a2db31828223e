/**
 * The words of a piece of XML or HTML: mark-up taken out, entities resolved, white space made single spaces.
 * A line break or a block parts words; an inline element such as <em> does not. Text that is not well-formed is
 * read as far as it goes: never throws.
 */
export function plainText(markup: string): string {
  return decodeEntities(withoutMarkup(markup)).replace(/\s+/gu, " ").trim();
}

const inline = new Set([
  "a",
  "abbr",
  "b",
  "em",
  "hi",
  "i",
  "persName",
  "q",
  "small",
  "span",
  "strong",
  "sub",
  "sup",
  "u",
]);

function withoutMarkup(markup: string): string {
  let text = "";
  let from = 0;
  while (from < markup.length) {
    const open = markup.indexOf("<", from);
    if (open < 0) break;
    text += markup.slice(from, open);
    const end = endOfMarkup(markup, open);
    if (markup.startsWith("<![CDATA[", open)) {
      // Its characters are meant as they stand, so "&" must survive the decoding that follows.
      text += markup.slice(open + 9, end - 3).replaceAll("&", "&amp;");
    } else {
      const name = /^<\/?([\w:-]+)/.exec(markup.slice(open, open + 40))?.[1] ?? "";
      if (!inline.has(name)) text += " ";
    }
    from = end;
  }
  return text + markup.slice(from);
}

function endOfMarkup(markup: string, open: number): number {
  const close = markup.startsWith("<!--", open) ? "-->" : markup.startsWith("<![CDATA[", open) ? "]]>" : ">";
  const at = markup.indexOf(close, open);
  return at < 0 ? markup.length : at + close.length;
}

const named: Readonly<Record<string, string>> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
  nbsp: " ",
  ndash: "–",
  mdash: "—",
  lsquo: "‘",
  rsquo: "’",
  ldquo: "“",
  rdquo: "”",
  hellip: "…",
};

function decodeEntities(text: string): string {
  return text.replace(/&(#x[0-9a-f]{1,6}|#\d{1,7}|[a-z]{2,8});/gi, (whole, name: string) => {
    if (!name.startsWith("#")) return named[name] ?? whole;
    const code = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}
