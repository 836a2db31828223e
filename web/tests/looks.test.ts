import { mkdir, readFile, writeFile } from "node:fs/promises";
import pixelmatch from "pixelmatch";
import { PNG } from "pngjs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { recordFolder, type Serving, serve } from "../../tests/testkit/process.ts";
import { CHROMIUM, NO_CHROMIUM, open, settled } from "./browser.ts";

/**
 * How the views look, in light, dark and on a phone, against pictures that were looked at. `UPDATE_LOOKS=1` takes new
 * ones; where one differs, what was drawn is beside it as `*.actual.png`.
 */

const FOLDER = new URL("./looks/", import.meta.url);
/** Another version of Chromium draws the edges of letters a little otherwise. */
const MOST_DIFFERENT = 0.02;

let server: Serving;
let call = "";
const disposal = new AsyncDisposableStack();

describe.skipIf(CHROMIUM === null)(
  `the looks${CHROMIUM === null ? ` (skipped: ${NO_CHROMIUM})` : ""}`,
  () => {
    beforeAll(async () => {
      const folder = disposal.use(await recordFolder());
      server = disposal.use(await serve({ DATA_DIR: folder.path }));
      call = (await server.data("{ calls { edges { node { id } } } }")).calls.edges[0].node.id;
      await mkdir(FOLDER, { recursive: true });
    });
    afterAll(() => disposal.disposeAsync());

    const VIEWS: Record<string, () => string> = {
      contacts: () => "/",
      relationship: () => "/relationship/RU,BY",
      contact: () => `/contact/${call}`,
    };
    for (const look of ["light", "dark", "phone"] as const) {
      for (const [view, path] of Object.entries(VIEWS)) {
        it(`${view}, ${look}`, async () => {
          await using watched = await open(server.url, look);
          const { page } = watched;
          await page.goto(`${server.url}${path()}`);
          await settled(page);
          // What is another from day to day, or from run to run.
          const mask = [page.locator(".figure"), page.locator(".citation"), page.locator(".connection")];
          const drawn = await page.screenshot({ mask, maskColor: "#808080", animations: "disabled" });
          await compare(`${view}-${look}`, drawn);
        });
      }
    }
  },
);

async function compare(name: string, drawn: Buffer): Promise<void> {
  const file = new URL(`${name}.png`, FOLDER);
  if (process.env.UPDATE_LOOKS === "1") {
    await writeFile(file, drawn);
    return;
  }
  const [wanted, found] = [PNG.sync.read(await readFile(file)), PNG.sync.read(drawn)];
  const { width, height } = wanted;
  const isSameSize = width === found.width && height === found.height;
  const different = isSameSize
    ? pixelmatch(wanted.data, found.data, undefined, width, height, { threshold: 0.2 })
    : null;
  const part = different === null ? 1 : different / (width * height);
  if (part > MOST_DIFFERENT) await writeFile(new URL(`${name}.actual.png`, FOLDER), drawn);
  expect(part, `the part of ${name}.png that is drawn otherwise`).toBeLessThanOrEqual(MOST_DIFFERENT);
}
