import { createServer, request as send } from "node:http";
import type { AddressInfo } from "node:net";

/** Of a GraphQL request, as it came. */
export interface Counted {
  readonly authorization: string | null;
}

/** A way to a subgraph on which the requests are seen. Answers are passed on as they come, those that stream too. */
export interface Counting extends AsyncDisposable {
  readonly url: string;
  /** The requests since the last call. */
  taken(): Counted[];
}

export async function counting(target: string): Promise<Counting> {
  let requests: Counted[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const body = Buffer.concat(chunks);
      requests.push({ authorization: request.headers.authorization ?? null });
      // Subscriptions come by GET, all in the address.
      const onward = send(
        new URL(request.url ?? "", target),
        { method: request.method, headers: request.headers },
        (answer) => {
          response.writeHead(answer.statusCode ?? 502, answer.headers);
          answer.pipe(response);
        },
      );
      onward.on("error", () => response.destroy());
      response.on("close", () => onward.destroy());
      onward.end(body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/graphql`,
    taken: () => {
      const taken = requests;
      requests = [];
      return taken;
    },
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
