import { createHash } from "node:crypto";
import { Unavailable } from "../../errors/errors.ts";
import { type FetchLimits, openUrl } from "../../fetch/fetch.ts";
import { type ListedFile, readListed } from "./list.ts";

/** The server does not have the file, or not as the list gives it: to ask again at once will not help. */
export class NotAsListed extends Unavailable {}

/** Files are held in memory while their sum is checked; GDELT's have less than 2 MB. */
const MOST_BYTES = 64 * 1024 * 1024;

/**
 * The files that a list names, later than a time. Throws Unavailable where the list cannot be had, or names no file,
 * as something else does that a proxy gives in its place.
 */
export async function readList(url: URL, after: string | null, limits: FetchLimits): Promise<ListedFile[]> {
  const files: ListedFile[] = [];
  let rest = "";
  let isList = false;
  const take = (line: string) => {
    const file = readListed(line);
    isList ||= file !== null;
    if (file !== null && (after === null || file.time > after)) files.push(file);
  };
  const decoder = new TextDecoder();
  for await (const chunk of bytesOf(url, limits)) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split("\n");
    rest = lines.pop() ?? "";
    lines.forEach(take);
  }
  take(rest);
  if (!isList) throw new Unavailable(`${url} is no list of GDELT's files.`);
  return files;
}

/** The bytes of a file. Throws NotAsListed where its size or MD5 is not the list's, or it is not there; else Unavailable. */
export async function download(from: URL, file: ListedFile, limits: FetchLimits): Promise<Buffer> {
  const url = new URL(file.name, from);
  if (file.size > MOST_BYTES) {
    throw new NotAsListed(`${file.name} is to have ${file.size} bytes: at most ${MOST_BYTES} are taken.`);
  }
  const pieces: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of bytesOf(url, limits)) {
    size += chunk.length;
    if (size > file.size) break;
    pieces.push(chunk);
  }
  const bytes = Buffer.concat(pieces);
  if (size !== file.size) {
    throw new NotAsListed(`${url}: expected ${file.size} bytes, got ${size > file.size ? "more" : size}.`);
  }
  const md5 = createHash("md5").update(bytes).digest("hex");
  if (md5 !== file.md5) throw new NotAsListed(`${url}: expected the MD5 ${file.md5}, got ${md5}.`);
  return bytes;
}

async function* bytesOf(url: URL, limits: FetchLimits): AsyncGenerator<Uint8Array> {
  const answer = await openUrl(url, limits);
  try {
    if (answer.status === 404) throw new NotAsListed(`${url} is not there (404).`);
    if (answer.status !== 200) throw new Unavailable(`${url} answers with ${answer.status}.`);
    yield* answer.body();
  } finally {
    await answer.close();
  }
}
