import { readdirSync, readFileSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { digestOf, type File, fileOf, sendFile } from "./files.ts";

/**
 * GraphiQL, from the process itself. The ready-made page is 9 MB in one piece: here its parts are files of their
 * own, compressed once, and cached by the browser for good, since their addresses change with their content.
 */

/** Answers a request for GraphiQL's page or one of its files; false for any other request. */
export async function serveGraphiQL(request: IncomingMessage, response: ServerResponse): Promise<boolean> {
  if (request.method !== "GET" && request.method !== "HEAD") return false;
  const [path = "/"] = (request.url ?? "/").split("?");
  const isPage = path === "/graphql" && request.headers.accept?.includes("text/html") === true;
  if (!isPage && !path.startsWith(ASSETS)) return false;
  const files = await parts();
  const file = isPage ? files.page : files.assets.get(path);
  if (file === undefined) return false;
  // The same address answers programs with GraphQL.
  sendFile(request, response, file, { isForGood: !isPage, ...(isPage ? { vary: "Accept" } : {}) });
  return true;
}

const ASSETS = "/graphiql/";

/** Cache: made when GraphiQL is opened for the first time. It takes half a second, and 70 MB from then on. */
let compressed: Promise<{ page: File; assets: Map<string, File> }> | undefined;

function parts(): Promise<{ page: File; assets: Map<string, File> }> {
  compressed ??= makeParts();
  return compressed;
}

async function makeParts(): Promise<{ page: File; assets: Map<string, File> }> {
  const { js, css, editorWorkerService, jsonWorker, graphqlWorker } = await import(
    "@graphql-yoga/render-graphiql/graphiql"
  );
  const assets = new Map<string, File>();
  const add = async (name: string, type: string, text: string) => {
    const [base, extension] = name.split(".");
    const path = `${ASSETS}${base}.${digestOf(Buffer.from(text)).slice(0, 16)}.${extension}`;
    assets.set(path, await fileOf(type, text));
    return path;
  };
  const SCRIPT = "text/javascript; charset=utf-8";
  const paths = {
    css: await add("graphiql.css", "text/css; charset=utf-8", css),
    js: await add("graphiql.js", SCRIPT, js),
    editorWorkerService: await add("editor.js", SCRIPT, editorWorkerService),
    json: await add("json.js", SCRIPT, jsonWorker),
    graphql: await add("graphql.js", SCRIPT, graphqlWorker),
    start: "",
  };
  paths.start = await add("start.js", SCRIPT, startScript(paths));
  return { page: await fileOf("text/html; charset=utf-8", page(paths)), assets };
}

function page({ css, js, start }: { css: string; js: string; start: string }): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Readout: GraphiQL</title>
<link rel="icon" href="${ICON_URL}">
<link rel="stylesheet" href="${css}">
<script defer src="${js}"></script>
<script defer src="${start}"></script>
</head>
<body class="no-focus-outline">
<noscript>GraphiQL needs JavaScript. The GraphQL API at this address does not: send it a POST request.</noscript>
<div id="root"></div>
</body>
</html>
`;
}

const ICON =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="6" fill="#1f3a4d"/><path d="M7 8h18v11H15l-5 5v-5H7z" fill="#fff"/></svg>';

const ICON_URL = `data:image/svg+xml,${encodeURIComponent(ICON)}`;

function startScript(workers: Record<"editorWorkerService" | "json" | "graphql", string>): string {
  // GraphiQL looks for the tab of the query that it remembers, and opens an empty one where it remembers none. Of the
  // address it reads the query, and not the variables.
  return `const examples = ${JSON.stringify(exampleTabs())};
if (localStorage.getItem("graphiql:query") === null) localStorage.setItem("graphiql:query", examples[0].query);
const workers = ${JSON.stringify(workers)};
const asked = new URLSearchParams(location.search);
const query = asked.get("query");
const variables = asked.get("variables") ?? undefined;
self.MonacoEnvironment = {
  globalAPI: false,
  getWorkerUrl: (_, label) => workers[label] ?? workers.editorWorkerService,
};
YogaGraphiQL.renderYogaGraphiQL(document.querySelector("#root"), {
  title: "Readout: GraphiQL",
  subscriptionsProtocol: "SSE",
  defaultTabs: query === null ? examples : [{ query, variables }, ...examples],
  variables,
});
`;
}

/** The example operations that open as tabs, of those in schema/operations. */
const EXAMPLES = ["01-", "03-", "06-", "07-", "10-"];
const OPERATIONS = new URL("../../schema/operations/", import.meta.url);

function exampleTabs(): { query: string }[] {
  return readdirSync(OPERATIONS)
    .filter((name) => EXAMPLES.some((start) => name.startsWith(start)))
    .sort()
    .map((name) => ({ query: readFileSync(new URL(name, OPERATIONS), "utf8") }));
}
