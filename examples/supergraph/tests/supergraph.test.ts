import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, beforeEach, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { compose, hintsOn, publicSchema, subgraphs } from "../compose.ts";
import { servePictures } from "../pictures/server.ts";
import { type Service, startGateway, startReadout } from "../services.ts";
import { type Counting, counting } from "./counting.ts";

/** Real queries through the real gateway, to Readout as it is and to the picture desk. */

const CALL = "Q29udGFjdDpjOTZlOTFiMy1lMDNhLTVkYTItOTFhNi0yNGE2OWYzMDI0Yjk";
const TITLE = "Call of Vladimir Putin and Alexander Lukashenko";

describe("the composition", () => {
  const parts = subgraphs({ readout: "http://127.0.0.1:1/graphql", pictures: "http://127.0.0.1:2/graphql" });

  test("succeeds with both libraries, with no hint above INFO", () => {
    assert.match(compose(parts), /^type Photograph/m);
    assert.deepEqual(
      hintsOn(parts).filter(({ level }) => level !== "INFO" && level !== "DEBUG"),
      [],
    );
  });

  test("fails with the reasons where subgraphs do not fit", () => {
    const [readout, pictures] = parts;
    assert.ok(readout && pictures);
    const wrong = {
      ...pictures,
      sdl: pictures.sdl.replace("name: String! @external", "name: Int! @external"),
    };
    assert.throws(() => compose([readout, wrong]), /Person\.name/);
  });

  test("gives a contract of what is public: all that can be read, and no writing", () => {
    const schema = publicSchema(parts);
    assert.match(schema, /^interface Contact implements Node/m);
    assert.match(schema, /^type Subscription/m);
    assert.doesNotMatch(schema, /Mutation|FileReport|WriteError|unreviewedReports|uggestedClaim/);
  });
});

