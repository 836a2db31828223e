import { readFileSync, writeFileSync } from "node:fs";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { json } from "node:stream/consumers";
import { setTimeout as delay } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { colorsFor } from "../../src/cli/colors.ts";
import { watchCommand } from "../../src/cli/watch.ts";
import { changeLine } from "../../src/cli/watchScreen.ts";
import type { WatchedChange } from "../../src/watch/change.ts";
import { follow } from "../../src/watch/follow.ts";
import { changeFolder } from "../testkit/dump.ts";
import {
  command,
  type Environment,
  type Folder,
  program,
  recordFolder,
  run,
  type Serving,
  type Started,
  serve,
  takenPort,
  temporaryFolder,
} from "../testkit/process.ts";
import { shell } from "./shell.ts";

vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 }); // Several processes each, on machines that do other things too.
const PATIENCE = { timeout: 60_000, interval: 50 };

const ESCAPE = "\u001b[";

describe("while the server runs", () => {
  let folder: Folder;
  let server: Serving;
  let key: string;
  let start: string;

  beforeAll(async () => {
    folder = await recordFolder();
    key = (await makeKey(folder, "desk")).key;
    server = await serve({ DATA_DIR: folder.path });
    start = await placeNow(server.url);
    await file(server.url, key, { date: "2024-05-01" });
    await file(server.url, key, { date: "2024-05-01", title: "So it says, too" });
    const id = await file(server.url, key, { date: "2024-05-02", parties: ["FR", "DE"] });
    await retract(server.url, key, id);
  });
  afterAll(async () => {
    await server?.[Symbol.asyncDispose]();
    await folder?.[Symbol.asyncDispose]();
  });

  const watch = (args: readonly string[], environment: Environment = {}) =>
    command(["watch", "--url", server.url, ...args], { TZ: "UTC", ...environment });

  it("tells each change on a line, and with Ctrl+C the cursor to go on from", async () => {
    await using watching = watch(["--between", "RU,BY", "--after", start]);
    await watching.says("updated");
    expect(watching.stdout.split("\n").map((line) => line.slice("2024-05-01 12:00:00  ".length))).toEqual([
      "created    Report: Leaders speak  16 March 2024  Example Agency",
      "created    Call of Russia and Belarus  1 May 2024  Russia, Belarus",
      "created    Report: So it says, too  16 March 2024  Example Agency",
      "updated    Call of Russia and Belarus  1 May 2024  Russia, Belarus",
      "",
    ]);
    expect(watching.stdout + watching.stderr).not.toContain(ESCAPE);
    expect(watching.stderr).toContain(
      `Connected to ${server.url}/graphql: watching everything of Russia and Belarus.`,
    );
    const { code, stderr } = await interrupt(watching);
    expect(code).toBe(0);

    const cursor = /Stopped\. To go on from here: --after (\S+)\n$/.exec(stderr)?.[1] ?? "";
    await using again = watch(["--between", "RU,BY", "--after", cursor, "--json"]);
    await until(() => again.stderr, "Connected to");
    expect((await interrupt(again)).stdout).toBe("");
  });

  it("colours what was created, updated and retracted", async () => {
    await using watching = watch(["--after", start], { FORCE_COLOR: "1" });
    await watching.says(/retracted[\s\S]*retracted/);
    const verbs = watching.stdout.match(/\d+m(created|updated|retracted)/g);
    expect(new Set(verbs)).toEqual(new Set(["32mcreated", "33mupdated", "31mretracted"]));
  });

  it.each([
    [
      ["--types", "report"],
      ["Report", "Report", "Report", "Report"],
    ],
    [
      ["--kinds", "call"],
      ["Call", "Call", "Call", "Call"],
    ],
    [
      ["--kinds", "SUMMIT", "--types", "Report", "--between", "DE"],
      ["Report", "Report"],
    ],
  ])("tells only what is asked for: %j", async (args, expected) => {
    await using watching = watch([...args, "--after", start, "--json"]);
    await expect.poll(() => changesOf(watching.stdout).length, PATIENCE).toBe(expected.length);
    const types = changesOf(watching.stdout).map(({ contact }) => (contact ? "Call" : "Report"));
    expect(types).toEqual(expected);
    expect((await interrupt(watching)).code).toBe(0);
  });

  it("warns of a party that nobody knows", async () => {
    await using watching = watch(["--between", "ru,BY"]);
    await until(() => watching.stderr, "The record knows no party ru yet. For a state, write RU.");
  });

  it("is quiet where nobody reads on", async () => {
    const line = `readout watch --url ${server.url} --after ${start} --json | head -1`;
    const ended = shell(line, {});
    // That the reader is gone is found when the next change is written, and that may have to come yet.
    while (!(await Promise.race([ended.then(() => true), delay(500, false)]))) {
      await file(server.url, key, { date: "2024-05-03" });
    }
    const { stdout, stderr } = await ended;
    expect(stdout.trim().split("\n")).toHaveLength(1);
    expect(stderr).not.toContain("EPIPE");
  });

  it("takes a key from a file or the environment, and ends when it is revoked", async () => {
    const { key: own, id } = await makeKey(folder, "watcher");
    await using files = await temporaryFolder();
    const keyFile = join(files.path, "watcher.key");
    writeFileSync(keyFile, `${own}\n`);
    await using byFile = watch(["--key-file", keyFile]);
    await using byVariable = watch(["--after", start], { READOUT_KEY: own });
    for (const watching of [byFile, byVariable]) await until(() => watching.stderr, "Connected to");
    const { code: revoked } = await run(["keys", "revoke", id], { DATA_DIR: folder.path });
    expect(revoked).toBe(0);
    for (const { ended } of [byFile, byVariable]) {
      const { code, stderr } = await ended;
      expect(code).toBe(1);
      expect(stderr).toContain("does not take the key");
      expect(stderr).not.toContain(own);
    }
    const { code, stderr } = await run(["watch", "--url", server.url, "--key-file", keyFile]);
    expect({ code, stderr }).toMatchObject({ code: 1 });
    expect(stderr).toContain("has a key that is unknown, revoked or expired");
  });

  it("says that a cursor is none, or of another record", async () => {
    for (const cursor of ["abc", Buffer.from("00000000:5").toString("base64url")]) {
      const { code, stderr } = await run(["watch", "--url", server.url, "--after", cursor]);
      expect(code).toBe(1);
      expect(stderr).toMatch(/^The cursor is not taken: This (is no cursor|cursor is of another record)/m);
    }
  });
});

