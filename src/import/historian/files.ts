import { readdir, stat } from "node:fs/promises";
import { basename, dirname, join, relative, resolve, sep } from "node:path";
import { InvalidInput } from "../../errors/errors.ts";

/** A file to read: where it is, and how it is called in reports, from the name of the folder given on. */
export interface SourceFile {
  readonly path: string;
  readonly name: string;
  /** Given by name, not found in a folder: so it must hold records. */
  readonly given: boolean;
}

/**
 * The XML files of the folders and files given, sorted by name, each once. Hidden folders are left out. Throws
 * InvalidInput where a path does not exist.
 */
export async function findFiles(paths: readonly string[]): Promise<SourceFile[]> {
  const found = new Map<string, SourceFile>();
  for (const [index, path] of paths.entries()) {
    const root = resolve(path);
    const kind = await stat(root).catch(() => {
      throw new InvalidInput(`There is no folder or file ${path}.`, {
        path: ["paths", index],
        expected:
          "a folder that holds the XML files of HistoryAtState/travels or /visits, or one of the files",
        got: path,
      });
    });
    if (kind.isFile()) {
      found.set(root, { path: root, name: basename(root), given: true });
      continue;
    }
    for (const file of await walk(root)) {
      const name = relative(dirname(root), file).split(sep).join("/");
      if (!found.has(file)) found.set(file, { path: file, name, given: false });
    }
  }
  return [...found.values()].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}

async function walk(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const files: string[] = [];
  for (const entry of entries) {
    if (entry.name.startsWith(".") || entry.name === "node_modules") continue;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) files.push(...(await walk(path)));
    else if (entry.isFile() && entry.name.endsWith(".xml")) files.push(path);
  }
  return files;
}
