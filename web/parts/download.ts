import { csvFormat } from "d3-dsv";

/** Gives the reader a file. */
export function save(name: string, type: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/** Rows as comma-separated values (RFC 4180): lists joined by semicolons, what is nested by dots: "date.edtf". */
export function csv(rows: readonly object[]): string {
  return csvFormat(rows.map((row) => flatten(row)));
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
  const originals = [drawing, ...drawing.querySelectorAll<SVGElement>("*")];
  [copy, ...copy.querySelectorAll<SVGElement>("*")].forEach((element, index) => {
    const original = originals[index];
    if (original === undefined) return;
    const style = getComputedStyle(original);
    for (const property of DRAWN) {
      const value = style.getPropertyValue(property);
      if (value !== "") element.style.setProperty(property, value);
    }
    element.removeAttribute("class");
  });
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