describe("whatever is killed", () => {
  it("tells every change once and in order: the command, and the example over either protocol", async () => {
    await using folder = await recordFolder();
    const { key } = await makeKey(folder, "desk");
    const environment = { DATA_DIR: folder.path, PORT: await freePort() };
    let server = await serve(environment);
    await using files = await temporaryFolder();
    const clients = clientsOf(server.url, files.path);
    const start = await placeNow(server.url);
    try {
      for (const client of clients) client.start();
      for (const client of clients) await expect.poll(() => client.cursor, PATIENCE).toBe(start);
      await file(server.url, key, { date: "2024-05-01" });
      await tellAll(clients, server.url, start);

      server.kill("SIGKILL");
      await server.ended;
      server = await serve(environment);
      await file(server.url, key, { date: "2024-05-02" });
      await tellAll(clients, server.url, start);

      for (const client of clients) await client.kill();
      await file(server.url, key, { date: "2024-05-03" });
      for (const client of clients) client.start();
      await tellAll(clients, server.url, start);

      // Stopped in the middle of many.
      const dates = Array.from({ length: 20 }, (_, day) => `2024-06-${String(day + 1).padStart(2, "0")}`);
      const filed = await Promise.allSettled(
        dates.map(async (date, index) => {
          await file(server.url, key, { date });
          if (index === 5) server.kill("SIGTERM");
        }),
      );
      await server.ended;
      server = await serve(environment);
      for (const [index, date] of dates.entries()) {
        if (filed[index]?.status === "rejected") await file(server.url, key, { date });
      }
      await tellAll(clients, server.url, start);
      expect(changesOf(clients[0]?.told ?? "").length).toBeGreaterThanOrEqual(46);
      const [watching] = clients;
      expect(watching?.errors).toMatch(/Connection lost: .+\. Trying again…\n/);
      expect(watching?.errors).toMatch(/Connected again after \d+ seconds?: nothing was missed\./);
    } finally {
      for (const client of clients) await client.kill();
      await server[Symbol.asyncDispose]();
    }
  });

  it("starts over, and says so, where changes are no longer kept", async () => {
    await using folder = await recordFolder();
    const { key } = await makeKey(folder, "desk");
    const environment = { DATA_DIR: folder.path, PORT: await freePort() };
    let server = await serve(environment);
    await using files = await temporaryFolder();
    const clients = clientsOf(server.url, files.path);
    try {
      const expired = await placeNow(server.url);
      await file(server.url, key, { date: "2024-05-01" });
      server.kill("SIGTERM");
      await server.ended;
      await changeFolder(
        folder.path,
        "UPDATE change_log SET pruned_to = (SELECT max(seq) FROM change); DELETE FROM change",
      );
      server = await serve(environment);
      for (const client of clients) {
        writeFileSync(client.file, expired);
        client.start();
        await until(() => client.errors, "Changes were missed");
        await expect.poll(() => client.cursor, PATIENCE).not.toBe(expired);
      }
      const start = await placeNow(server.url);
      await file(server.url, key, { date: "2024-05-02" });
      await tellAll(clients, server.url, start);
      const [{ gap } = {}] = (clients[0]?.told ?? "").split("\n").map((line) => JSON.parse(line || "{}"));
      expect(gap).toMatchObject({ after: expired });
    } finally {
      for (const client of clients) await client.kill();
      await server[Symbol.asyncDispose]();
    }
  });
});

