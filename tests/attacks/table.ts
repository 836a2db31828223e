import { post } from "../testkit/attack.ts";

/** An attack over HTTP: what is sent, and what an answer must be like. */
export interface Attack {
  readonly name: string;
  readonly bytes: readonly (string | Buffer)[];
  /** Of the first answer; 0 where the connection is closed without one. */
  readonly status: number | readonly number[];
  readonly says?: RegExp;
  readonly saysNot?: RegExp;
}

const json = (query: unknown, more: object = {}) => JSON.stringify({ query, ...more });
const get = (target: string, headers = "") =>
  `GET ${target} HTTP/1.1\r\nHost: readout.test\r\nAccept: application/json\r\nConnection: close\r\n${headers}\r\n`;
const url = (query: string) => `/graphql?query=${encodeURIComponent(query)}`;

/** A document, which is to be refused as it stands. */
const document = (
  name: string,
  query: string,
  says: RegExp,
  status: Attack["status"] = [200, 400],
): Attack => ({
  name,
  bytes: [post(json(query))],
  status,
  says,
});

/** Variables, as JSON text, for a list's arguments. */
const variables = (name: string, text: string, says: RegExp): Attack => ({
  name,
  bytes: [
    post(
      `{"query":"query ($first: Int, $after: String, $filter: ContactFilter) { contacts(first: $first, after: $after, filter: $filter) { edges { cursor } } }","variables":${text}}`,
    ),
  ],
  status: [200, 400],
  says,
});

const cursor = (name: string, text: string): Attack =>
  variables(
    name,
    JSON.stringify({ after: text }),
    /"code":"INVALID_INPUT".*no cursor of this list|no cursor of this list.*INVALID_INPUT/,
  );
const position = (...parts: unknown[]) => Buffer.from(JSON.stringify(parts)).toString("base64url");

const nested = (depth: number) =>
  `${"{ contacts { edges { node { previous ".repeat(1)}${"{ previous ".repeat(depth)}{ id }${" }".repeat(depth + 4)}`;
const KEYED = { Authorization: "Bearer readout_00000000_00000000000000000000000000000000" };
const MUTATION = 'mutation { retractReport(input: { report: "x", reason: "y" }) { __typename } }';

