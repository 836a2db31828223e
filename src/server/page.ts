import { readdir, readFile } from "node:fs/promises";
import type { IncomingMessage, ServerResponse } from "node:http";
import { extname } from "node:path";
import { type File, fileOf, sendFile } from "./files.ts";

/** The page: a client of the graph like any other, built from `web/` into files that the process serves. */

/** Answers a request for the page, at the address of any of its views, or for one of its files; false for any other. */
export async function servePage(request: IncomingMessage, response: ServerResponse): Promise<boolean> {
  if (request.method !== "GET" && request.method !== "HEAD") return false;
  const [path = "/"] = (request.url ?? "/").split("?");
  const isView = VIEWS.test(path);
  if (!isView && path !== ICON && !path.startsWith(ASSETS)) return false;
  const files = await pageFiles();
  if (files === null) {
    if (!isView) return false;
    response.writeHead(503, { "Content-Type": "text/plain; charset=utf-8" }).end(`${NOT_BUILT}\n`);
    return true;
  }
  const file = files.get(isView ? "/index.html" : path);
  if (file === undefined) return false;
  sendFile(request, response, file, { isForGood: path.startsWith(ASSETS) });
  return true;
}

export const NOT_BUILT =
  'The page is not built: run "npm run build:web", or start Readout with "npm start". GraphQL and GraphiQL are at /graphql.';

/** The addresses of its views, as in `web/app.tsx`. */
const VIEWS = /^\/(?:network|(?:contact|relationship|party|person|outlet|agreement|report)\/[^/]+)?$/;
const ASSETS = "/assets/";
const ICON = "/icon.svg";

const BUILT = new URL("../../web/dist/", import.meta.url);
const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
  ".woff2": "font/woff2",
};

/** Cache: the files are read and compressed once. */
let files: Promise<ReadonlyMap<string, File> | null> | undefined;

/** By path, "/index.html"; null where the page is not built. To be called ahead, so that nobody waits for it. */
export function pageFiles(): Promise<ReadonlyMap<string, File> | null> {
  files ??= readFiles();
  return files;
}

async function readFiles(): Promise<ReadonlyMap<string, File> | null> {
  const paths = await readdir(BUILT, { recursive: true }).catch(() => []);
  const found = await Promise.all(
    paths.flatMap((path) => {
      const type = TYPES[extname(path)];
      if (type === undefined) return [];
      const file = async () => fileOf(type, await readFile(new URL(path, BUILT)));
      return [file().then((read) => [`/${path.replaceAll("\\", "/")}`, read] as const)];
    }),
  );
  return found.some(([path]) => path === "/index.html") ? new Map(found) : null;
}
