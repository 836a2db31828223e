import { readdir, stat } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import { InvalidInput } from "../../errors/errors.ts";

/** A file to read: where it is ("-" for standard input), and how it is called in messages and by `--from`. */
export interface GdeltFile {
  readonly path: string;
  readonly name: string;
}

/** As GDELT names them: "20191024143000.export.CSV.zip", "20191024143000.mentions.CSV". */
const GDELT_NAME = /\b(export|mentions)\.csv(\.zip)?$/i;

/**
 * The files given, and those of the folders given that are named as GDELT's are, each once. In the order of time that
 * their names tell, mentions before the events of the same quarter of an hour, which take their confidence from them.
 * Throws InvalidInput where a path does not exist, and where a folder holds no such file.
 */
export async function findGdeltFiles(paths: readonly string[]): Promise<GdeltFile[]> {
  const found = new Map<string, GdeltFile>();
  for (const [index, path] of paths.entries()) {
    for (const file of path === "-" ? ["-"] : await filesAt(path, index)) {
      found.set(file, { path: file, name: file === "-" ? "-" : basename(file) });
    }
  }
  return [...found.values()].sort(inOrder);
}

async function filesAt(path: string, index: number): Promise<string[]> {
  const root = resolve(path);
  const kind = await stat(root).catch(() => {
    throw new InvalidInput(`There is no folder or file ${path}.`, { path: ["paths", index], got: path });
  });
  if (!kind.isDirectory()) return [root];
  const entries = await readdir(root, { withFileTypes: true, recursive: true });
  const files = entries.filter((entry) => entry.isFile() && GDELT_NAME.test(entry.name));
  if (files.length === 0) {
    throw new InvalidInput(
      `There is no file of GDELT's in ${path}: its names end with export.CSV or mentions.CSV, or these with .zip.`,
      { path: ["paths", index], got: path },
    );
  }
  return files.map((entry) => join(entry.parentPath, entry.name));
}

function inOrder(a: GdeltFile, b: GdeltFile): number {
  return compare(orderOf(a), orderOf(b));
}

function orderOf({ name, path }: GdeltFile): string {
  const time = /^\d{14}/.exec(name)?.[0] ?? "";
  return `${time} ${/mentions/i.test(name) ? 0 : 1} ${name} ${path}`;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
