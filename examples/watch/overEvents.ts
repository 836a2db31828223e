import { createClient, type ExecutionResult, NetworkError, type RequestParams } from "graphql-sse";

/** One connection, with graphql-sse. It ends with an error: GraphQL's, as a list, or the network's. */
export async function* overEvents<Data>(
  url: string,
  request: RequestParams,
): AsyncGenerator<ExecutionResult<Data, unknown>, never> {
  const key = process.env.READOUT_KEY;
  const client = createClient({
    url,
    headers: key === undefined ? {} : { Authorization: `Bearer ${key}` },
    retryAttempts: 0,
  });
  try {
    yield* client.iterate<Data>(request);
    throw new Error("The server has ended it");
  } catch (error) {
    const response = error instanceof NetworkError ? (error as NetworkError<Response>).response : undefined;
    throw (response && (await errorsOf(response))) ?? error;
  } finally {
    client.dispose();
  }
}

/** GraphQL's errors, of an answer that is JSON, or an event with it; undefined for any other, such as a proxy's page. */
async function errorsOf(response: Response): Promise<unknown[] | undefined> {
  const json = /\{"errors":.*\}/s.exec(await response.text())?.[0];
  return json && JSON.parse(json).errors;
}
