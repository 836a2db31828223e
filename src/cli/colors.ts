import pc from "picocolors";

/** Colours for what goes to a stream: none in a file or a pipe, also in CI, and none where NO_COLOR is set. */
export function colorsFor(stream: { isTTY?: boolean }): ReturnType<typeof pc.createColors> {
  const isWanted = stream.isTTY === true || process.env.FORCE_COLOR !== undefined;
  return pc.createColors(isWanted && pc.isColorSupported);
}
