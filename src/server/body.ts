import type { IncomingMessage } from "node:http";
import { Refused, tooLarge } from "./border.ts";

/** The body of a request as text. Throws Refused where it is larger than it may be, empty, or not UTF-8. */
export async function readBody(request: IncomingMessage, maxBytes: number): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  // It is left as it is where it is too large: the answer goes over the same connection.
  for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > maxBytes) throw tooLarge(maxBytes);
    chunks.push(chunk);
  }
  if (size === 0)
    throw new Refused(400, "There is no body", 'a JSON object such as {"query": "{ contacts { … } }"}');
  try {
    return UTF_8.decode(Buffer.concat(chunks, size));
  } catch {
    throw new Refused(400, "The body is not UTF-8", "JSON in UTF-8 (RFC 8259, section 8.1)");
  }
}

const UTF_8 = new TextDecoder("utf-8", { fatal: true });
