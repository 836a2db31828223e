import { describe, expect, it, vi } from "vitest";
import { readExpiry, readKeyName } from "../../src/cli/keys.ts";
import { InvalidInput } from "../../src/errors/errors.ts";
import { changeFolder } from "../testkit/dump.ts";
import { recordFolder, run, type Serving, serve, temporaryFolder } from "../testkit/process.ts";

vi.setConfig({ testTimeout: 180_000 }); // Several processes each, on machines that do other things too.

const NOW = new Date("2026-01-31T12:00:00Z");

describe("the end of a key", () => {
  it.each([
    ["12h", "2026-02-01T00:00:00.000Z"],
    ["90d", "2026-05-01T12:00:00.000Z"],
    ["2030-01-31", "2030-01-31T00:00:00.000Z"],
  ])("is %s from now, or that day", (text, expected) => {
    expect(readExpiry(text, NOW)).toBe(expected);
  });

  it.each([
    "",
    "0d",
    "-1d",
    "90",
    "90m",
    "2030-02-30",
    "2030-02-30x",
    "2020-01-01",
    "2030-13-01",
    "tomorrow",
  ])("is not %j", (text) => {
    expect(() => readExpiry(text, NOW)).toThrow(InvalidInput);
  });
});

describe("the name of a key", () => {
  const id = "0192d3a4-5b6c-7d8e-9f00-112233445566";

  it.each([
    [id, id],
    ["readout_0123abcd", "readout_0123abcd"],
    ["readout_0123abcd…", "readout_0123abcd"],
    ["readout_0123abcd_s-e_cret", "readout_0123abcd"],
  ])("is in %s", (text, name) => {
    expect(readKeyName(text)).toBe(name);
  });

  it.each(["", "readout_", "s-e_cret", "readout_012_s-e_cret", "Bearer readout_0123abcd_s-e_cret"])(
    "is not in %j, of which nothing is repeated",
    (text) => {
      expect(() => readKeyName(text)).toThrow(InvalidInput);
      expect(() => readKeyName(text)).not.toThrow("s-e_cret");
    },
  );
});

interface Made {
  id: string;
  prefix: string;
  key: string;
  name: string;
  role: string;
  expiresAt: string | null;
}

async function keys(dataDir: string, ...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await run(["keys", ...args], { DATA_DIR: dataDir });
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  return stdout;
}

async function makeKey(dataDir: string, name: string, ...more: string[]): Promise<Made> {
  const args = ["create", "--name", name, "--role", "CONTRIBUTOR", "--json", ...more];
  return JSON.parse(await keys(dataDir, ...args)) as Made;
}

const FILE = "mutation ($input: FileReportInput!) { fileReport(input: $input) { __typename } }";
const filing = (title: string) => ({
  outlet: { slug: "a-daily", name: "A Daily", kind: "NEWSPAPER" },
  report: { title, kind: "ARTICLE" },
  claims: [],
});

/** What a request with this header, to file a report, is answered. */
async function send(
  { url }: Serving,
  authorization: string,
  variables: object = { input: filing("A report") },
): Promise<{ status: number; text: string }> {
  const response = await fetch(`${url}/graphql`, {
    method: "POST",
    headers: { "Content-Type": "application/json", Authorization: authorization },
    body: JSON.stringify({ query: FILE, variables }),
  });
  return { status: response.status, text: await response.text() };
}

it("makes a key with which a program writes until it is revoked, also while the server runs", async () => {
  await using folder = await recordFolder();
  await using server = await serve({ DATA_DIR: folder.path });
  const made = await makeKey(folder.path, "desk", "--expires", "90d");
  expect(made).toMatchObject({ name: "desk", role: "CONTRIBUTOR" });
  expect(Date.parse(made.expiresAt ?? "") - Date.now()).toBeGreaterThan(89 * 86_400_000);
  expect(await keys(folder.path, "list")).toMatch(/^readout_\w{8}… {2}CONTRIBUTOR .+, never used {2}desk\n$/);
  expect((await send(server, `Bearer ${made.key}`)).text).toContain("FileReportSuccess");
  const day = new Date().toISOString().slice(0, 10);
  expect(await keys(folder.path, "list")).toContain(`last used ${day}  desk`);

  expect(await keys(folder.path, "revoke", made.prefix)).toBe(`Revoked ${made.prefix}… (desk).\n`);
  const refused = await send(server, `Bearer ${made.key}`);
  expect(refused.status).toBe(401);
  expect(refused.text).toContain("unknown, revoked or expired");
  expect(await keys(folder.path, "list")).toContain(`revoked ${day}`);
});

it("does not let a key be used after its end", async () => {
  await using folder = await recordFolder();
  const { key } = await makeKey(folder.path, "brief", "--expires", "12h");
  await changeFolder(folder.path, "UPDATE api_key SET expires_at = '2026-01-31'");
  expect(await keys(folder.path, "list")).toContain("expired 2026-01-31");
  await using server = await serve({ DATA_DIR: folder.path });
  expect((await send(server, `Bearer ${key}`)).status).toBe(401);
});

