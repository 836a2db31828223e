import { errorsOf } from "./overEvents.ts";

/** The cursor of the last change that there is, which an event stream begins with: what comes after it is yet to come. */
export async function placeNow(url: string): Promise<string> {
  const key = process.env.READOUT_KEY;
  const response = await fetch(`${url}?query=${encodeURIComponent("subscription { changes { cursor } }")}`, {
    headers: {
      Accept: "text/event-stream",
      ...(key === undefined ? {} : { Authorization: `Bearer ${key}` }),
    },
  });
  if (!response.ok) throw (await errorsOf(response)) ?? new Error(`Server responded with ${response.status}`);
  let text = "";
  for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    text += chunk;
    const cursor = /^id: (\S+)\n/.exec(text)?.[1];
    if (cursor !== undefined) return cursor; // Which closes the stream.
  }
  throw new Error("The server has ended it");
}
