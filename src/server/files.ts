import { createHash } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import { PAGE_HEADERS, setHeaders } from "./border.ts";

/** A file of the process, compressed once where that makes it smaller. */
export interface File {
  readonly type: string;
  readonly plain: Buffer;
  /** Null for what is compressed in itself, as fonts are. */
  readonly gzip: Buffer | null;
  readonly brotli: Buffer | null;
}

export async function fileOf(type: string, content: string | Buffer): Promise<File> {
  const plain = Buffer.from(content);
  if (type.startsWith("font/")) return { type, plain, gzip: null, brotli: null };
  const [brotli, gzipped] = await Promise.all([
    promisify(brotliCompress)(plain, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } }),
    promisify(gzip)(plain, { level: 6 }),
  ]);
  return { type, plain, gzip: gzipped, brotli };
}

export interface Sending {
  /** Its address changes with its content: a browser need never ask again. */
  readonly isForGood: boolean;
  /** Request headers by which the answer differs, besides "Accept-Encoding". */
  readonly vary?: string;
}

/** Answers with the file as the client can take it, or says that the client has it already. */
export function sendFile(
  request: IncomingMessage,
  response: ServerResponse,
  file: File,
  { isForGood, vary }: Sending,
): void {
  const accepted = request.headers["accept-encoding"] ?? "";
  const [encoding, body] =
    file.brotli !== null && /\bbr\b/.test(accepted)
      ? (["br", file.brotli] as const)
      : file.gzip !== null && /\bgzip\b/.test(accepted)
        ? (["gzip", file.gzip] as const)
        : ([null, file.plain] as const);
  const etag = `"${digestOf(file.plain)}"`;
  response.setHeader("Cache-Control", isForGood ? "public, max-age=31536000, immutable" : "no-cache");
  response.setHeader("ETag", etag);
  response.setHeader("Vary", vary === undefined ? "Accept-Encoding" : `${vary}, Accept-Encoding`);
  setHeaders(response, PAGE_HEADERS);
  if (request.headers["if-none-match"] === etag) {
    response.writeHead(304).end();
    return;
  }
  if (encoding !== null) response.setHeader("Content-Encoding", encoding);
  response.writeHead(200, { "Content-Type": file.type, "Content-Length": body.length });
  response.end(request.method === "HEAD" ? undefined : body);
}

/** 22 characters that change with the content. */
export function digestOf(content: Buffer): string {
  return createHash("sha256").update(content).digest("base64url").slice(0, 22);
}
