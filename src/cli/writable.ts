import { accessSync, constants, existsSync, statSync } from "node:fs";
import { dirname, resolve } from "node:path";

/** Throws the system's error, or one of ours, where a file can be neither written nor made; touches nothing. */
export function checkWritable(path: string): void {
  if (!existsSync(path)) accessSync(dirname(resolve(path)), constants.W_OK);
  else if (statSync(path).isDirectory()) throw new Error("it is a folder");
  else accessSync(path, constants.W_OK);
}
