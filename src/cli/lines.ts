import { close, createReadStream, fstatSync, open, type Stats, statSync } from "node:fs";
import { Socket } from "node:net";
import { addAbortSignal, type Readable } from "node:stream";
import { promisify } from "node:util";
import { getHeapStatistics } from "node:v8";
import { isCode } from "../database/lock.ts";
import { InvalidInput, Unavailable } from "../errors/errors.ts";

/** What lines are read from: a file, or standard input. */
export interface Input {
  readonly stream: Readable;
  /** In bytes; null for a pipe, whose end nobody knows. */
  readonly size: number | null;
  /** Is this path the very file that is read? */
  is(path: string): boolean;
}

/** Opens a file, or standard input for "-". Throws with a sentence where there is nothing to read. */
export async function openInput(file: string): Promise<Input> {
  if (file === "-") return inputOf(process.stdin, fstatSync(0));
  try {
    const fd = await promisify(open)(file, "r");
    const stats = fstatSync(fd);
    // A read that waits for a pipe to be written cannot be interrupted as one of a file.
    if (stats.isFIFO()) return inputOf(new Socket({ fd, readable: true, writable: false }), stats);
    if (!stats.isDirectory()) return inputOf(createReadStream(file, { fd }), stats);
    await promisify(close)(fd);
  } catch (error) {
    if (isCode(error, "ENOENT")) throw new InvalidInput(`There is no file ${file}.`);
    if (!(error instanceof Error && "syscall" in error)) throw error;
    throw new Unavailable(`The file ${file} cannot be read (${error.message}).`);
  }
  throw new InvalidInput(`${file} is a folder: give a file of JSON lines, or - for standard input.`);
}

function inputOf(stream: Readable, read: Stats): Input {
  return {
    stream,
    size: read.isFile() ? read.size : null,
    is: (path) => {
      const other = statSync(path, { throwIfNoEntry: false });
      return read.isFile() && other?.ino === read.ino && other.dev === read.dev;
    },
  };
}

export interface Line {
  /** From 1 on. */
  readonly number: number;
  /** Without its end; of one that is too long, the beginning. */
  readonly bytes: Buffer;
  readonly isTooLong: boolean;
}

/** In bytes. All that is made of a line while it is filed takes some sixty times as much memory: 2 MiB in a command's. */
export const LONGEST_LINE = Math.floor(getHeapStatistics().heap_size_limit / 64);
const KEPT_OF_TOO_LONG = 1000;
const [LF, CR] = [10, 13];

/**
 * The lines of a stream, which end with LF or CRLF, the last one maybe with nothing; until there are no more, or the
 * signal is given. Holds one of them at a time. `advance` is told how many bytes came.
 */
export async function* readLines(
  stream: Readable,
  signal: AbortSignal,
  advance: (bytes: number) => void,
): AsyncGenerator<Line> {
  const line = new LineBuffer();
  try {
    for await (const chunk of addAbortSignal(signal, stream) as AsyncIterable<Buffer>) {
      advance(chunk.length);
      let start = 0;
      for (let end = chunk.indexOf(LF); end !== -1; end = chunk.indexOf(LF, start)) {
        line.add(chunk.subarray(start, end));
        yield line.take();
        start = end + 1;
      }
      line.add(chunk.subarray(start));
    }
  } catch (error) {
    if (!signal.aborted) throw error;
    return; // Half a line is none.
  }
  if (line.length > 0) yield line.take();
}

/** One line, as it comes in pieces. */
class LineBuffer {
  length = 0;
  #number = 0;
  #pieces: Buffer[] = [];

  add(piece: Buffer): void {
    if (this.length <= LONGEST_LINE) this.#pieces.push(piece);
    this.length += piece.length;
  }

  take(): Line {
    const isTooLong = this.length > LONGEST_LINE;
    const bytes = Buffer.concat(this.#pieces, isTooLong ? KEPT_OF_TOO_LONG : this.length);
    this.length = 0;
    this.#pieces = [];
    return {
      number: ++this.#number,
      bytes: bytes.at(-1) === CR ? bytes.subarray(0, -1) : bytes,
      isTooLong,
    };
  }
}

/** The same pieces, while `advance` hears how long each is. */
export async function* counted(
  stream: AsyncIterable<Buffer>,
  advance: (bytes: number) => void,
): AsyncGenerator<Buffer> {
  for await (const chunk of stream) {
    advance(chunk.length);
    yield chunk;
  }
}
