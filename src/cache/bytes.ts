/**
 * A text in UTF-8, in memory of its own, to be kept for long: the buffers that Node makes of short texts share pieces of 64 kB,
 * which each of them holds on to.
 */
export function ownBytes(text: string): Buffer {
  const bytes = Buffer.allocUnsafeSlow(Buffer.byteLength(text));
  bytes.write(text);
  return bytes;
}