describe("through the gateway", () => {
  let folder: string;
  let readout: Service;
  let pictures: Awaited<ReturnType<typeof servePictures>>;
  let toReadout: Counting;
  let toPictures: Counting;
  let port: number;
  let gateway: Service;
  let key: string;
  const supergraph = () => join(folder, "supergraph.graphql");

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "readout-supergraph-"));
    readout = await startReadout(join(folder, "data"));
    pictures = await servePictures();
    toReadout = await counting(readout.url);
    toPictures = await counting(pictures.url);
    await writeFile(supergraph(), compose(subgraphs({ readout: toReadout.url, pictures: toPictures.url })));
    port = await freePort();
    gateway = await startGateway(supergraph(), port);
    key = createKey(join(folder, "data"));
  });
  after(async () => {
    await gateway?.stop();
    await toReadout?.[Symbol.asyncDispose]();
    await toPictures?.[Symbol.asyncDispose]();
    await pictures?.stop();
    await readout?.stop();
    await rm(folder, { recursive: true, force: true });
  });
  beforeEach(() => counts());

  /** Requests to Readout and to the picture desk since the last time. */
  function counts(): [toReadout: number, toPictures: number] {
    return [toReadout.taken().length, toPictures.taken().length];
  }

  // biome-ignore lint/suspicious/noExplicitAny: tests read answers of any shape
  async function ask(query: string, options: { variables?: object; key?: string } = {}): Promise<any> {
    const response = await fetch(gateway.url, {
      method: "POST",
      headers: {
        "Content-Type": "application/json",
        ...(options.key === undefined ? {} : { Authorization: `Bearer ${options.key}` }),
      },
      body: JSON.stringify({ query, variables: options.variables }),
    });
    return response.json();
  }

  test("a contact of Readout has the desk's photographs, and a caption that requires its title: one request to each", async () => {
    const { data, errors } = await ask(
      "{ contacts { edges { node { __typename caption photographs { id } } } } }",
    );

    assert.equal(errors, undefined);
    assert.deepEqual(
      data.contacts.edges.map(({ node }: { node: unknown }) => node),
      [
        { __typename: "Call", caption: `${TITLE}. Picture desk`, photographs: [{ id: "3" }] },
        {
          __typename: "Exchange",
          caption: "Exchange of Vladimir Putin and Alexander Lukashenko. Picture desk",
          photographs: [],
        },
        {
          __typename: "Encounter",
          caption: "Encounter of Vladimir Putin and Alexander Lukashenko. Picture desk",
          photographs: [{ id: "2" }],
        },
      ],
    );
    assert.deepEqual(counts(), [1, 1]);
  });

  test("fragments on concrete types and on the interface go with what the desk adds", async () => {
    const { data, errors } = await ask(`{
      contacts { edges { node {
        ... on Call { channel photographs { id } }
        ... on Encounter { place }
        ... on Contact { parties { ... on State { code } key } }
      } } }
    }`);

    assert.equal(errors, undefined);
    const parties = [
      { code: "RU", key: "RU" },
      { code: "BY", key: "BY" },
    ];
    assert.deepEqual(
      data.contacts.edges.map(({ node }: { node: unknown }) => node),
      [{ channel: "TELEPHONE", photographs: [{ id: "3" }], parties }, { parties }, { place: null, parties }],
    );
  });

  test("the desk's contact is whatever Readout knows it to be", async () => {
    const { data, errors } = await ask(
      '{ photograph(id: "3") { contact { __typename title date { edtf } parties { key } } } }',
    );

    assert.equal(errors, undefined);
    assert.deepEqual(data.photograph.contact, {
      __typename: "Call",
      title: TITLE,
      date: { edtf: "2024?-03-16" },
      parties: [{ key: "RU" }, { key: "BY" }],
    });
    assert.deepEqual(counts(), [1, 1]);
  });

  test("a fragment on a concrete type below the desk's contact is more than the gateway's planner can do yet, and it says so", async () => {
    // @graphql-hive/router-query-planner 0.0.38. Once this fails, the limitation is gone: README.md and docs/federation.md name it.
    const { errors } = await ask('{ photograph(id: "3") { contact { ... on Call { channel } } } }');

    assert.match(errors[0].message, /Failed to plan query/);
    assert.deepEqual(counts(), [0, 0]);
  });

  test("what the desk provides is not asked of Readout; the rest of a person is, by the slug, in one request for all", async () => {
    const provided = await ask("{ photographs { edges { node { people { name } } } } }");
    assert.equal(provided.errors, undefined);
    assert.deepEqual(counts(), [0, 1]);

    const { data, errors } = await ask(
      "{ photographs { edges { node { people { name tenures { office { title } } } } } pageInfo { hasNextPage } } }",
    );
    assert.equal(errors, undefined);
    assert.equal(data.photographs.edges[1].node.people[0].tenures[0].office.title, "President of Russia");
    assert.deepEqual(counts(), [1, 1]);
  });

  test("forth and back: from a person to photographs, to their contacts, to the photographs of those", async () => {
    const { data, errors } = await ask(
      '{ person(slug: "alexander-lukashenko") { portraits { contact { title photographs { id people { name } } } } } }',
    );

    assert.equal(errors, undefined);
    const [, second] = data.person.portraits;
    assert.deepEqual(second.contact.photographs[0].people[0], { name: "Vladimir Putin" });
    const [readouts, desk] = counts();
    assert.ok(readouts <= 2 && desk <= 2, `${readouts} and ${desk} requests`);
  });

  test("what is not in the record is null, and no error for the others", async () => {
    const { data, errors } = await ask("{ photographs { edges { node { id contact { title } } } } }");

    assert.equal(errors, undefined);
    assert.deepEqual(
      data.photographs.edges.map(({ node }: { node: { id: string; contact: unknown } }) => [
        node.id,
        node.contact,
      ]),
      [
        ["4", null],
        ["3", { title: TITLE }],
        ["2", { title: "Encounter of Vladimir Putin and Alexander Lukashenko" }],
        ["1", null],
      ],
    );
  });

  test("an error of Readout comes with its code, and what the desk says of the rest", async () => {
    const { data, errors } = await ask(
      '{ photograph(id: "3") { credit people { name contacts(first: -1) { totalCount } } } }',
    );

    assert.equal(errors[0].extensions.code, "INVALID_INPUT");
    assert.match(errors[0].message, /first/);
    assert.equal(data.photograph.credit, "Picture desk");
  });

  const FILING = `mutation ($input: FileReportInput!) {
    fileReport(input: $input) { __typename ... on WriteError { code } ... on FileReportSuccess { contacts { title caption } } }
  }`;
  const filing = (title: string) => ({
    input: {
      idempotencyKey: title,
      outlet: { slug: "example-agency", name: "Example Agency", kind: "NEWS_AGENCY" },
      report: { title, kind: "ARTICLE", publishedOn: "2024-03-17" },
      claims: [{ subject: { contact: CALL }, field: "OCCURRENCE", value: true, stance: "STATES" }],
    },
  });

  test("who asks is told to Readout, which decides by the role; the picture desk is not told", async () => {
    const refused = await ask(FILING, { variables: filing("Refused") });
    assert.deepEqual(refused.data.fileReport, { __typename: "Forbidden", code: "FORBIDDEN" });
    toReadout.taken();
    toPictures.taken();

    const { data } = await ask(FILING, { variables: filing("Filed"), key });
    assert.equal(data.fileReport.__typename, "FileReportSuccess");
    assert.deepEqual(data.fileReport.contacts, [{ title: TITLE, caption: `${TITLE}. Picture desk` }]);
    assert.deepEqual(
      new Set(toReadout.taken().map(({ authorization }) => authorization)),
      new Set([`Bearer ${key}`]),
    );
    assert.deepEqual(new Set(toPictures.taken().map(({ authorization }) => authorization)), new Set([null]));

    const wrong = await ask("{ contacts { totalCount } }", { key: "readout_wrong" });
    assert.equal(wrong.errors[0].extensions.code, "UNAUTHENTICATED");
  });

  const CHANGES = `subscription ($after: String) { changes(after: $after) {
    cursor ... on ContactChange { contact { title photographs { id } } }
  } }`;

  test("a subscription tells changes with what the desk adds, and goes on from its cursor after the gateway was started anew", async () => {
    const before = (await ask("{ changeCursor }")).data.changeCursor;
    await ask(FILING, { variables: filing("Told"), key });
    const told = await firstOf(gateway.url, CHANGES, { after: before }, ({ changes }) => changes.contact);
    assert.deepEqual(told.contact, { title: TITLE, photographs: [{ id: "3" }] });

    await gateway.stop();
    await ask("{ __typename }").then(
      () => assert.fail("The gateway still answers"),
      () => {},
    );
    gateway = await startGateway(supergraph(), port);
    await ask(FILING, { variables: filing("Told again"), key });

    const again = await firstOf(
      gateway.url,
      CHANGES,
      { after: told.cursor },
      ({ changes }) => changes.contact,
    );
    assert.equal(again.contact.title, TITLE);
    assert.notEqual(again.cursor, told.cursor);
  });

  test("where the picture desk is down, Readout's part is there, with an error that names the desk; and all of it after", async () => {
    const query = "{ contacts(first: 1) { edges { node { title caption photographs { id } } } } }";
    await pictures.stop();
    const { data, errors } = await ask(query);

    assert.deepEqual(data.contacts.edges[0].node.title, TITLE);
    assert.deepEqual(
      [data.contacts.edges[0].node.caption, data.contacts.edges[0].node.photographs],
      [null, null],
    );
    assert.match(JSON.stringify(errors), /pictures/);

    pictures = await servePictures(pictures.port);
    const after = await ask(query);
    assert.equal(after.errors, undefined);
    assert.deepEqual(after.data.contacts.edges[0].node.photographs, [{ id: "3" }]);
  });
});

