import { createWriteStream, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { describe, expect, it, vi } from "vitest";
import { differences, dumpFolder } from "../testkit/dump.ts";
import { command, type Ended, recordFolder, run, serve, temporaryFolder } from "../testkit/process.ts";
import { shell } from "./shell.ts";

vi.setConfig({ testTimeout: 240_000 }); // Several processes each, on machines that do other things too.

interface Counts {
  rows: number;
  created: number;
  merged: number;
  unchanged: number;
  rejected: number;
  undecided: number;
  lastLine: number;
  dryRun: boolean;
}

/** What `--json` prints, and nothing beside it. */
function countsOf({ stdout, stderr, code }: Pick<Ended, "stdout" | "stderr" | "code">): Counts {
  expect({ stderr, code }).toEqual({ stderr: "", code: 0 });
  return parsed(stdout);
}

function parsed(stdout: string): Counts {
  const counts = JSON.parse(stdout) as Counts;
  const { rows, created, merged, unchanged, rejected, undecided } = counts;
  expect(created + merged + unchanged + rejected + undecided).toBe(rows);
  return counts;
}

/** A call of its own for each number, told by one paper. */
function filing(number: number, more: object = {}) {
  const date = new Date(Date.UTC(2001, 0, 1 + number)).toISOString().slice(0, 10);
  return {
    outlet: { slug: "a-daily", name: "A Daily", kind: "NEWSPAPER" },
    report: { title: `Report ${number}`, kind: "ARTICLE", publishedOn: date },
    claims: [
      {
        subject: {
          newContact: { ref: "call", kind: "CALL", parties: ["FR", "BY"], date, keys: [`desk:${number}`] },
        },
        field: "OCCURRENCE",
        value: true,
        stance: "STATES",
      },
    ],
    ...more,
  };
}

const spokenBy = (speaker: string) => ({
  report: { title: `Words of ${speaker}`, kind: "STATEMENT", speaker },
});

function lines(count: number, special: Readonly<Record<number, object>> = {}): string[] {
  return Array.from({ length: count }, (_, index) => JSON.stringify(filing(index + 1, special[index + 1])));
}

function write(
  folder: string,
  content: string | Buffer | readonly string[],
  name = "filings.ndjson",
): string {
  const path = join(folder, name);
  writeFileSync(
    path,
    Array.isArray(content) ? content.map((line) => `${line}\n`).join("") : (content as string),
  );
  return path;
}

interface Reject {
  line: number;
  reason: string;
  path?: unknown;
  expected?: string;
  got?: string;
  text: string;
}

function rejectsIn(path: string): Reject[] {
  return readFileSync(path, "utf8")
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as Reject);
}

/** The arguments of an import whose rejects go into the folder. */
function importing(folder: string, file: string, ...more: string[]): string[] {
  return ["import", "reports", file, "--json", "--rejects", join(folder, "rejects.ndjson"), ...more];
}

describe("a filing is one line", () => {
  const quoted = { claims: [{ ...filing(2).claims[0], quote: "A line\u2028that goes on,\u0085and on" }] };
  const [one = "", two = "", three = ""] = lines(3, { 2: quoted });

  it.each([
    ["as they are exported", `${one}\n${two}\n${three}\n`],
    ["without an end of the last line", `${one}\n${two}\n${three}`],
    ["from Windows, with a byte order mark", `\uFEFF${one}\r\n${two}\r\n${three}\r\n`],
    ["with blank lines", `\n\n${one}\n  \t\n${two}\n\r\n\n${three}\n\n`],
    ["of two files put together", `\uFEFF${one}\n\uFEFF${two}\n${three}\n`],
  ])("%s, in a file and on standard input, and files each once", async (_, content) => {
    await using folder = await recordFolder();
    await using files = await temporaryFolder();
    const environment = { DATA_DIR: folder.path };
    const plain = write(files.path, [one, two, three], "plain.ndjson");
    const file = write(files.path, content);
    expect(countsOf(await run(importing(files.path, file), environment))).toMatchObject({
      rows: 3,
      created: 3,
    });
    // Also where the key is made of the text: its ends are none of it.
    expect(countsOf(await run(importing(files.path, plain), environment))).toMatchObject({
      rows: 3,
      unchanged: 3,
    });
    const piped = await shell("readout import reports - --json", environment, [content]);
    expect(countsOf(piped)).toMatchObject({ rows: 3, unchanged: 3 });
  });
});

