import { createHash } from "node:crypto";
import { writeFileSync } from "node:fs";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { zipSync } from "fflate";
import { expect, it, vi } from "vitest";
import { eventRow, mentionRow } from "../import/gdelt/rows.ts";
import { subscribe } from "../testkit/eventStream.ts";
import { command, recordFolder, run, temporaryFolder } from "../testkit/process.ts";
import { runServer } from "../testkit/running.ts";

vi.setConfig({ testTimeout: 240_000 }); // Several processes each, on machines that do other things too.

type Answer = Buffer | string | ((response: ServerResponse) => void);

/** A server of GDELT's form: quarters of an hour, the lists of them, and what is wrong with it. */
async function gdeltServer() {
  const answers = new Map<string, Answer[]>();
  const asked: string[] = [];
  const quarters: string[] = [];
  const server = createServer((request, response) => {
    const name = request.url?.slice(1) ?? "";
    asked.push(name);
    const all = answers.get(name) ?? [];
    const answer = all.length > 1 ? all.shift() : all[0];
    if (typeof answer === "function") answer(response);
    else if (answer === undefined) response.writeHead(404).end();
    else response.end(answer);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  return {
    url,
    asked,
    /** Puts these answers before the right one. */
    first: (name: string, ...wrong: Answer[]) => answers.set(name, [...wrong, ...(answers.get(name) ?? [])]),
    only: (name: string, answer: Answer) => answers.set(name, [answer]),
    publish: (time: string, events: readonly string[], mentions = [mentionRow(1, 50)]) => {
      const listed = [
        [`${time}.export.CSV`, events] as const,
        [`${time}.mentions.CSV`, mentions] as const,
        [`${time}.gkg.csv`, ["of no interest"]] as const,
      ].map(([name, rows]) => {
        const bytes = Buffer.from(zipSync({ [name]: Buffer.from(rows.map((row) => `${row}\n`).join("")) }));
        answers.set(`${name}.zip`, [bytes]);
        const md5 = createHash("md5").update(bytes).digest("hex");
        return `${bytes.length} ${md5} http://data.gdeltproject.org/gdeltv2/${name}.zip\n`;
      });
      quarters.push(listed.join(""));
      answers.set("lastupdate.txt", [listed.join("")]);
      answers.set("masterfilelist.txt", [`a line that was cut\n${quarters.join("")}`]);
    },
    [Symbol.asyncDispose]: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

let events = 0;
const urlOf = (number: number) => `https://paper-${number}.example/story`;
const event = () => eventRow({ id: ++events, day: "20191024", url: urlOf(events) });
const lines = (stdout: string) =>
  stdout
    .trim()
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line));

it("begins with the latest, goes on with what is new, and catches up through the master list where the list jumped", async () => {
  await using gdelt = await gdeltServer();
  await using folder = await recordFolder();
  const follow = () => run(["follow", "gdelt", "--once", "--from", gdelt.url], { DATA_DIR: folder.path });
  gdelt.publish("20191024143000", [event()]);
  gdelt.publish("20191024144500", [event(), event()]);

  const first = await follow();
  expect({ code: first.code, stderr: first.stderr }).toEqual({ code: 0, stderr: "" });
  expect(lines(first.stdout)).toMatchObject([
    { time: "20191024144500", rows: 2, created: 1, merged: 1, passedOver: [] },
  ]);

  for (const time of ["20191024150000", "20191024151500", "20191024160000"]) gdelt.publish(time, [event()]);
  expect(lines((await follow()).stdout)).toMatchObject([
    { time: "20191024150000", merged: 1 },
    { time: "20191024151500", merged: 1 },
    { time: "20191024160000", merged: 1 },
  ]);
  gdelt.asked.length = 0;
  expect((await follow()).stdout).toBe("");
  expect(gdelt.asked).toEqual(["lastupdate.txt"]);
});

it("knows the events of earlier runs: their contact has what later articles say of it, and later events of it", async () => {
  await using gdelt = await gdeltServer();
  await using folder = await recordFolder();
  await using source = await temporaryFolder();
  const environment = { DATA_DIR: folder.path };
  const follow = () => run(["follow", "gdelt", "--once", "--from", gdelt.url], environment);
  const [called, imported] = [event(), events];
  const file = join(source.path, "20191024143000.export.CSV");
  writeFileSync(file, `${called}\n`);
  expect((await run(["import", "gdelt", file], environment)).code).toBe(0);

  gdelt.publish("20191024144500", [event()], [mentionRow(imported, 60, "https://later.example/one")]);
  expect(lines((await follow()).stdout)).toMatchObject([
    { rows: 1, merged: 1, mentions: { articles: 1, merged: 1 } },
  ]);
  gdelt.publish(
    "20191024150000",
    [],
    [
      mentionRow(imported, 60, "https://later.example/two"),
      mentionRow(events, 60, "https://later.example/three"),
    ],
  );
  expect(lines((await follow()).stdout)).toMatchObject([
    { rows: 0, mentions: { articles: 2, created: 0, merged: 2 } },
  ]);
});

it("asks again for what breaks, is cut or is not as listed, and passes over what stays so", async () => {
  await using gdelt = await gdeltServer();
  await using folder = await recordFolder();
  gdelt.publish("20191024143000", [event()]);
  const file = "20191024143000.export.CSV.zip";
  gdelt.first("lastupdate.txt", (response) => response.writeHead(500).end(), "<html>of a proxy</html>");
  // What is cut ends before the length that was promised; of what is wrong only the sum tells.
  gdelt.first(
    file,
    (response) => response.writeHead(200, { "Content-Length": 100 }).end("PK", () => response.destroy()),
    (response) => {
      response.write("PK");
      setTimeout(() => response.end(), 100);
    },
  );
  const follow = command(["follow", "gdelt", "--every", "1s", "--from", gdelt.url], {
    DATA_DIR: folder.path,
  });
  await using under = follow;
  await under.says('"time":"20191024143000"');
  expect(under.stderr).toMatch(
    /lastupdate.txt answers with 500[\s\S]+is no list of GDELT's files[\s\S]+expected \d+ bytes, got 2/,
  );

  gdelt.publish("20191024144500", [event()]);
  gdelt.only("20191024144500.export.CSV.zip", (response) => response.writeHead(404).end());
  await under.says('"time":"20191024144500"');
  gdelt.publish("20191024150000", [event()]);
  const right = "20191024150000.mentions.CSV.zip";
  gdelt.first(right, Buffer.alloc(300));
  await under.says('"time":"20191024150000"');

  const told = lines(under.stdout);
  expect(told).toMatchObject([
    { time: "20191024143000", created: 1, passedOver: [] },
    { time: "20191024144500", rows: 0, passedOver: ["20191024144500.export.CSV.zip"] },
    { time: "20191024150000", merged: 1, passedOver: [] },
  ]);
  expect(under.stderr).toContain("Passed over at attempt 3: ");

  const second = await run(["follow", "gdelt", "--once", "--from", gdelt.url], { DATA_DIR: folder.path });
  expect(second.code).toBe(1);
  expect(second.stderr).toMatch(/Another process \(\d+\) follows gdelt into this database/);
  under.kill("SIGTERM");
  expect((await under.ended).code).toBe(130);
});

it.each([
  [["--from", "data"], /--from must be an address such as http:/],
  [["--every", "often"], /--every must be a span such as 15m/],
])("refuses %j with a sentence", async (args, message) => {
  const { code, stderr } = await run(["follow", "gdelt", ...args], {});
  expect(code).toBe(1);
  expect(stderr).toMatch(message);
});

it("imports beside a server, whose subscribers hear of it", async () => {
  await using gdelt = await gdeltServer();
  await using server = await runServer();
  await using heard = await subscribe(
    server.url,
    `subscription { contactChanged(filter: { parties: { allOf: ["RU", "BY"] } }) {
      kind contact { __typename date { edtf } reports(first: 5) { edges { node { url } } } } } }`,
  );
  gdelt.publish("20191024143000", [event(), event()]);

  const { code, stderr, stdout } = await run(
    ["follow", "gdelt", "--once", "--from", gdelt.url],
    server.environment,
  );

  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expect(lines(stdout)).toMatchObject([{ rows: 2, created: 1, merged: 1 }]);
  const { result } = await heard.next();
  expect(result.data.contactChanged).toMatchObject({
    kind: "CREATED",
    contact: { __typename: "Call", date: { edtf: "2019-10-24" } },
  });
  const { edges } = result.data.contactChanged.contact.reports;
  const articles = edges.map(({ node }: { node: { url: string } }) => node.url);
  expect(articles).toEqual(expect.arrayContaining([events - 1, events].map((number) => urlOf(number))));
});