export const ATTACKS: readonly Attack[] = [
  // Too much.
  document("a million levels of brackets", "{a".repeat(400_000), /TOO_COSTLY|too long/, 400),
  document("levels of fields", nested(40), /TOO_COSTLY.*levels of fields|levels of fields.*TOO_COSTLY/, 400),
  document(
    "a thousand aliases",
    `{ ${Array.from({ length: 300 }, (_, n) => `a${n}: changeCursor`).join(" ")} }`,
    /fields at its root/,
    400,
  ),
  document(
    "aliases below the root",
    `{ outlets { ${Array.from({ length: 90 }, (_, n) => `a${n}: totalCount`).join(" ")} } }`,
    /aliases/,
    400,
  ),
  document(
    "directives without an end",
    `{ changeCursor ${"@include(if: true) ".repeat(200)} }`,
    /can only be used once|directives/,
  ),
  document(
    "directives on many fields",
    `{ outlets { ${Array.from({ length: 60 }, () => "... @include(if: true) { totalCount }").join(" ")} } }`,
    /directives/,
    400,
  ),
  document("more words than a document may have", `{ ${"changeCursor ".repeat(3000)} }`, /too long/, 400),
  document(
    "lines without an end before what is wrong",
    `{ ${"\n".repeat(400_000)} ${Array.from({ length: 100 }, (_, n) => `x${n}`).join(" ")} }`,
    /too long.*TOO_COSTLY/,
    400,
  ),
  document("a fragment that names itself", "{ ...A } fragment A on Query { ...A }", /Cannot spread fragment/),
  document(
    "fragments in a ring",
    "{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }",
    /Cannot spread fragment/,
  ),
  document(
    "fragments that double forty times",
    `{ ...A0 } ${Array.from({ length: 40 }, (_, n) => `fragment A${n} on Query { ...A${n + 1} ...A${n + 1} }`).join(" ")} fragment A40 on Query { changeCursor }`,
    /TOO_COSTLY/,
    400,
  ),
  document(
    "lists within lists within lists",
    "{ states(first: 200) { edges { node { contacts(first: 200) { edges { node { reports(first: 200) { edges { node { title } } } } } } } } } }",
    /TOO_COSTLY.*costs|costs.*TOO_COSTLY/,
    400,
  ),
  document("a page without an end", "{ outlets(first: 2147483647) { edges { cursor } } }", /INVALID_INPUT/),
  document("a page of less than nothing", "{ outlets(first: -1) { edges { cursor } } }", /INVALID_INPUT/),
  document(
    "introspection in circles",
    "{ __schema { types { fields { type { fields { type { fields { type { fields { name } } } } } } } } } }",
    /introspection depth/i,
  ),
  document(
    "introspection twenty times",
    `{ ${Array.from({ length: 20 }, (_, n) => `a${n}: __schema { types { name description kind inputFields { name } fields { description name args { name type { name } } type { name } } } }`).join(" ")} }`,
    /TOO_COSTLY/,
    400,
  ),
  document("ids without an end", `{ nodes(ids: [${'"x" '.repeat(500)}]) { id } }`, /INVALID_INPUT/),
  document(
    "a filter of filters",
    `{ contacts(filter: ${"{not: ".repeat(60)}{}${"}".repeat(60)}) { totalCount } }`,
    /INVALID_INPUT|TOO_COSTLY/,
  ),
  document(
    "a search for a thousand words",
    `{ search(text: "${"a ".repeat(5000)}x") { totalCount } }`,
    /"data"/,
    200,
  ),
  document(
    "a word that is longer than any",
    `{ search(text: "${"a".repeat(100_000)}") { totalCount } }`,
    /"totalCount":0/,
    200,
  ),
  document(
    "a timeline of ten thousand years by months",
    '{ relationship(between: ["RU", "BY"]) { timeline(by: MONTH, during: {from: "0001-01-01", to: "9999-12-31"}) { start } } }',
    /INVALID_INPUT/,
  ),
  document(
    "a regular expression's worst text",
    `{ search(text: "${"a".repeat(30_000)}!") { totalCount } }`,
    /"totalCount":0/,
    200,
  ),
  document(
    "a date that backtracks",
    `{ contacts(filter: { during: { from: "${"9".repeat(50_000)}-" } }) { totalCount } }`,
    /INVALID_INPUT/,
  ),
  {
    name: "several requests in one",
    bytes: [post(JSON.stringify([{ query: "{ changeCursor }" }, { query: "{ changeCursor }" }]))],
    status: 400,
    says: /[Bb]atch/,
  },
  {
    name: "a body of two megabytes",
    bytes: [post(json("{ changeCursor }", { pad: "x".repeat(2_000_000) }))],
    status: [413, 0],
  },
  {
    name: "a body that says it is huge",
    bytes: [post("{", { "Content-Length": "99999999999" })],
    status: 413,
    says: /TOO_LARGE/,
  },
  {
    name: "chunks without an end",
    bytes: [
      post("", { "Content-Length": null, "Transfer-Encoding": "chunked" }),
      ...Array.from({ length: 40 }, () => `10000\r\n${"x".repeat(0x10000)}\r\n`),
    ],
    status: [413, 0],
  },
  { name: "an address of 20 kB", bytes: [get(url(`{ ${"a".repeat(20_000)} }`))], status: 431 },
  { name: "headers of 20 kB", bytes: [get("/graphql", `X-Large: ${"x".repeat(20_000)}\r\n`)], status: 431 },
  {
    name: "a thousand headers",
    bytes: [get("/graphql", Array.from({ length: 2000 }, (_, n) => `X-${n}: 1\r\n`).join(""))],
    status: 431,
  },

  // Values that are none.
  variables("NUL in a text", '{"filter":{"text":"a\\u0000b"}}', /INVALID_INPUT/),
  variables("half a surrogate pair", '{"filter":{"text":"\\ud800"}}', /INVALID_INPUT/),
  variables("NUL in a name", '{"filter":{"a\\u0000":1}}', /INVALID_INPUT|not defined/),
  variables("a number of 64 bits", '{"first":9223372036854775807}', /cannot represent non 32-bit/),
  variables("a number beyond all", '{"first":1e999}', /INVALID_INPUT|cannot represent/),
  variables("NaN, which is no JSON", '{"first":NaN}', /JSON|parse/i),
  variables("half a thing", '{"first":1.5}', /cannot represent non-integer/),
  variables("a text for a number", '{"first":"1; DROP TABLE contact"}', /cannot represent non-integer/),
  variables("an object for a text", '{"after":{"$ne":null}}', /cannot represent a non string/),
  variables(
    "a prototype for a filter",
    '{"filter":{"__proto__":{"shown":true}}}',
    /__proto__.{1,3} is not defined/,
  ),
  variables(
    "a constructor for a filter",
    '{"filter":{"constructor":{"prototype":{"a":1}}}}',
    /constructor.{1,3} is not defined/,
  ),
  variables("a prototype for variables", '{"__proto__":{"first":100000}}', /"data"/),
  variables(
    "a list of a hundred thousand",
    `{"filter":{"people":[${'"x",'.repeat(30_000)}"x"]}}`,
    /TOO_COSTLY/,
  ),
  variables(
    "ten thousand levels",
    `{"filter":${'{"not":'.repeat(10_000)}{}${"}".repeat(10_000)}}`,
    /TOO_COSTLY|nested/,
  ),
  variables(
    "ten thousand values that are all wrong",
    `{"filter":{"people":[${"1.5,".repeat(10_000)}1.5]}}`,
    /got invalid value 1\.5 at/,
  ),
  variables("variables that are a list", '["x"]', /variables/i),
  variables("SQL in a text", '{"filter":{"text":"\'; DROP TABLE contact; --"}}', /"data"/),
  variables(
    "SQL in a key",
    '{"filter":{"parties":{"allOf":["RU\' OR 1=1 --"]}}}',
    /"edges":\[\]|INVALID_INPUT/,
  ),
  variables("operators of text search", '{"filter":{"text":"!a & (b | c):* <-> d"}}', /"data"/),
  document("NUL in the document's text", '{ search(text: "\\u0000") { totalCount } }', /INVALID_INPUT/),
  document("NUL in the document itself", "{ a\u0000 }", /Syntax Error/),
  document("a name from the prototype", "{ constructor __proto__ }", /Cannot query field/),
  {
    name: "an operation named after the prototype",
    bytes: [post(json("query A { changeCursor }", { operationName: "__proto__" }))],
    status: [200, 400],
    says: /Unknown operation|errors/,
  },
  { name: "a query that is a number", bytes: [post(json(42))], status: [200, 400], says: /errors/ },
  {
    name: "a query that is an object",
    bytes: [post(json({ toString: "x" }))],
    status: [200, 400],
    says: /errors/,
  },
  { name: "a body that is null", bytes: [post("null")], status: [200, 400], says: /errors/ },
  { name: "a body that is a text", bytes: [post('"{ changeCursor }"')], status: [200, 400], says: /errors/ },
  { name: "half a body of JSON", bytes: [post('{"query":"{ changeCursor')], status: 400, says: /errors/ },
  { name: "no body", bytes: [post("")], status: 400, says: /BAD_REQUEST/ },
  {
    name: "a body that is not UTF-8",
    bytes: [post(Buffer.from([0x7b, 0xff, 0xfe, 0x7d]))],
    status: 400,
    says: /UTF-8/,
  },
  {
    name: "a hundred thousand brackets for a body",
    bytes: [post("[".repeat(100_000))],
    status: 400,
    says: /errors/,
  },
  {
    name: "extensions that ask for another's query",
    bytes: [
      post(json(undefined, { extensions: { persistedQuery: { version: 1, sha256Hash: "0".repeat(64) } } })),
    ],
    status: [404],
    says: /PersistedQueryNotFound/,
  },

  // Cursors and ids that we did not give.
  cursor("a cursor of noise", "%%%"),
  cursor("a cursor of another list", position("outlets by name", "x", "y")),
  cursor("a cursor with SQL for a position", position("contacts by date, descending", "1'; --", "x")),
  cursor("a cursor with an object", position("contacts by date", { toString: 1 })),
  cursor("a cursor with NUL", position("contacts by date", "\0", "x")),
  cursor("a cursor from the prototype", Buffer.from('{"__proto__":[]}').toString("base64url")),
  cursor("a cursor of ten thousand letters", "A".repeat(10_000)),
  document("an id of noise", '{ node(id: "%%%") { id } }', /"node":null/, 200),
  document("an id that is a path", '{ node(id: "../../etc/passwd") { id } }', /"node":null/, 200),
  document(
    "an id of another's making",
    `{ node(id: "${Buffer.from("Contact:' OR 1=1").toString("base64url")}") { id } }`,
    /"node":null/,
    200,
  ),
  document(
    "a type that is not for all",
    `{ node(id: "${Buffer.from("ApiKey:00000000-0000-4000-8000-000000000000").toString("base64url")}") { id } }`,
    /"node":null/,
    200,
  ),

  {
    name: "NUL in a parameter of a file",
    bytes: [get("/contacts.csv?text=%00")],
    status: 400,
    says: /INVALID_INPUT.*"argumentPath":\["text"\]/,
  },
  {
    name: "half a surrogate pair in a filter of a feed",
    bytes: [get(`/feed.atom?filter=${encodeURIComponent('{"people":["\\ud800"]}')}`)],
    status: 400,
    says: /INVALID_INPUT.*"argumentPath":\["filter","people",0\]/,
  },

  // Writing from where one may not.
  { name: "a mutation by GET", bytes: [get(url(MUTATION))], status: 405 },
  {
    name: "a mutation as a form",
    bytes: [
      post(`query=${encodeURIComponent(MUTATION)}`, { "Content-Type": "application/x-www-form-urlencoded" }),
    ],
    status: 415,
    says: /UNSUPPORTED_MEDIA_TYPE/,
  },
  {
    name: "a mutation as plain text",
    bytes: [post(json(MUTATION), { "Content-Type": "text/plain" })],
    status: 415,
  },
  { name: "a mutation without a type", bytes: [post(json(MUTATION), { "Content-Type": null })], status: 415 },
  {
    name: "a mutation as a form of parts",
    bytes: [
      post(`--x\r\nContent-Disposition: form-data; name="operations"\r\n\r\n${json(MUTATION)}\r\n--x--`, {
        "Content-Type": "multipart/form-data; boundary=x",
      }),
    ],
    status: 415,
  },
  {
    name: "two types at once",
    bytes: [post(json(MUTATION), { "Content-Type": "text/plain; application/json" })],
    status: 415,
  },
  {
    name: "a compressed body",
    bytes: [post(json("{ changeCursor }"), { "Content-Encoding": "gzip" })],
    status: 415,
  },
  {
    name: "a mutation without a key",
    bytes: [post(json(MUTATION))],
    status: 200,
    says: /FORBIDDEN|Forbidden/,
  },
  {
    name: "a key that we did not give",
    bytes: [post(json("{ changeCursor }"), KEYED)],
    status: 401,
    says: /UNAUTHENTICATED/,
    saysNot: /00000000_0/,
  },
  {
    name: "a token without a signature",
    bytes: [
      post(json("{ changeCursor }"), {
        Authorization: "Bearer eyJhbGciOiJub25lIn0.eyJyZWFkb3V0X3JvbGUiOiJBRE1JTiJ9.",
      }),
    ],
    status: 401,
  },
  {
    name: "a credential of 9 kB",
    bytes: [post(json("{ changeCursor }"), { Authorization: `Bearer ${"x".repeat(9000)}` })],
    status: 401,
  },
  {
    name: "a password for a key",
    bytes: [post(json("{ changeCursor }"), { Authorization: "Basic YWRtaW46YWRtaW4=" })],
    status: 401,
  },
  {
    name: "a role in a header",
    bytes: [post(json(MUTATION), { "X-Role": "ADMIN", Cookie: "role=ADMIN" })],
    status: 200,
    says: /FORBIDDEN|Forbidden/,
  },
  {
    name: "another method in a header",
    bytes: [get(url(MUTATION), "X-HTTP-Method-Override: POST\r\n")],
    status: 405,
  },

  // HTTP that is none.
  {
    name: "two lengths",
    bytes: [post(json("{ changeCursor }"), { "Content-Length": "5\r\nContent-Length: 6" })],
    status: 400,
  },
  {
    name: "a length and chunks",
    bytes: [post(json("{ changeCursor }"), { "Transfer-Encoding": "chunked" })],
    status: 400,
  },
  { name: "a length with a sign", bytes: [post("{}", { "Content-Length": "+2" })], status: 400 },
  {
    name: "chunks of an unheard-of kind",
    bytes: [post("{}", { "Content-Length": null, "Transfer-Encoding": "xchunked" })],
    status: 400,
  },
  {
    name: "a chunk of a wrong size",
    bytes: [post("zz\r\n{}\r\n0\r\n\r\n", { "Content-Length": null, "Transfer-Encoding": "chunked" })],
    status: 400,
  },
  { name: "a header on two lines", bytes: [get("/graphql", "X-A: 1\r\n folded\r\n")], status: [400, 200] },
  { name: "a space before the colon", bytes: [get("/graphql", "Content-Length : 5\r\n")], status: 400 },
  { name: "a header with NUL", bytes: [get("/graphql", "X-A: a\0b\r\n")], status: 400 },
  {
    name: "chunks that are not the last of what was done to the body",
    bytes: [post("0\r\n\r\n", { "Content-Length": null, "Transfer-Encoding": "chunked, identity" })],
    status: 400,
  },
  {
    name: "a chunk with words of 100 kB beside its size",
    bytes: [
      post(`1;${"x".repeat(100_000)}\r\n{\r\n0\r\n\r\n`, {
        "Content-Length": null,
        "Transfer-Encoding": "chunked",
      }),
    ],
    status: [413, 0],
  },
  {
    name: "a second request in the body of one that takes none",
    bytes: [get("/nothing", "Content-Length: 44\r\n"), "GET /health/live HTTP/1.1\r\nHost: smuggled\r\n\r\n"],
    status: 404,
    saysNot: /live/,
  },
  {
    name: "another protocol in place of HTTP/1.1",
    bytes: [
      "GET /graphql HTTP/1.1\r\nHost: x\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAA\r\n\r\n",
    ],
    status: 400,
  },
  { name: "no host", bytes: ["GET /graphql HTTP/1.1\r\n\r\n"], status: 400 },
  { name: "HTTP of no version", bytes: ["GET /graphql HTTP/9.9\r\nHost: x\r\n\r\n"], status: [400, 505] },
  {
    name: "TLS where there is none",
    bytes: [Buffer.from([0x16, 3, 1, 2, 0, 1, 0, 1, 0xfc, 3, 3])],
    status: [400, 0],
  },
  { name: "a line that is no request", bytes: ["\0\0\0\0\r\n\r\n"], status: 400 },
  {
    name: "a method that is not taken",
    bytes: ["DELETE /graphql HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"],
    status: 405,
    says: /GET or POST/,
  },
  {
    name: "TRACE, which would tell the headers",
    bytes: ["TRACE /graphql HTTP/1.1\r\nHost: x\r\nX-Secret: s3cret\r\nConnection: close\r\n\r\n"],
    status: 405,
    saysNot: /s3cret/,
  },
  {
    name: "CONNECT to another host",
    bytes: ["CONNECT example.com:443 HTTP/1.1\r\nHost: example.com\r\n\r\n"],
    status: [0, 400, 404, 405],
  },
  { name: "a path above the folder", bytes: [get("/graphiql/../../package.json")], status: 404 },
  {
    name: "a path above the folder, encoded",
    bytes: [get("/graphiql/%2e%2e%2f%2e%2e%2fpackage.json")],
    status: 404,
  },
  { name: "a whole address for a path", bytes: [get("http://example.com/graphql")], status: [400, 404] },
  {
    name: "a query string that does not decode",
    bytes: [get("/graphql?query=%E0%A4%A")],
    status: [200, 400],
  },
  {
    name: "variables that do not parse in an address",
    bytes: [get(`${url("{ changeCursor }")}&variables={`)],
    status: 400,
  },
  {
    name: "an answer in a type that there is not",
    bytes: [post(json("{ changeCursor }"), { Accept: "image/png" })],
    status: 406,
  },
  {
    name: "a second request in the first one's body",
    bytes: [post(`${json("{ changeCursor }")}GET /secret HTTP/1.1\r\n\r\n`)],
    status: 400,
  },

  // Over Server-Sent Events.
  {
    name: "SSE: a subscription without a cursor's form",
    bytes: [
      post(json('subscription { changes(after: "noise") { cursor } }'), { Accept: "text/event-stream" }),
    ],
    status: 400,
    says: /INVALID_INPUT/,
  },
  {
    name: "SSE: a cursor of another record",
    bytes: [
      post(
        json(
          `subscription { changes(after: "${Buffer.from("00000000:5").toString("base64url")}") { cursor } }`,
        ),
        { Accept: "text/event-stream" },
      ),
    ],
    status: 400,
    says: /INVALID_INPUT/,
  },
  {
    name: "SSE: a cursor beyond all numbers",
    bytes: [
      get(
        url("subscription { changes { cursor } }"),
        "Last-Event-ID: MDAwMDAwMDA6OTk5OTk5OTk5OTk5OTk5OTk5OTk5\r\n",
      ).replace("application/json", "text/event-stream"),
    ],
    status: 400,
    says: /INVALID_INPUT/,
  },
  {
    name: "SSE: two subscriptions in one",
    bytes: [
      post(json("subscription { changes { cursor } b: changes { cursor } }"), {
        Accept: "text/event-stream",
      }),
    ],
    status: [200, 400],
    says: /must select only one|only one top level/i,
  },
  {
    name: "SSE: aliases without an end",
    bytes: [
      post(
        json(
          `subscription { changes { ${Array.from({ length: 200 }, (_, n) => `a${n}: cursor`).join(" ")} } }`,
        ),
        { Accept: "text/event-stream" },
      ),
    ],
    status: 400,
    says: /aliases/,
  },
  {
    name: "SSE: more than an operation may cost",
    bytes: [
      post(
        json(
          "subscription { contactChanged { contact { reports(first: 200) { edges { node { contacts { reports(first: 200) { edges { node { contacts { id title } } } } } } } } } } }",
        ),
        { Accept: "text/event-stream" },
      ),
    ],
    status: 400,
    says: /TOO_COSTLY/,
  },
  {
    name: "SSE: a wrong key",
    bytes: [post(json("subscription { changes { cursor } }"), { Accept: "text/event-stream", ...KEYED })],
    status: 401,
  },
];
