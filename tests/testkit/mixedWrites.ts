import { filingOf } from "./load.ts";
import { run } from "./process.ts";

/** What was sent as one mutation, and whether its success came back. */
interface Sent {
  readonly key: string;
  readonly filing: object;
  isAcknowledged: boolean;
  report: string | null;
  contact: string | null;
  /** Of the report: it was to be retracted, and that it was came back. */
  retraction: "none" | "sent" | "acknowledged";
}

/** Writers at work on a server, until it is gone or they are told to stop. */
export interface MixedWrites {
  readonly sent: readonly Sent[];
  /** How many writes came back. */
  readonly acknowledged: number;
  /** Ids of the claims of inferences, and of the contacts that were merged into others, that came back. */
  readonly inferred: readonly string[];
  readonly merged: readonly string[];
  /** Resolves when so many writes came back. */
  reached(writes: number): Promise<void>;
  /** Resolves when no writer is at work any more. */
  stop(): Promise<void>;
}

const WRITERS = 4;
/** Of each report: three that it lists, and the kind, the date and the two parties by which it describes the contact. */
const CLAIMS = 7;

/** A key with which everything can be written that the writers do. */
export async function editorKey(environment: Readonly<Record<string, string>>): Promise<string> {
  const { stdout, stderr } = await run(
    ["keys", "create", "--role", "EDITOR", "--name", "desk", "--json"],
    environment,
  );
  if (stdout === "") throw new Error(stderr);
  return JSON.parse(stdout).key;
}

/** Begins, with contacts of that number, to file reports, retract some of them, infer values, and merge contacts, all at the same time. */
export function mixedWrites(url: string, key: string, name: string, from: number): MixedWrites {
  const sent: Sent[] = [];
  const inferred: string[] = [];
  const merged: string[] = [];
  let isOver = false;
  let writes = 0;
  let waiting: { writes: number; resolve(): void }[] = [];
  const count = () => {
    writes++;
    for (const { resolve } of waiting.filter((one) => one.writes <= writes)) resolve();
    waiting = waiting.filter((one) => one.writes > writes);
  };
  const work = async (writer: number) => {
    let before: Sent | null = null;
    for (let turn = 0; !isOver; turn++) {
      const one = filingTo(name, from + sent.length);
      sent.push(one);
      await file(url, key, one);
      count();
      if (turn % 4 === 1) {
        one.retraction = "sent";
        await write(url, key, "retractReport", "report { id }", { report: one.report, reason: "wrong" });
        one.retraction = "acknowledged";
      } else if (turn % 4 === 2) {
        const input = { contact: one.contact, field: "TOPICS", value: "arms", reason: "so it seems" };
        inferred.push((await write(url, key, "inferValue", "claim { id }", input)).claim.id);
      } else if (turn % 4 === 3 && before?.contact) {
        const input = { from: before.contact, into: one.contact, reason: "the same" };
        await write(url, key, "mergeContacts", "merge", input);
        merged.push(before.contact);
      }
      before = turn % 4 === 2 ? one : null;
      if (turn % 4 !== 0) count();
    }
    return writer;
  };
  const atWork = Array.from({ length: WRITERS }, (_, writer) => work(writer).catch((error) => error));
  return {
    sent,
    get acknowledged() {
      return writes;
    },
    inferred,
    merged,
    reached: async (most) => {
      const reached = new Promise<void>((resolve) => waiting.push({ writes: most, resolve }));
      const ended = Promise.all(atWork).then((ends) => {
        throw new Error(`The writers have ended: ${ends}`);
      });
      await Promise.race([reached, ended]);
    },
    stop: async () => {
      isOver = true;
      await Promise.all(atWork);
    },
  };
}

/**
 * What is not as it was acknowledged, or is there in part; empty where all is right. What was not acknowledged is sent
 * again, as a client would.
 */
export async function wrongAfter(
  url: string,
  key: string,
  { sent, inferred, merged }: MixedWrites,
): Promise<string[]> {
  const wrong: string[] = [];
  for (const one of sent) {
    if (!one.isAcknowledged) await file(url, key, one);
    const { node } = await ask(
      url,
      key,
      "query ($id: ID!) { node(id: $id) { ... on Report { claims { retractedAt } } } }",
      {
        id: one.report,
      },
    );
    const claims = (node?.claims ?? []) as { retractedAt: string | null }[];
    const retracted = claims.filter(({ retractedAt }) => retractedAt !== null).length;
    if (claims.length !== CLAIMS) wrong.push(`${one.key} has ${claims.length} claims`);
    const may = { none: [0], sent: [0, CLAIMS], acknowledged: [CLAIMS] }[one.retraction];
    if (!may.includes(retracted)) wrong.push(`${one.key}: ${retracted} claims are retracted`);
  }
  for (const id of inferred) {
    const { node } = await ask(url, key, "query ($id: ID!) { node(id: $id) { ... on Claim { stance } } }", {
      id,
    });
    if (node?.stance !== "INFERRED") wrong.push(`The inference ${id} is ${JSON.stringify(node)}`);
  }
  for (const id of merged) {
    const { node } = await ask(url, key, "query ($id: ID!) { node(id: $id) { id } }", { id });
    if (node?.id === id) wrong.push(`The contact ${id} is not merged`);
  }
  return wrong;
}

function filingTo(name: string, number: number): Sent {
  const filing = filingOf(number, `${name} ${number}`) as { idempotencyKey: string; claims: object[] };
  const more = ["TOPICS", "PLACE"].map((field) => ({
    subject: { ref: "call" },
    field,
    value: field === "TOPICS" ? "arms" : `Hall ${number}`,
    stance: "STATES",
  }));
  return {
    key: filing.idempotencyKey,
    filing: {
      ...filing,
      describes: { topics: [{ slug: "arms", label: "Arms" }] },
      claims: [...filing.claims, ...more],
    },
    isAcknowledged: false,
    report: null,
    contact: null,
    retraction: "none",
  };
}

async function file(url: string, key: string, one: Sent): Promise<void> {
  const { report, contacts } = await write(
    url,
    key,
    "fileReport",
    "report { id } contacts { id }",
    one.filing,
  );
  Object.assign(one, { isAcknowledged: true, report: report.id, contact: contacts[0]?.id ?? null });
}

async function write(
  url: string,
  key: string,
  name: string,
  selection: string,
  input: object,
  // biome-ignore lint/suspicious/noExplicitAny: payloads of any shape
): Promise<any> {
  const payload = `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
  const document = `mutation ($input: ${payload}Input!) { ${name}(input: $input) { __typename
    ... on ${payload}Success { ${selection} } ... on WriteError { code message } } }`;
  const answer = (await ask(url, key, document, { input }))[name];
  if (answer.__typename !== `${payload}Success`) throw new Error(JSON.stringify(answer));
  return answer;
}

// biome-ignore lint/suspicious/noExplicitAny: answers of any shape
async function ask(url: string, key: string, query: string, variables: object): Promise<any> {
  const response = await fetch(`${url}/graphql`, {
    method: "POST",
    headers: { "Content-Type": "application/json", Authorization: `Bearer ${key}` },
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors } = (await response.json()) as { data?: unknown; errors?: unknown };
  if (errors !== undefined) throw new Error(JSON.stringify(errors));
  return data;
}
