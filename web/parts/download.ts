import { csvFormatBody, csvFormatRow } from "d3-dsv";

/** Gives the reader a file. */
export function save(name: string, type: string, texts: string[]): void {
  const url = URL.createObjectURL(new Blob(texts, { type }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/**
 * Rows as comma-separated values (RFC 4180), piece by piece: lists joined by semicolons, what is nested by dots: "date.edtf".
 */
export async function csv(rows: readonly object[]): Promise<string[]> {
  const flat = await slicewise(rows, (row) => flatten(row));
  const names = new Set(flat.flatMap((row) => Object.keys(row)));
  // What is null in some rows and an object in others has its columns by the objects' parts.
  const nested = new Set([...names].flatMap((name) => prefixesOf(name)));
  const columns = [...names].filter((name) => !nested.has(name));
  const lines = await slicewise(flat, (row) => `\n${csvFormatBody([row], columns)}`);
  return [csvFormatRow(columns), ...lines];
}

/** Rows as JSON, piece by piece. */
export async function json(rows: readonly unknown[]): Promise<string[]> {
  const lines = await slicewise(rows, (row) => JSON.stringify(row, null, 2));
  return ["[\n", ...lines.map((line, index) => (index === 0 ? line : `,\n${line}`)), "\n]\n"];
}

const SLICE_MS = 12;

/** Makes each of many, in slices that let the page answer in between. */
async function slicewise<From, To>(from: readonly From[], make: (one: From) => To): Promise<To[]> {
  const made: To[] = [];
  let began = performance.now();
  for (const one of from) {
    made.push(make(one));
    if (performance.now() - began < SLICE_MS) continue;
    await new Promise((resolve) => setTimeout(resolve));
    began = performance.now();
  }
  return made;
}

/** "date.earliest" as "date". */
function prefixesOf(name: string): string[] {
  const parts = name.split(".");
  return parts.slice(1).map((_, index) => parts.slice(0, index + 1).join("."));
}

type Flat = Record<string, string>;

function flatten(row: object, prefix = ""): Flat {
  const flat: Flat = {};
  for (const [name, value] of Object.entries(row)) {
    if (name === "__typename") continue;
    const column = `${prefix}${name}`;
    if (Array.isArray(value)) flat[column] = value.map(nameOf).join("; ");
    else if (typeof value === "object" && value !== null) Object.assign(flat, flatten(value, `${column}.`));
    else flat[column] = value == null ? "" : String(value);
  }
  return flat;
}

/** What stands for a thing in a list. */
function nameOf(value: unknown): string {
  if (typeof value !== "object" || value === null) return String(value);
  const { key, slug, label, name, title } = value as Record<string, unknown>;
  return String(key ?? slug ?? label ?? name ?? title ?? JSON.stringify(value));
}

/** A drawing of the page as a file of its own, with the colours that it has now. */
export function svgText(drawing: SVGSVGElement): string {
  const copy = drawing.cloneNode(true) as SVGSVGElement;
  // What the page says beside a drawing, a file says within it.
  drawing.classList.add("is-filed");
  const originals = [drawing, ...drawing.querySelectorAll<SVGElement>("*")];
  [copy, ...copy.querySelectorAll<SVGElement>("*")].forEach((element, index) => {
    const original = originals[index];
    if (original === undefined) return;
    const style = getComputedStyle(original);
    // What the page keeps out of sight, for when it is needed again.
    if (style.opacity === "0") element.remove();
    for (const property of DRAWN) {
      const value = style.getPropertyValue(property);
      if (value !== "") element.style.setProperty(property, value);
    }
    element.removeAttribute("class");
  });
  drawing.classList.remove("is-filed");
  const { wholeWidth } = drawing.dataset;
  if (wholeWidth !== undefined) copy.setAttribute("width", wholeWidth);
  copy.removeAttribute("data-whole-width");
  copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  copy.style.setProperty("background", getComputedStyle(document.body).backgroundColor);
  return new XMLSerializer().serializeToString(copy);
}

const DRAWN = [
  "fill",
  "fill-opacity",
  "stroke",
  "stroke-width",
  "stroke-dasharray",
  "stroke-opacity",
  "opacity",
  "font-family",
  "font-size",
  "font-weight",
  "text-anchor",
  "paint-order",
  "display",
];
