import { Parser } from "htmlparser2";

/** Elements that end a line, whatever comes after them. */
const LINES: ReadonlySet<string> = new Set(
  "address article aside blockquote br dd div dl dt figcaption footer h1 h2 h3 h4 h5 h6 header hr li main ol p pre section table td th tr ul".split(
    " ",
  ),
);
/** Elements whose text nobody reads. */
const UNREAD: ReadonlySet<string> = new Set(["script", "style", "template", "noscript"]);

/** What HTML says, as plain text: a line for each block, without markup. Plain text stays as it is. */
export function textOf(html: string): string {
  let text = "";
  let unread = 0;
  const parser = new Parser({
    ontext: (piece) => {
      if (unread === 0) text += piece;
    },
    onopentag: (name) => {
      if (UNREAD.has(name)) unread++;
      if (LINES.has(name)) text += "\n";
    },
    onclosetag: (name) => {
      if (UNREAD.has(name)) unread--;
      if (LINES.has(name)) text += "\n";
    },
  });
  parser.end(html);
  return text
    .split("\n")
    .map((line) => line.replace(/[\s\u200b\ufeff]+/g, " ").trim())
    .filter((line) => line !== "")
    .join("\n");
}

/**
 * Bytes as text: in the character set that the answer's Content-Type names, or else the XML declaration; UTF-8 where
 * neither names one that is known.
 */
export function decoded(bytes: Uint8Array, contentType: string | null): string {
  const declaration = new TextDecoder("latin1").decode(bytes.subarray(0, 200));
  const named =
    /charset="?([\w-]+)/i.exec(contentType ?? "")?.[1] ??
    /^[^<]*<\?xml[^>]*encoding=["']([\w-]+)/i.exec(declaration)?.[1] ??
    "utf-8";
  return decoderOf(named).decode(bytes);
}

function decoderOf(name: string): TextDecoder {
  try {
    return new TextDecoder(name);
  } catch {
    return new TextDecoder();
  }
}