it("reads a pipe that has a name, as a shell makes one of <(zcat filings.ndjson.gz)", async () => {
  await using folder = await recordFolder();
  await using files = await temporaryFolder();
  const pipe = join(files.path, "pipe");
  await shell(`mkfifo ${pipe}`, {});
  const environment = { DATA_DIR: folder.path };
  const file = write(files.path, lines(3));
  const filed = await shell(`cat ${file} > ${pipe} & readout import reports ${pipe} --json`, environment);
  expect(countsOf(filed)).toMatchObject({ rows: 3, created: 3 });
});

it("tells in words what it did, and at a second run changes nothing", async () => {
  await using folder = await recordFolder();
  await using files = await temporaryFolder();
  const further = {
    idempotencyKey: "further",
    outlet: { slug: "b-daily", name: "B Daily", kind: "NEWSPAPER" },
  };
  const file = write(files.path, [...lines(3), JSON.stringify(filing(1, further)), "no filing"]);
  const args = ["import", "reports", file];
  const first = await run(args, { DATA_DIR: folder.path }, files.path);
  expect(first).toMatchObject({ code: 0, stderr: "" });
  expect(first.stdout.split("\n").map((line) => line.trim())).toEqual([
    `Imported into the embedded database in ${folder.path}/database:`,
    "5  lines read",
    "3  created: reports on what was not known",
    "1  merged: further reports on what was known",
    "0  unchanged: filed before",
    "1  rejected: see rejects.ndjson",
    "",
  ]);
  const before = await dumpFolder(folder.path);
  const again = countsOf(await run([...args, "--json"], { DATA_DIR: folder.path }, files.path));
  expect(again).toMatchObject({ rows: 5, unchanged: 4, rejected: 1, lastLine: 5 });
  expect(differences(before, await dumpFolder(folder.path))).toEqual([]);
});

it("puts rejected lines into a file, with number, reason and text, and files all others", async () => {
  await using folder = await recordFolder();
  await using files = await temporaryFolder();
  const invalid = Buffer.from(JSON.stringify(filing(6)).replace("Report 6", "Report \u0001")).map((byte) =>
    byte === 1 ? 0xff : byte,
  );
  const unspoken = JSON.stringify(filing(4, spokenBy("nobody-known")));
  const file = write(
    files.path,
    Buffer.concat(
      [
        JSON.stringify(filing(1)),
        '{"outlet": ',
        JSON.stringify(filing(3, { report: { title: "Three", kind: "RUMOUR" } })),
        unspoken,
        JSON.stringify(filing(5)),
        invalid,
        JSON.stringify(filing(7, { padding: "x".repeat(10_000_000) })),
        `{"claims":${"[".repeat(100_000)}${"]".repeat(100_000)}}`,
        JSON.stringify(filing(9)),
      ].flatMap((line) => [Buffer.from(line), Buffer.from("\n")]),
    ),
  );
  const counts = countsOf(await run(importing(files.path, file), { DATA_DIR: folder.path }));
  expect(counts).toMatchObject({ rows: 9, created: 3, rejected: 6, lastLine: 9 });
  const rejects = rejectsIn(join(files.path, "rejects.ndjson")).sort((a, b) => a.line - b.line);
  expect(
    rejects.map(({ text, got, ...reject }) => ({ ...reject, text: text.length, got: got?.slice(0, 20) })),
  ).toEqual([
    {
      line: 2,
      reason: "The line is no JSON: Unexpected end of JSON input",
      path: [],
      expected: "one filing as a JSON object",
      got: '{"outlet": ',
      text: 11,
    },
    {
      line: 3,
      reason: expect.stringContaining("The filing is not of its form"),
      path: ["report", "kind"],
      expected: expect.stringContaining("STATEMENT"),
      got: "RUMOUR",
      text: expect.any(Number),
    },
    {
      line: 4,
      reason: 'There is no person "nobody-known"',
      path: ["report", "speaker"],
      expected: "a person that exists, or that the filing describes",
      got: "nobody-known",
      text: unspoken.length,
    },
    expect.objectContaining({ line: 6, reason: "The line is not in UTF-8", expected: "text in UTF-8" }),
    expect.objectContaining({
      line: 7,
      reason: "The line is too long",
      expected: "at most 2 MiB",
      text: 1000,
    }),
    expect.objectContaining({ line: 8, reason: "The filing is nested too deeply" }),
  ]);
  expect(rejects.find(({ line }) => line === 4)?.text).toBe(unspoken);
});