describe("without a server", () => {
  it("says so, tries again, and ends with Ctrl+C", async () => {
    const url = `http://127.0.0.1:${await freePort()}/graphql`;
    await using watching = command(["watch", "--url", url]);
    await until(() => watching.stderr, `Cannot watch ${url}: nothing answers there. Trying again…`);
    const { code, stdout, stderr } = await interrupt(watching);
    expect({ code, stdout }).toEqual({ code: 0, stdout: "" });
    expect(stderr).toMatch(/ {2}Stopped\.\n$/);
  });

  it.each<[string, RequestListener, string]>([
    [
      "a page",
      (_, response) => response.setHeader("Content-Type", "text/html").end("<p>"),
      "status 200, with text/html",
    ],
    ["nothing", (_, response) => response.writeHead(404).end(), "status 404, with no content type"],
    [
      "another GraphQL",
      (_, response) =>
        response
          .writeHead(400, { "Content-Type": "application/graphql-response+json" })
          .end('{"errors":[{"message":"Cannot query field \\"changes\\""}]}'),
      'Cannot query field "changes"',
    ],
  ])("ends where there is %s", async (_, listener, reason) => {
    await using other = await listening(listener);
    const { code, stderr } = await run(["watch", "--url", other.url]);
    expect(code).toBe(1);
    expect(stderr).toContain(`${other.url}/graphql does not answer as Readout does: ${reason}.`);
  });

  it.each([
    [["--url", "127.0.0.1:4000"], "--url must be an http or https URL"],
    [["--url", "http://me:secret@127.0.0.1/"], "--url must hold no name and password"],
    [["--between", "RU;BY"], "--between must name parties by ISO 3166 codes"],
    [["--between", "RU,,BY"], "--between must be a list with commas between"],
    [["--kinds", "CHAT"], "--kinds must name some of CALL, SUMMIT, VISIT, ENCOUNTER, EXCHANGE"],
    [["--types", "Person"], "--types must name some of Contact, Agreement, Report"],
    [["--key-file", "missing"], "The key file missing cannot be read"],
    [["--cursor-file", "missing/cursor"], "The cursor file missing/cursor cannot be written"],
  ])("does not begin with %j", async (args, reason) => {
    const begun = watchCommand().parseAsync(args, { from: "user" });
    await expect(begun).rejects.toThrow(reason);
    await expect(begun).rejects.not.toThrow("secret");
  });
});