it("tells two keys of one name apart, and revokes the one that is meant", async () => {
  await using folder = await recordFolder();
  await using server = await serve({ DATA_DIR: folder.path });
  const [one, two] = [await makeKey(folder.path, "desk"), await makeKey(folder.path, "desk")];
  const revoked = JSON.parse(await keys(folder.path, "revoke", one.id, "--json"));
  expect(revoked).toMatchObject({ id: one.id, revokedAt: expect.any(String) });
  expect((await send(server, `Bearer ${one.key}`)).status).toBe(401);
  expect((await send(server, `Bearer ${two.key}`)).text).toContain("FileReportSuccess");
  const listed = JSON.parse(await keys(folder.path, "list", "--json"));
  expect(listed).toMatchObject([
    { id: one.id, name: "desk", lastUsedAt: null, revokedAt: expect.any(String) },
    { id: two.id, name: "desk", lastUsedAt: expect.any(String), revokedAt: null },
  ]);
});

it.each([
  [["--role", "KING"], /argument 'KING' is invalid. Allowed choices are READER, CONTRIBUTOR, EDITOR, ADMIN/],
  [[], /required option '--role <role>' not specified/],
  [["--role", "EDITOR", "--expires", "soon"], /^--expires must be a span such as 90d .+, and is "soon"\.\n$/],
  [
    ["--role", "EDITOR", "--expires", "2020-01-01"],
    /^--expires must be .+ a day to come .+"2020-01-01"\.\n$/,
  ],
  [["--role", "EDITOR", "--name", " "], /^--name must have 1 to 100 characters, and has 0\.\n$/],
] as const)("says what a key can be, and makes none: %j", async (args, message) => {
  await using folder = await temporaryFolder();
  const DATA_DIR = `${folder.path}/data`;
  const { code, stdout, stderr } = await run(["keys", "create", "--name", "desk", ...args], { DATA_DIR });
  expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
  expect(stderr).toMatch(message);
});

it("never repeats a key: in no answer, no message and no log", async () => {
  await using folder = await recordFolder();
  await using server = await serve({ DATA_DIR: folder.path, LOG_LEVEL: "trace" });
  const good = await makeKey(folder.path, "good");
  const revoked = await makeKey(folder.path, "revoked");
  const written: string[] = [];
  for (const [key, code] of [
    [revoked.key, 0],
    [revoked.key, 1],
    [secretOf(revoked), 1],
    [`Bearer ${revoked.key}`, 1],
  ] as const) {
    const ended = await run(["keys", "revoke", key], { DATA_DIR: folder.path });
    expect(ended.code).toBe(code);
    written.push(ended.stdout, ended.stderr);
  }
  written.push(await keys(folder.path, "list"), await keys(folder.path, "list", "--json"));

  for (const { key } of [good, revoked]) {
    const input = {
      ...filing("Wrong"),
      claims: [{ subject: { ref: "x" }, field: "NONE", stance: "STATES" }],
    };
    for (const [authorization, variables] of [
      [`Bearer ${key}`],
      [`Bearer ${key}`, { input }],
      [`Bearer ${key}`, { input: null }],
      [`Bearer ${key}`, { input: { ...filing("Wrong"), outlet: { slug: "new" } } }],
      [`Bearer ${key}x`],
      [`Bearer ${key} ${key}`],
      [`Bearer "${key}"`],
      [`Bearer${key}`],
      [`Basic ${key}`],
      [key],
    ] as const) {
      written.push((await send(server, authorization, variables)).text);
      if (variables === undefined) written.push(await connect(server, authorization));
    }
    for (const request of [
      `/graphql?query={__typename}&key=${key}`,
      `/graphql?query={__typename&access_token=${key}`,
      `/graphql?key=${key}`,
      `/${key}`,
    ]) {
      const headers = { Accept: "application/json" };
      written.push(await (await fetch(server.url + request, { headers })).text());
    }
    const headers = { "Content-Type": "application/json", Authorization: `Bearer ${key}` };
    const post = async (body: string) =>
      (await fetch(`${server.url}/graphql`, { method: "POST", headers, body })).text();
    written.push(await post(`{"key":"${key}`));
    // Who puts a key into the variables is shown their own words: that answer does not count, the log of it does.
    await post(JSON.stringify({ query: FILE, variables: { input: key } }));
  }
  server.kill("SIGTERM");
  const { stdout, stderr } = await server.ended;
  written.push(stdout, stderr);
  expect(stderr).toContain('"level":'); // Else nothing was logged that could hold one.
  for (const made of [good, revoked]) {
    expect(written.filter((text) => text.includes(secretOf(made)))).toEqual([]);
  }
  for (const text of ["FileReportSuccess", "connection_ack", "4401 "]) expect(written.join()).toContain(text);
});

/** What a WebSocket is told, to the end, that opens with this credential. */
async function connect({ url }: Serving, authorization: string): Promise<string> {
  const socket = new WebSocket(url.replace("http", "ws").concat("/graphql"), "graphql-transport-ws");
  const told: string[] = [];
  const closed = new Promise<CloseEvent>((resolve) => socket.addEventListener("close", resolve));
  socket.addEventListener("message", ({ data }) => {
    told.push(String(data));
    socket.close();
  });
  socket.addEventListener("open", () =>
    socket.send(JSON.stringify({ type: "connection_init", payload: { authorization } })),
  );
  const { code, reason } = await closed;
  return `${told.join()} ${code} ${reason}`;
}

/** All of a key that is not shown. */
function secretOf({ key, prefix }: Made): string {
  return key.slice(`${prefix}_`.length);
}