it("imports a file of rejects again, once it is corrected, and then all is as if it had been right at first", async () => {
  await using folder = await recordFolder();
  await using other = await recordFolder();
  await using files = await temporaryFolder();
  const wrong = { 2: spokenBy("nobody-known"), 4: { report: { title: "Four", kind: "RUMOUR" } } };
  const file = write(files.path, lines(5, wrong));
  countsOf(await run(importing(files.path, file), { DATA_DIR: folder.path }));
  const rejects = join(files.path, "rejects.ndjson");
  const corrected = write(
    files.path,
    readFileSync(rejects, "utf8")
      .replaceAll("RUMOUR", "ARTICLE")
      .replaceAll('nobody-known\\"', 'vladimir-putin\\"'),
    "corrected.ndjson",
  );
  const again = await run(importing(files.path, corrected), { DATA_DIR: folder.path });
  expect(countsOf(again)).toMatchObject({ rows: 2, created: 2, rejected: 0 });
  const right = write(
    files.path,
    readFileSync(file, "utf8").replaceAll("RUMOUR", "ARTICLE").replaceAll('nobody-known"', 'vladimir-putin"'),
    "right.ndjson",
  );
  countsOf(await run(importing(files.path, right), { DATA_DIR: other.path }));
  expect(differences(await dumpFolder(other.path), await dumpFolder(folder.path))).toEqual([]);
});

it("keeps in a second file of rejects the text itself, with its line in the first", async () => {
  await using folder = await recordFolder();
  await using files = await temporaryFolder();
  const [, wrong = ""] = lines(2, { 2: spokenBy("nobody-known") });
  const file = write(files.path, [...lines(1), wrong]);
  countsOf(await run(importing(files.path, file), { DATA_DIR: folder.path }));
  const first = join(files.path, "rejects.ndjson");
  const second = join(files.path, "second.ndjson");
  const args = ["import", "reports", first, "--json", "--rejects", second];
  expect(countsOf(await run(args, { DATA_DIR: folder.path }))).toMatchObject({ rows: 1, rejected: 1 });
  expect(rejectsIn(second)).toEqual([{ ...rejectsIn(first)[0], line: 1 }]);
  expect(rejectsIn(second)[0]?.text).toBe(wrong);
});

it("refuses to put rejected lines where it cannot, or into the file that it imports", async () => {
  await using files = await temporaryFolder();
  const DATA_DIR = join(files.path, "data");
  const file = write(files.path, lines(1), "rejects.ndjson");
  const refused = async (rejects: string) => {
    const ended = await run(["import", "reports", file, "--rejects", rejects], { DATA_DIR }, files.path);
    expect(ended).toMatchObject({ code: 1, stdout: "" });
    return ended.stderr;
  };
  const given = "give another file with --rejects.\n";
  expect(await refused("rejects.ndjson")).toBe(
    `Rejected lines would go to rejects.ndjson, which is what is imported: ${given}`,
  );
  expect(await refused(files.path)).toBe(
    `Rejected lines cannot be written to ${files.path} (it is a folder): ${given}`,
  );
  expect(await refused("no/such/file")).toMatch(
    /^Rejected lines cannot be written to no\/such\/file \(ENOENT: .+\)/,
  );
  expect(existsSync(DATA_DIR)).toBe(false);
  expect(readFileSync(file, "utf8")).toBe(`${lines(1)[0]}\n`);
});

it("begins with --from-line at a line, and adds to the rejects of the lines before", async () => {
  await using folder = await recordFolder();
  await using files = await temporaryFolder();
  const all = lines(7, { 2: spokenBy("nobody-known"), 6: spokenBy("nobody-known") });
  const environment = { DATA_DIR: folder.path };
  const numbers = () => rejectsIn(join(files.path, "rejects.ndjson")).map(({ line }) => line);
  const begun = await run(importing(files.path, write(files.path, all.slice(0, 4))), environment);
  expect(countsOf(begun)).toMatchObject({ rows: 4, created: 3, rejected: 1, lastLine: 4 });
  const rest = await run(importing(files.path, write(files.path, all), "--from-line", "5"), environment);
  expect(countsOf(rest)).toMatchObject({ rows: 3, created: 2, rejected: 1, lastLine: 7 });
  expect(numbers()).toEqual([2, 6]);
  const whole = await run(importing(files.path, write(files.path, all)), environment);
  expect(countsOf(whole)).toMatchObject({ rows: 7, unchanged: 5, rejected: 2 });
  expect(numbers()).toEqual([2, 6]);
});

it.each(["0", "-1", "1.5", "two"])("says which lines there can be: --from-line %s", async (line) => {
  const { code, stderr } = await run(["import", "reports", "-", `--from-line=${line}`]);
  expect({ code, stderr }).toEqual({
    code: 1,
    stderr: `--from-line must be a whole number from 1 on, and is "${line}".\n`,
  });
});

