import { firstDifference } from "./answers.ts";
import type { Asked } from "./servers/asked.ts";
import { SERVERS, type ServerName } from "./servers/servers.ts";
import type { Draw, Mix, OperationName, Variables } from "./variables.ts";

/** A server that answers. */
export interface Answering {
  readonly name: ServerName;
  readonly url: string;
  readonly asked: Asked;
}

/** Throws where two servers answer the same question with other content, or all of them with nothing. */
export async function compareAnswers(
  [first, ...others]: readonly Answering[],
  operations: readonly OperationName[],
  draws: Record<Mix, Draw>,
): Promise<void> {
  if (first === undefined) return;
  for (const operation of operations) {
    const answers: string[] = [];
    for (const mix of ["recency", "cold"] as const) {
      for (const request of SAMPLED) {
        const variables = draws[mix][operation](request);
        const ours = await answer(first, operation, variables);
        answers.push(JSON.stringify(ours));
        for (const other of others) {
          const difference = firstDifference(ours, await answer(other, operation, variables));
          if (difference === null) continue;
          throw new Error(
            `${SERVERS[first.name].title} and ${SERVERS[other.name].title} differ at ${operation}: ${difference}\n` +
              `asked with ${JSON.stringify(variables).slice(0, 300)}`,
          );
        }
      }
    }
    if (answers.every((json) => json.length < LEAST)) throw new Error(`Nothing is found by ${operation}`);
  }
}

const SAMPLED = [0, 1, 2, 3, 17, 101, 1009, 4999];
/** An answer that is shorter, in characters, holds nothing. */
const LEAST = 100;

/** What a server answers, in the common shape. */
export async function answer<Name extends OperationName>(
  { url, asked, name }: Answering,
  operation: Name,
  variables: Variables[Name],
): Promise<unknown> {
  const { path, body } = asked.request(operation, variables);
  const { origin, pathname } = new URL(url);
  const response = await fetch(origin + (pathname === "/" ? path : pathname + path), {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body,
  });
  if (!response.ok) throw new Error(`${SERVERS[name].title} answers ${operation} with ${response.status}`);
  return asked.read(operation, await response.json());
}
