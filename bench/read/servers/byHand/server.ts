import { readdirSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import pg from "pg";

/**
 * What one would write by hand for just these operations: each is one prepared statement that makes the JSON, whose
 * bytes go out as they come. POST /<operation> with a JSON array of the statement's parameters.
 */
const statements = new Map(
  readdirSync(import.meta.dirname)
    .filter((file) => file.endsWith(".sql"))
    .map((file) => [`/${file.slice(0, -4)}`, readFileSync(`${import.meta.dirname}/${file}`, "utf8")]),
);
const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL });

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on("data", (chunk) => chunks.push(chunk));
  request.on("end", async () => {
    const { url = "" } = request;
    try {
      const { rows } = await pool.query({
        name: url,
        text: statements.get(url) ?? "",
        values: JSON.parse(Buffer.concat(chunks).toString("utf8")),
      });
      const json = rows[0]?.json ?? "null";
      response.writeHead(200, {
        "Content-Type": "application/json",
        "Content-Length": Buffer.byteLength(json),
      });
      response.end(json);
    } catch (error) {
      process.stderr.write(`${error}\n`);
      response.writeHead(500).end();
    }
  });
});
server.listen(Number(process.env.PORT), "127.0.0.1", () => {
  process.stdout.write(`http://127.0.0.1:${(server.address() as AddressInfo).port}\n`);
});