/** A key of a contributor. */
function createKey(dataDir: string): string {
  const main = fileURLToPath(new URL("../../../src/main.ts", import.meta.url));
  const args = [
    "--disable-warning=ExperimentalWarning",
    main,
    "keys",
    "create",
    "--role",
    "CONTRIBUTOR",
    "--name",
    "test",
  ];
  const written = execFileSync(process.execPath, args, {
    env: { ...process.env, DATA_DIR: dataDir, DATABASE_URL: "" },
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
  });
  return written.trim().split("\n")[0] ?? "";
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === "string") throw new Error("There is no free port");
  return address.port;
}

/** What a subscription tells first that is looked for, over Server-Sent Events. */
async function firstOf(
  url: string,
  query: string,
  variables: object,
  // biome-ignore lint/suspicious/noExplicitAny: tests read answers of any shape
  isWanted: (data: any) => unknown,
  // biome-ignore lint/suspicious/noExplicitAny: tests read answers of any shape
): Promise<any> {
  const response = await fetch(url, {
    method: "POST",
    headers: { "Content-Type": "application/json", Accept: "text/event-stream" },
    body: JSON.stringify({ query, variables }),
    signal: AbortSignal.timeout(30_000),
  });
  let text = "";
  for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    text += new TextDecoder().decode(chunk);
    for (const [, json = ""] of text.matchAll(/^data: ?(\{.*\})$/gm)) {
      const { data, errors } = JSON.parse(json);
      if (errors !== undefined) throw new Error(JSON.stringify(errors));
      if (isWanted(data)) return data.changes;
    }
  }
  throw new Error(`The subscription ended: ${response.status} ${text}`);
}
