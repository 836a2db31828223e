/** About as many bytes as a value of plain data takes. */
export function sizeOf(value: unknown): number {
  if (typeof value === "string") return 20 + value.length;
  if (typeof value !== "object" || value === null) return 8;
  if (value instanceof Uint8Array) return 100 + value.byteLength;
  if (value instanceof Date) return 60;
  let size = 40;
  for (const member of Array.isArray(value) ? value : Object.values(value)) size += 8 + sizeOf(member);
  return size;
}

/** By how many bytes a process grows for so many that are kept among V8's objects. */
export function inProcess(bytes: number): number {
  return Math.ceil(bytes * OF_PROCESS);
}

/**
 * The process grows by 1.3 bytes for each (measured, as the most memory with full caches and without any): what waits to be
 * swept comes to what is kept, and gaps between. More is counted for what comes in bursts.
 */
const OF_PROCESS = 1.8;
