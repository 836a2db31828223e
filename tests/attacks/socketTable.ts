/** An attack over a WebSocket: what is said, and how it is answered. */
export interface SocketAttack {
  readonly name: string;
  readonly messages: readonly (string | Buffer | object)[];
  readonly protocol?: string;
  /** The close code; left out where the connection may stay. */
  readonly code?: number;
  readonly says?: RegExp;
}

const init = (payload: object = {}) => ({ type: "connection_init", payload });
const subscribe = (query: unknown, more: object = {}) => ({
  id: "1",
  type: "subscribe",
  payload: { query, ...more },
});

export const SOCKET_ATTACKS: readonly SocketAttack[] = [
  {
    name: "WebSocket: an operation before the connection's beginning",
    messages: [subscribe("{ changeCursor }")],
    code: 4401,
  },
  { name: "WebSocket: two beginnings", messages: [init(), init()], code: 4429 },
  { name: "WebSocket: noise", messages: [Buffer.from([0, 1, 2, 255])], code: 4400 },
  { name: "WebSocket: no JSON", messages: ["{"], code: 4400 },
  { name: "WebSocket: a message of no type", messages: [{ type: "__proto__" }], code: 4400 },
  { name: "WebSocket: a message of two megabytes", messages: [init(), "x".repeat(2_000_000)], code: 1009 },
  {
    name: "WebSocket: a protocol that is not spoken",
    messages: [init()],
    protocol: "graphql-ws-next",
    says: /no subprotocol/,
  },
  {
    name: "WebSocket: a wrong key",
    messages: [init({ authorization: "Bearer readout_00000000_0000" })],
    code: 4401,
  },
  {
    name: "WebSocket: a key that is an object",
    messages: [
      init({ authorization: { role: "ADMIN" } }),
      subscribe('mutation { retractReport(input: { report: "x", reason: "y" }) { __typename } }'),
    ],
    says: /FORBIDDEN|Forbidden/,
  },
  {
    name: "WebSocket: two operations of one id",
    messages: [
      init(),
      subscribe("subscription { changes { cursor } }"),
      subscribe("subscription { changes { cursor } }"),
    ],
    code: 4409,
  },
  { name: "WebSocket: a query that is a number", messages: [init(), subscribe(42)], code: 4400 },
  {
    name: "WebSocket: a document that does not parse",
    messages: [init(), subscribe("{")],
    says: /Syntax Error/,
  },
  {
    name: "WebSocket: more than an operation may cost",
    messages: [
      init(),
      subscribe(
        "{ states(first: 200) { edges { node { contacts(first: 200) { edges { node { title } } } } } } }",
      ),
    ],
    says: /TOO_COSTLY/,
  },
  {
    name: "WebSocket: a subscription that may cost no more",
    messages: [
      init(),
      subscribe(
        "subscription { contactChanged { contact { reports(first: 200) { edges { node { contacts { reports(first: 200) { edges { node { contacts { id title } } } } } } } } } } }",
      ),
    ],
    says: /TOO_COSTLY/,
  },
  {
    name: "WebSocket: a document that is too long",
    messages: [init(), subscribe(`{ ${"changeCursor ".repeat(3000)} }`)],
    says: /TOO_COSTLY/,
  },
  {
    name: "WebSocket: lines without an end before what is wrong",
    messages: [
      init(),
      subscribe(`{ ${"\n".repeat(400_000)} ${Array.from({ length: 100 }, (_, n) => `x${n}`).join(" ")} }`),
    ],
    says: /TOO_COSTLY/,
  },
  {
    name: "WebSocket: NUL in a variable",
    messages: [
      init(),
      subscribe("query ($text: String!) { search(text: $text) { totalCount } }", {
        variables: { text: "\0" },
      }),
    ],
    says: /INVALID_INPUT/,
  },
  {
    name: "WebSocket: a forged cursor",
    messages: [init(), subscribe('subscription { changes(after: "noise") { cursor } }')],
    says: /INVALID_INPUT/,
  },
  {
    name: "WebSocket: introspection in circles",
    messages: [
      init(),
      subscribe(
        "{ __schema { types { fields { type { fields { type { fields { type { fields { name } } } } } } } } } }",
      ),
    ],
    says: /introspection depth/i,
  },
];
