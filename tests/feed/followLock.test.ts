import { expect, inject, it } from "vitest";
import { readConfig } from "../../src/config/config.ts";
import { lockFollowing } from "../../src/server/followLock.ts";
import { temporaryFolder } from "../testkit/process.ts";

it("lets one at a time follow a source into a database, and the next once it has ended", async () => {
  await using folder = await temporaryFolder();
  const template = inject("template");
  const config = readConfig(
    template.kind === "embedded" ? { DATA_DIR: folder.path } : { DATABASE_URL: template.url },
  );
  const source = `a source of ${process.pid}`;
  const first = await lockFollowing(config, source);
  await expect(lockFollowing(config, source)).rejects.toThrow(
    /follows a source of \d+ into this database: one at a time/,
  );
  const other = await lockFollowing(config, `another ${source}`);
  await other.release();
  await first.release();
  const next = await lockFollowing(config, source);
  await next.release();
});
