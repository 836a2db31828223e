/**
 * The place in the changes from which the page follows is asked for before anything that it shows: what changes after
 * that answer is told, so nothing needs to be asked twice to be sure.
 */

const MOST_WAIT_MS = 300;

let begin: () => void = () => undefined;
const begun = new Promise<void>((resolve) => {
  begin = resolve;
});
let isBegun = false;
let wasEarly = false;

/** `fetch`, for what is shown: it waits for the place, though not for long. */
export async function fetchAfterBeginning(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
  if (!isBegun) {
    await Promise.race([begun, new Promise((resolve) => setTimeout(resolve, MOST_WAIT_MS))]);
    if (!isBegun) wasEarly = true;
  }
  return await fetch(input, init);
}

/** The place is known. Returns whether something was asked before it, of which a change may have been missed. */
export function beginFollowing(): boolean {
  const isLate = wasEarly || isBegun;
  isBegun = true;
  begin();
  return isLate;
}
