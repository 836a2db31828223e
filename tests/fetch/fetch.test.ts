import type { RequestListener } from "node:http";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { InvalidInput, Unavailable } from "../../src/errors/errors.ts";
import { isPublic } from "../../src/fetch/addresses.ts";
import { type FetchLimits, openUrl } from "../../src/fetch/fetch.ts";
import { serving } from "../testkit/serving.ts";

/** Fetches the whole of it, with the first address of this machine allowed alone. */
async function read(url: URL, limits: Partial<FetchLimits> = {}): Promise<string> {
  const { signal } = new AbortController();
  const answer = await openUrl(url, { signal, patience: 5000, privateHosts: ["127.0.0.1"], ...limits });
  try {
    const pieces: Uint8Array[] = [];
    for await (const piece of answer.body()) pieces.push(piece);
    return `${answer.status} ${answer.url.pathname} ${Buffer.concat(pieces)}`;
  } finally {
    await answer.close();
  }
}

const redirect =
  (location: string, status = 302): RequestListener =>
  (_, response) =>
    response.writeHead(status, { Location: location }).end();

describe("an address", () => {
  it.each(["8.8.8.8", "2606:4700:4700::1111", "::ffff:8.8.8.8"])("%s is public", (address) =>
    expect(isPublic(address)).toBe(true),
  );

  it.each([
    "127.0.0.1",
    "127.8.8.8",
    "10.0.0.1",
    "172.16.0.1",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "0.0.0.0",
    "224.0.0.1",
    "255.255.255.255",
    "192.0.2.1",
    "198.18.0.1",
    "::1",
    "::",
    "fe80::1",
    "fec0::1",
    "fc00::1",
    "ff02::1",
    "::ffff:127.0.0.1",
    "::127.0.0.1",
    "64:ff9b::7f00:1",
    "2002:7f00:1::",
    "2001::1",
    "2001:db8::1",
    "localhost",
    "",
  ])("%j is not", (address) => expect(isPublic(address)).toBe(false));
});

describe("fetching", () => {
  it("gives what is there, also from where it redirects to, decompressed", async () => {
    await using server = await serving((request, response) => {
      if (request.url === "/") return redirect("there")(request, response);
      response.writeHead(200, { "Content-Encoding": "gzip" }).end(gzipSync("hello"));
    });
    expect(await read(server.url)).toBe("200 /there hello");
  });

  it.each([
    "http://127.0.0.2/",
    "http://[::1]/",
    "http://[::ffff:127.0.0.1]/",
    "http://0x7f.1.1/",
    "http://2130706434/",
    "http://localhost/",
    "http://169.254.169.254/latest/meta-data",
  ])("makes no connection to %s, named or redirected to", async (address) => {
    let requests = 0;
    await using other = await serving(() => requests++);
    await using server = await serving(redirect(address.replace("localhost", `localhost:${other.port}`)));
    for (const url of [new URL(address), server.url]) {
      const error = await read(url).catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(Unavailable);
      expect((error as Error).message).toMatch(/is not fetched: .+ no public address\. FETCH_PRIVATE/);
    }
    expect(requests).toBe(0);
  });

  it("looks at what a name is at each time that it connects, and at all of its addresses", async () => {
    await using server = await serving((_, response) => response.end("hello"));
    const named = new URL(server.url);
    named.hostname = "localhost";
    await expect(read(named)).rejects.toThrow(/localhost is at (127\.0\.0\.1|::1), no public address/);
    expect(await read(named, { privateHosts: ["localhost"] })).toBe("200 / hello");
    expect(await read(named, { privateHosts: "all" })).toBe("200 / hello");
  });

  it.each<[string, RequestListener, Partial<FetchLimits>, RegExp]>([
    ["redirects in a circle", redirect("/"), {}, /redirects more than 5 times/],
    ["redirects to a file", redirect("file:///etc/passwd"), {}, /file:\/\/ is no address by HTTP or HTTPS/],
    ["redirects nowhere", redirect("http://["), {}, /redirects to no address/],
    ["is huge", (_, response) => response.end("x".repeat(2000)), { mostBytes: 1000 }, /more than 1000 bytes/],
    [
      "is huge once it is decompressed",
      (_, response) =>
        response.writeHead(200, { "Content-Encoding": "gzip" }).end(gzipSync(Buffer.alloc(1_000_000))),
      { mostBytes: 100_000 },
      /more than 100000 bytes/,
    ],
    ["says nothing", () => {}, { patience: 100 }, /nothing came for 0\.1 s/],
    [
      "stops in the middle",
      (_, response) => response.write("x"),
      { patience: 100 },
      /nothing came for 0\.1 s/,
    ],
    [
      "goes on and on",
      (_, response) => {
        const timer = setInterval(() => response.write("x"), 10);
        response.on("close", () => clearInterval(timer));
      },
      { mostMs: 200 },
      /takes longer than 0\.2 s/,
    ],
    [
      "breaks off",
      (_, response) =>
        response.writeHead(200, { "Content-Length": 19 }).end("what", () => response.destroy()),
      {},
      /cannot be read/,
    ],
  ])("gives up with a sentence where a server %s", async (_, answer, limits, message) => {
    await using server = await serving(answer);
    const error = await read(server.url, limits).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(Unavailable);
    expect((error as Error).message).toMatch(message);
  });

  it("refuses addresses that are none of the web, or have a user", async () => {
    for (const address of ["ftp://example.org/", "http://user:secret@example.org/", "data:text/plain,x"]) {
      await expect(read(new URL(address))).rejects.toThrow(InvalidInput);
    }
  });
});