describe("on a server of our own", () => {
  const change = (cursor: string) => ({
    data: {
      changes: {
        __typename: "ReportChange",
        cursor,
        kind: "CREATED",
        at: "2026-01-01T00:00:00.000Z",
        report: { title: "A report", outlet: { name: "Wire" }, publishedOn: null },
      },
    },
  });
  const next = (result: object) => `event: next\ndata: ${JSON.stringify(result)}\n\n`;

  it("comes back with the cursor of what was told or passed, wherever a stream ends", async () => {
    const streams = [
      `id: place-0\n\n`, // Ends before anything happened.
      `:\n\nid: place-0\n\nid: a\n${next(change("a"))}id: b\n${next(change("b"))}`,
      `id: b\n\n${next({ data: null, errors: [{ message: "It went wrong", extensions: { code: "INTERNAL_SERVER_ERROR" } }] })}`,
      `id: b\n\nid: place-c\n\n`,
      `id: place-c\n\n${next(change("d"))}event: complete\ndata:\n\n`,
    ];
    const asked: unknown[] = [];
    await using server = await listening(async (request, response) => {
      asked.push(((await json(request)) as { variables: { after: unknown } }).variables.after);
      const stream = streams.shift();
      // All in one piece with the end, so that results wait to be read when it comes.
      response.writeHead(200, { "Content-Type": "text/event-stream" }).end(stream);
    });
    const stop = new AbortController();
    const told: string[] = [];
    const lost: string[] = [];
    for await (const happening of follow({ url: server.url, key: null }, {}, null, stop.signal)) {
      if (happening.kind === "change") told.push(happening.change.cursor);
      if (happening.kind === "lost") lost.push(happening.reason);
      if (lost.length === 5) stop.abort();
    }
    expect(asked).toEqual([null, "place-0", "b", "b", "place-c"]);
    expect(told).toEqual(["a", "b", "d"]);
    expect(lost).toEqual([
      "the server has ended it",
      "the server has ended it",
      "It went wrong",
      "the server has ended it",
      "the server has ended it",
    ]);
  });

  it("does not move a terminal's cursor, nor turn text round, whatever a report is called", () => {
    const { data } = change("a");
    const report = { ...data.changes.report, title: "Peace\u001b[2J\r\u202etalks" };
    const line = changeLine({ ...data.changes, report } as WatchedChange, colorsFor({}), null);
    expect(line).toMatch(/created {4}Report: Peace\ufffd\[2J\ufffd\ufffdtalks {2}Wire$/);
  });

  it("cuts a line to the width of a terminal", () => {
    const line = (columns: number) =>
      changeLine(change("a").data.changes as WatchedChange, colorsFor({}), columns);
    expect(line(80)).toMatch(/^\d\d:00:00 {2}created {4}Report: A report {2}Wire$/);
    expect(line(40)).toMatch(/^\d\d:00:00 {2}created {4}Report: A report…$/);
    expect(line(34)).toMatch(/Report: A re…$/);
    expect(line(34)).toHaveLength(34);
  });
});

/** A client with a cursor file, which can be killed and started again. */
class Client {
  readonly file: string;
  readonly #begin: () => Started;
  readonly #started: Started[] = [];

  constructor(file: string, begin: (file: string) => Started) {
    this.file = file;
    this.#begin = () => begin(file);
  }

  start(): void {
    this.#started.push(this.#begin());
  }

  async kill(): Promise<void> {
    await this.#started.at(-1)?.[Symbol.asyncDispose]();
  }

  /** All that it told, in all its lives. */
  get told(): string {
    return this.#started.map(({ stdout }) => stdout).join("");
  }

  get errors(): string {
    return this.#started.map(({ stderr }) => stderr).join("");
  }

  /** Null where it keeps none yet. */
  get cursor(): string | null {
    try {
      return readFileSync(this.file, "utf8").trim();
    } catch {
      return null;
    }
  }
}

function clientsOf(url: string, folder: string): Client[] {
  const READOUT_URL = `${url}/graphql`;
  const example = (args: readonly string[]) => (CURSOR_FILE: string) =>
    program("examples/watch/watch.ts", args, { READOUT_URL, CURSOR_FILE });
  return [
    new Client(join(folder, "command"), (cursorFile) =>
      command(["watch", "--url", url, "--between", "RU,BY", "--cursor-file", cursorFile, "--json"]),
    ),
    new Client(join(folder, "events"), example([])),
    new Client(join(folder, "socket"), example(["ws"])),
  ];
}

/** Waits until all have told what the server has told since, and nothing else, and keep the last cursor. */
async function tellAll(clients: readonly Client[], url: string, after: string): Promise<void> {
  const expected = await cursorsSince(url, after);
  for (const client of clients) {
    await expect.poll(() => changesOf(client.told).map(({ cursor }) => cursor), PATIENCE).toEqual(expected);
    await until(() => client.cursor ?? "", expected.at(-1) ?? "");
  }
}

/** All changes between Russia and Belarus after a cursor, by plain HTTP. */
async function cursorsSince(url: string, after: string): Promise<string[]> {
  const query = `subscription { changes(after: "${after}", filter: { parties: { allOf: ["RU", "BY"] } }) { cursor } }`;
  const last = await placeNow(url);
  const response = await fetch(`${url}/graphql?query=${encodeURIComponent(query)}`, {
    headers: { Accept: "text/event-stream" },
    signal: AbortSignal.timeout(60_000),
  });
  let text = "";
  for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    text += chunk;
    const cursors = [...text.matchAll(/"cursor":"([^"]+)"/g)].map(([, cursor = ""]) => cursor);
    if (cursors.at(-1) === last) return cursors;
  }
  throw new Error(text);
}

