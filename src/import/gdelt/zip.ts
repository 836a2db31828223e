import { Unzip, UnzipInflate } from "fflate";
import { InvalidInput } from "../../errors/errors.ts";

/** "PK", 3, 4: how a ZIP archive with a file in it begins (APPNOTE 4.3.7). */
const SIGNATURE = [0x50, 0x4b, 3, 4];

/**
 * The bytes of what a stream brings: of a ZIP archive those of the files in it, one after another; of anything else
 * its own. Holds a piece at a time. Throws InvalidInput where an archive is damaged or ends before its files do.
 */
export async function* unzipped(stream: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  let archive: Archive | null = null;
  let head: Buffer | null = Buffer.alloc(0);
  for await (const chunk of stream) {
    let bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    if (head !== null) {
      head = Buffer.concat([head, bytes]);
      if (head.length < SIGNATURE.length) continue;
      bytes = head;
      head = null;
      if (SIGNATURE.every((byte, place) => bytes[place] === byte)) archive = new Archive();
    }
    if (archive === null) yield bytes;
    else yield* archive.push(bytes, false);
  }
  if (head !== null && head.length > 0) yield head;
  if (archive === null) return;
  yield* archive.push(new Uint8Array(), true);
  archive.checkWhole();
}

/** A ZIP archive as it comes in pieces. */
class Archive {
  #pieces: Buffer[] = [];
  #problem: string | null = null;
  #open = 0;
  readonly #unzip: Unzip;

  constructor() {
    this.#unzip = new Unzip((file) => {
      this.#open++;
      let length = 0;
      file.ondata = (error, data, isLast) => {
        if (error !== null) {
          this.#problem = error.message;
          return;
        }
        length += data.length;
        if (data.length > 0) this.#pieces.push(Buffer.from(data));
        if (!isLast) return;
        this.#open--;
        // What is damaged may well end as a file does, only elsewhere.
        if (file.originalSize !== undefined && file.originalSize !== length) {
          this.#problem = `${file.name} should have ${file.originalSize} bytes, and has ${length}`;
        }
      };
      file.start();
    });
    this.#unzip.register(UnzipInflate);
  }

  push(bytes: Uint8Array, isLast: boolean): Buffer[] {
    try {
      this.#unzip.push(bytes, isLast);
    } catch (error) {
      this.#problem = (error as Error).message;
    }
    if (this.#problem !== null) throw damaged(this.#problem);
    const pieces = this.#pieces;
    this.#pieces = [];
    return pieces;
  }

  checkWhole(): void {
    if (this.#open > 0) throw damaged("it ends before its files do");
  }
}

function damaged(problem: string): InvalidInput {
  return new InvalidInput(`The ZIP archive is damaged: ${problem}`);
}