it("says so where there is no file, or a folder, and touches nothing", async () => {
  await using files = await temporaryFolder();
  const DATA_DIR = join(files.path, "data");
  expect(await run(["import", "reports", "missing.ndjson"], { DATA_DIR })).toMatchObject({
    code: 1,
    stdout: "",
    stderr: "There is no file missing.ndjson.\n",
  });
  expect(await run(["import", "reports", files.path], { DATA_DIR })).toMatchObject({
    code: 1,
    stdout: "",
    stderr: `${files.path} is a folder: give a file of JSON lines, or - for standard input.\n`,
  });
  expect(existsSync(DATA_DIR)).toBe(false);
});

it("makes of an empty file an empty record, without the first record, and no file of rejects", async () => {
  await using files = await temporaryFolder();
  const DATA_DIR = join(files.path, "data");
  const counts = countsOf(await run(importing(files.path, write(files.path, "")), { DATA_DIR }));
  expect(counts).toMatchObject({ rows: 0, created: 0, rejected: 0, lastLine: 0 });
  expect((await dumpFolder(DATA_DIR)).report).toEqual([]);
  expect(existsSync(join(files.path, "rejects.ndjson"))).toBe(false);
});

it("ends in the state of an undisturbed import when it was killed halfway and is run again", async () => {
  await using folder = await recordFolder();
  await using undisturbed = await recordFolder();
  await using files = await temporaryFolder();
  // Rejected with the second batch, after which the file of rejects tells that it is stored.
  const file = write(files.path, lines(1200, { 400: spokenBy("nobody-known") }));
  const rejects = join(files.path, "rejects.ndjson");
  await using killed = command(importing(files.path, file), { DATA_DIR: folder.path });
  while (!existsSync(rejects)) await delay(1);
  killed.kill("SIGKILL");
  expect((await killed.ended).signal).toBe("SIGKILL");

  const again = countsOf(await run(importing(files.path, file), { DATA_DIR: folder.path }));
  expect(again).toMatchObject({ rows: 1200, rejected: 1 });
  expect(again.unchanged).toBeGreaterThanOrEqual(499);
  expect(again.created).toBeGreaterThan(0); // Else it was not halfway.
  expect(rejectsIn(rejects).map(({ line }) => line)).toEqual([400]);
  countsOf(await run(importing(files.path, file), { DATA_DIR: undisturbed.path }));
  expect(differences(await dumpFolder(undisturbed.path), await dumpFolder(folder.path))).toEqual([]);
});

it("goes through the running server, finishes when it is interrupted, and goes on from there", async () => {
  await using folder = await recordFolder();
  await using files = await temporaryFolder();
  await using server = await serve({ DATA_DIR: folder.path });
  const reports = async () =>
    (await server.data('{ outlet(slug: "a-daily") { reports { totalCount } } }')).outlet?.reports
      .totalCount ?? 0;
  const all = lines(600, { 100: spokenBy("nobody-known") });
  // A pipe that is left open: the rest never comes, and an interruption does not wait for it.
  const pipe = join(files.path, "pipe");
  await shell(`mkfifo ${pipe}`, {});
  await using underWay = command(importing(files.path, pipe), { DATA_DIR: folder.path });
  const writing = createWriteStream(pipe);
  const begun = all.slice(0, 300).map((line) => `${line}\n`);
  writing.write(begun.join("") + all[300]?.slice(0, 50));
  // Made once the first batch is stored.
  while (!existsSync(join(files.path, "rejects.ndjson"))) await delay(5);
  underWay.kill("SIGINT");
  const { code, stdout, stderr } = await underWay.ended;
  writing.destroy();
  expect({ code, stderr }).toEqual({ code: 130, stderr: "" });
  const { created, rejected, lastLine } = parsed(stdout);
  expect(created).toBeGreaterThanOrEqual(250);
  expect(lastLine).toBe(created + rejected);
  expect(await reports()).toBe(created);

  const file = write(files.path, all);
  const rest = await run(importing(files.path, file, "--from-line", String(lastLine + 1)), {
    DATA_DIR: folder.path,
  });
  expect(countsOf(rest)).toMatchObject({ rows: 600 - lastLine, created: 600 - lastLine, lastLine: 600 });
  expect(await reports()).toBe(599);
  const words = await run(["import", "reports", file], { DATA_DIR: folder.path });
  expect(words.stdout).toContain(`through the running Readout (process ${server.pid}):`);
});