/** The id of the first event. */
async function placeNow(url: string): Promise<string> {
  const response = await fetch(`${url}/graphql?query=subscription{changes{cursor}}`, {
    headers: { Accept: "text/event-stream" },
  });
  for await (const text of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    return /^id: (\S+)/.exec(text)?.[1] ?? "";
  }
  return "";
}

interface Told {
  readonly cursor: string;
  readonly contact?: object;
}

/** The changes among lines of JSON, the last of which may have begun. */
function changesOf(lines: string): Told[] {
  return lines
    .split("\n")
    .slice(0, -1)
    .map((line) => JSON.parse(line))
    .filter((told) => "cursor" in told);
}

async function makeKey(folder: Folder, name: string): Promise<{ key: string; id: string }> {
  const args = ["keys", "create", "--name", name, "--role", "EDITOR", "--json"];
  return JSON.parse((await run(args, { DATA_DIR: folder.path })).stdout);
}

/** Files a report on a call, and gives its id. */
async function file(
  url: string,
  key: string,
  {
    date,
    title = "Leaders speak",
    parties = ["RU", "BY"],
  }: { date: string; title?: string; parties?: string[] },
): Promise<string> {
  const input = {
    idempotencyKey: `${date} ${title}`,
    outlet: { slug: "example-agency", name: "Example Agency", kind: "NEWS_AGENCY" },
    report: { title, kind: "ARTICLE", publishedOn: "2024-03-16" },
    claims: [
      {
        subject: { newContact: { ref: "call", kind: "CALL", parties, date } },
        field: "OCCURRENCE",
        value: true,
        stance: "STATES",
      },
    ],
  };
  const { fileReport } = await write(
    url,
    key,
    "mutation ($input: FileReportInput!) { fileReport(input: $input) { ... on FileReportSuccess { report { id } } } }",
    input,
  );
  return fileReport.report.id;
}

async function retract(url: string, key: string, report: string): Promise<void> {
  const query = "mutation ($input: RetractReportInput!) { retractReport(input: $input) { __typename } }";
  const { retractReport } = await write(url, key, query, { report, reason: "It did not take place" });
  expect(retractReport.__typename).toBe("RetractReportSuccess");
}

// biome-ignore lint/suspicious/noExplicitAny: tests read answers of any shape
async function write(url: string, key: string, query: string, input: object): Promise<any> {
  const response = await fetch(`${url}/graphql`, {
    method: "POST",
    headers: { "Content-Type": "application/json", Authorization: `Bearer ${key}` },
    body: JSON.stringify({ query, variables: { input } }),
  });
  const { data, errors } = (await response.json()) as { data?: unknown; errors?: unknown };
  if (errors !== undefined) throw new Error(JSON.stringify(errors));
  return data;
}

async function interrupt(started: Started): ReturnType<typeof run> {
  started.kill("SIGINT");
  return await started.ended;
}

async function until(written: () => string, text: string): Promise<void> {
  await expect.poll(written, PATIENCE).toContain(text);
}

async function freePort(): Promise<string> {
  await using taken = await takenPort();
  return String(taken.port);
}

async function listening(listener: RequestListener): Promise<{ url: string } & AsyncDisposable> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    [Symbol.asyncDispose]: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}
