import { execFileSync } from "node:child_process";
import { mkdtempSync, rmdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A folder on a disk of its own in memory, of a size that can be changed. */
export interface SmallDisk extends AsyncDisposable {
  readonly path: string;
  resize(megabytes: number): void;
}

/** Why there is none to be had here; null where there is. */
export const noSmallDisk: string | null = whyNot();

export function smallDisk(megabytes: number): SmallDisk {
  const path = mkdtempSync(join(tmpdir(), "readout-disk-"));
  mount("-t", "tmpfs", "-o", `size=${megabytes}m`, "none", path);
  return {
    path,
    resize: (to) => mount("-o", `remount,size=${to}m`, path),
    [Symbol.asyncDispose]: async () => {
      execFileSync("umount", ["--lazy", path], { stdio: "pipe" });
      rmdirSync(path);
    },
  };
}

function whyNot(): string | null {
  if (process.platform !== "linux" || process.getuid?.() !== 0)
    return "only root on Linux can mount a small disk";
  try {
    void smallDisk(1)[Symbol.asyncDispose]();
    return null;
  } catch (error) {
    return `no small disk can be mounted: ${(error as Error).message.trim().split("\n").at(-1)}`;
  }
}

function mount(...args: string[]): void {
  execFileSync("mount", args, { stdio: "pipe" });
}
