import { XMLParser, XMLValidator } from "fast-xml-parser";

/** An element inside a record; `inner` is its content as it stands in the file, mark-up and all. */
export interface RawElement {
  readonly tag: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly inner: string;
}

/** One <trip> or <visit>. */
export interface RawRecord {
  readonly file: string;
  readonly tag: "trip" | "visit";
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly RawElement[];
}

/** A piece of a file that is not well-formed. */
export interface Malformed {
  readonly file: string;
  /** The record's id, where it can be made out. */
  readonly id: string | null;
  readonly reason: string;
}

/**
 * The records of one file's text, in its order. A record that is not well-formed is reported and the rest are
 * read all the same: each stands between its own tags. Null where the file holds no <trips> or <visits>.
 */
export function readXml(file: string, text: string): (RawRecord | Malformed)[] | null {
  const root = /<(trips|visits)[\s>/]/.exec(text);
  if (root === null) return null;
  const tag = root[1] === "trips" ? "trip" : "visit";
  const found = recordTexts(text.slice(root.index), tag).map((record) => {
    const checked = XMLValidator.validate(record);
    if (checked !== true) {
      const { msg, line } = checked.err;
      const at = line > 1 ? ` in its line ${line}` : "";
      const id = /<id>\s*([\w-]{1,50})\s*<\/id>/.exec(record)?.[1] ?? null;
      return { file, id, reason: `expected a well-formed <${tag}>, got an error${at}: ${msg}` };
    }
    return parseRecord(file, tag, record);
  });
  if (!text.includes(`</${root[1]}>`) && !/^<\w+\s*\/>/.test(text.slice(root.index))) {
    found.push({
      file,
      id: null,
      reason: `expected </${root[1]}> at the end of the file, got none: it may be cut off`,
    });
  }
  return found;
}

/** Cuts out each "<trip …>…</trip>"; one that lacks its end goes up to the next start, so as not to swallow that. */
function recordTexts(text: string, tag: string): string[] {
  const records: string[] = [];
  const start = new RegExp(`<${tag}[\\s/>]`, "g");
  const starts = [...text.matchAll(start)].map((match) => match.index);
  starts.forEach((from, index) => {
    const next = starts[index + 1] ?? text.length;
    const selfClosed = /^<\w+(?:\s[^<>]*)?\/>/.exec(text.slice(from, next));
    if (selfClosed !== null) {
      records.push(selfClosed[0]);
      return;
    }
    const close = text.indexOf(`</${tag}>`, from);
    const end = close < 0 || close > next ? next : close + tag.length + 3;
    records.push(text.slice(from, end).trimEnd());
  });
  return records;
}

const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: "",
  parseTagValue: false,
  parseAttributeValue: false,
  processEntities: false,
  trimValues: false,
  // Prose is mixed content: kept as it stands, made plain later.
  stopNodes: ["trip.*", "visit.*"],
});

type Node = Record<string, unknown>;

function parseRecord(file: string, tag: "trip" | "visit", text: string): RawRecord {
  const [record] = asNodes(parser.parse(text));
  const children = asNodes(record?.[tag]).flatMap((node) => {
    const name = Object.keys(node).find((key) => key !== ":@");
    if (name === undefined || name === "#text") return [];
    const inner = asNodes(node[name])
      .map((part) => String(part["#text"] ?? ""))
      .join("");
    return [{ tag: name, attributes: attributesOf(node), inner }];
  });
  return { file, tag, attributes: attributesOf(record), children };
}

function asNodes(value: unknown): Node[] {
  return Array.isArray(value) ? value : [];
}

function attributesOf(node: Node | undefined): Record<string, string> {
  const attributes = node?.[":@"];
  if (typeof attributes !== "object" || attributes === null) return {};
  return Object.fromEntries(Object.entries(attributes).map(([name, value]) => [name, String(value)]));
}
