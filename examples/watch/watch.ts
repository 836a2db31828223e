// Hears of every change between two states and misses none, whatever is stopped, killed or unplugged in between.
//   node examples/watch/watch.ts        over Server-Sent Events, with graphql-sse
//   node examples/watch/watch.ts ws     over a WebSocket, with graphql-ws
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import { overEvents } from "./overEvents.ts";
import { overWebSocket } from "./overWebSocket.ts";
import { placeNow } from "./placeNow.ts";

const { READOUT_URL: url = "http://127.0.0.1:4000/graphql", CURSOR_FILE: file = "watch.cursor" } =
  process.env;
const connect = process.argv[2] === "ws" ? overWebSocket : overEvents;

const query = `subscription Watch($after: String) {
  changes(after: $after, filter: { parties: { allOf: ["RU", "BY"] } }) {
    cursor kind
    ... on ContactChange { contact { title date { text } } }
    ... on AgreementChange { agreement { title } }
    ... on ReportChange { report { title outlet { name } } }
  }
}`;

type Change = { cursor: string; kind: string };

/** Yours: what to do with a change. Where the process ends in the middle of it, it is told again. */
async function handle(change: Change): Promise<void> {
  console.log(JSON.stringify(change));
}

/** Yours: if you keep a copy of something, query it here. What changes meanwhile is told afterwards. */
async function begin(): Promise<void> {
  console.error("Watching from now on.");
}

const PASSING = ["TOO_MANY", "UNAVAILABLE", "INTERNAL_SERVER_ERROR"];
let cursor = existsSync(file) ? readFileSync(file, "utf8") : null;
for (let failures = 0; ; failures++) {
  try {
    if (cursor === null) {
      const place = await placeNow(url);
      await begin();
      keep(place);
    }
    // The clients would connect again by themselves, but with the cursor that they began with: not a new one.
    for await (const { data, errors } of connect<{ changes: Change }>(url, {
      query,
      variables: { after: cursor },
    })) {
      if (!data) throw errors;
      await handle(data.changes);
      keep(data.changes.cursor); // After it was handled, never before.
      failures = 0;
    }
  } catch (error) {
    const [refusal] = Array.isArray(error) ? error : [];
    const { message, extensions } = refusal ?? error;
    if (extensions?.code === "CURSOR_EXPIRED") {
      console.error(`Changes were missed: starting over. ${message}.`);
      cursor = null;
    } else if (refusal === undefined || PASSING.includes(extensions?.code)) {
      console.error(`Trying again: ${message}.`);
    } else {
      console.error(`${message}.`); // A wrong query, cursor or key stays wrong.
      process.exit(1);
    }
  }
  await delay(Math.min(500 * 2 ** failures, 10_000) * (0.5 + Math.random() / 2));
}

/** Whoever reads the file, whenever, finds a whole cursor. */
function keep(next: string): void {
  writeFileSync(`${file}.new`, next);
  renameSync(`${file}.new`, file);
  cursor = next;
}