describe("a dry run", () => {
  it("tells what the import then does, with its rejects, and stores nothing", async () => {
    await using folder = await recordFolder();
    await using files = await temporaryFolder();
    const described = { describes: { people: [{ slug: "jo-example", name: "Jo Example" }] } };
    const special = { 3: described, 4: spokenBy("jo-example"), 6: spokenBy("nobody-known") };
    const file = write(files.path, [
      ...lines(300, special),
      JSON.stringify(filing(1, { idempotencyKey: "more" })),
    ]);
    const before = await dumpFolder(folder.path);
    const predicted = countsOf(
      await run(importing(files.path, file, "--dry-run"), { DATA_DIR: folder.path }),
    );
    const rejects = rejectsIn(join(files.path, "rejects.ndjson"));
    expect(differences(before, await dumpFolder(folder.path))).toEqual([]);
    const real = countsOf(await run(importing(files.path, file), { DATA_DIR: folder.path }));
    expect(predicted).toEqual({ ...real, dryRun: true });
    expect(real).toMatchObject({ rows: 301, created: 299, merged: 1, rejected: 1, undecided: 0 });
    expect(rejectsIn(join(files.path, "rejects.ndjson"))).toEqual(rejects);
  });

  it("of a long file says what it cannot decide: what names something of lines that it forgot", async () => {
    await using folder = await temporaryFolder();
    const DATA_DIR = join(folder.path, "data");
    const described = { describes: { people: [{ slug: "jo-example", name: "Jo Example" }] } };
    const special = {
      1: described,
      1999: spokenBy("jo-example"),
      2000: spokenBy("nobody-known"),
      2001: spokenBy("jo-example"),
      2002: { outlet: { slug: "a-daily" } },
      2003: { report: { title: "Rumour", kind: "RUMOUR" } },
    };
    const file = write(folder.path, lines(2003, special));
    const counts = countsOf(await run(importing(folder.path, file, "--dry-run"), { DATA_DIR }));
    expect(counts).toMatchObject({ rows: 2003, created: 1999, rejected: 2, undecided: 2 });
    expect(rejectsIn(join(folder.path, "rejects.ndjson")).map(({ line }) => line)).toEqual([2000, 2003]);
    expect(existsSync(DATA_DIR)).toBe(false);
    const words = await run(["import", "reports", file, "--dry-run"], { DATA_DIR }, folder.path);
    expect(words.stdout).toMatch(
      /^ +2 {2}undecided: they name what lines further up may bring, see --help$/m,
    );
  });
});

describe.skipIf(!existsSync("/proc/self/status"))("in memory there are only some lines at a time", () => {
  const QUOTE = "Both spoke of gas and grain. ".repeat(130);

  /** So many megabytes of filings; `claims` make a line as long as 4 KB each. */
  function* megabytes(count: number, claims: number): Generator<string> {
    for (let [number, bytes] = [0, 0]; bytes < count * 1e6; number++) {
      const {
        claims: [claim],
        ...rest
      } = filing(number % 250);
      const line = JSON.stringify({ ...rest, claims: Array(claims).fill({ ...claim, quote: QUOTE }) });
      bytes += line.length + 1;
      yield `${line}\n`;
    }
  }

  // Read as the process ends, when it has been highest.
  const NODE_OPTIONS = `--import=${encodeURI(
    `data:text/javascript,import { readFileSync } from "node:fs";
    process.on("exit", () => process.stderr.write(/VmHWM:.*/.exec(readFileSync("/proc/self/status", "utf8"))[0]));`,
  )}`;

  async function peak(count: number, claims: number, ...more: string[]): Promise<number> {
    await using folder = await recordFolder();
    const { stdout, stderr } = await shell(
      `readout import reports - --json ${more.join(" ")}`,
      { DATA_DIR: folder.path, NODE_OPTIONS },
      megabytes(count, claims),
    );
    expect(parsed(stdout)).toMatchObject({ rejected: 0, undecided: 0 });
    const [, kilobytes] = /^VmHWM:\s+(\d+) kB$/.exec(stderr) ?? [];
    return Number(kilobytes);
  }

  it.each([
    ["short lines", 1, []],
    ["long lines", 60, []],
    ["short lines of a dry run", 1, ["--dry-run"]],
    ["long lines of a dry run", 60, ["--dry-run"]],
  ])("of thirty megabytes as of three: %s", async (_, claims, more) => {
    const small = await peak(3, claims, ...more);
    const big = await peak(30, claims, ...more);
    expect(big / small).toBeLessThan(1.25);
  });
});
