import { signal } from "@preact/signals";

/** Where the reader is: the address, which holds every state of the page. */
export const place = signal(new URL(location.href));

export interface Move {
  /** Instead of where the reader is, so that "back" leads past it. */
  readonly replace?: boolean;
  /** Keeps what is in view where it is: for a change within a view. */
  readonly stay?: boolean;
  /** The id of what has the focus on arrival; without it, the heading. */
  readonly focus?: string;
}

/** Goes to an address of this page: "/contact/abc?asOf=…". */
export function go(address: string, { replace = false, stay = false, focus }: Move = {}): void {
  const url = new URL(address, location.href);
  if (url.href === place.value.href) return;
  // Where the reader was on the page, for the way back.
  history.replaceState({ scroll: scrollY }, "");
  history[replace ? "replaceState" : "pushState"](history.state, "", url);
  const isOtherView = url.pathname !== place.value.pathname;
  place.value = url;
  if (!stay && isOtherView) {
    scrollTo(0, 0);
    arrived = { focus: focus ?? null };
  }
}

/** An arrival at another view, until the focus has been given there; null at other times, and at the first view. */
let arrived: { readonly focus: string | null } | null = null;

/** Gives the focus to what should have it on arrival, once; to the heading, unless something else was asked for. */
export function takeFocus(heading: HTMLElement | null): void {
  if (arrived === null) return;
  const wanted = arrived.focus === null ? null : document.getElementById(arrived.focus);
  arrived = null;
  (wanted ?? heading)?.focus({ preventScroll: true });
}

/** The address with some of its parameters changed; null and "" leave one out. */
export function withParameters(changes: Readonly<Record<string, string | null | undefined>>): string {
  const url = new URL(place.value);
  // Another list begins with its first page.
  if (!("pages" in changes)) url.searchParams.delete("pages");
  for (const [name, value] of Object.entries(changes)) {
    if (value == null || value === "") url.searchParams.delete(name);
    else url.searchParams.set(name, value);
  }
  // Commas are the reader's to read.
  return `${url.pathname}${url.search.replaceAll("%2C", ",")}`;
}

export function parameter(name: string): string | null {
  return place.value.searchParams.get(name);
}

addEventListener("popstate", ({ state }) => {
  const isOtherView = place.value.pathname !== location.pathname;
  place.value = new URL(location.href);
  if (typeof state?.scroll === "number") scrollWhenThere(state.scroll);
  if (isOtherView) arrived = { focus: null };
});

const MOST_WAIT_MS = 2000;

/** Scrolls to where the reader was, as soon as the page is that long again; the browser itself does not wait for it. */
function scrollWhenThere(top: number, since = performance.now()): void {
  const isThere = document.documentElement.scrollHeight - innerHeight >= top;
  if (isThere) scrollTo(0, top);
  else if (performance.now() - since < MOST_WAIT_MS) requestAnimationFrame(() => scrollWhenThere(top, since));
}

addEventListener("click", (event) => {
  if (
    event.defaultPrevented ||
    event.button !== 0 ||
    event.metaKey ||
    event.ctrlKey ||
    event.shiftKey ||
    event.altKey
  ) {
    return;
  }
  const link = event.target instanceof Element ? event.target.closest("a[href]") : null;
  if (link === null || link.hasAttribute("download") || link.getAttribute("target") !== null) return;
  const address = link.getAttribute("href") ?? "";
  const url = new URL(address, location.href);
  if (url.origin !== location.origin || isServers(url.pathname) || address.startsWith("#")) return;
  event.preventDefault();
  go(url.href);
});

/** Addresses that the server answers with something other than this page. */
function isServers(path: string): boolean {
  return path === "/graphql" || path.startsWith("/graphiql/");
}
