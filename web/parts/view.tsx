import type { ComponentChildren } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import type { Answer } from "../api/answer.ts";
import { connection } from "../api/socketState.ts";
import { takeFocus } from "../place/place.ts";
import { count } from "./format.ts";

/** The heading of a view: its name in the window's title as well, and where the focus goes on arrival. */
export function Heading({
  title,
  kicker,
  children,
}: {
  title: string;
  kicker?: ComponentChildren;
  children?: ComponentChildren;
}) {
  const heading = useRef<HTMLHeadingElement>(null);
  // With the heading, not some frames after it: whoever reads the one reads the other.
  useLayoutEffect(() => {
    document.title = title === "Readout" ? title : `${title} · Readout`;
  }, [title]);
  useEffect(() => takeFocus(heading.current), []);
  return (
    <header class="heading">
      {kicker !== undefined && <p class="kicker">{kicker}</p>}
      <h1 ref={heading} tabIndex={-1} class={title.length > 80 ? "is-long" : undefined}>
        {title}
      </h1>
      {children}
    </header>
  );
}

/** What is shown in place of an answer that is not there: still awaited, wrong, or out of reach. */
export function Awaited({
  answer,
  what,
  isView = false,
}: {
  answer: Answer<unknown>;
  what: string;
  /** It is all that the view has, which needs a heading. */
  isView?: boolean;
}) {
  if (answer.error === undefined) return <Loading what={what} />;
  return <Failed answer={answer} what={what} isView={isView} />;
}

/** Says nothing for a moment: most answers are there sooner. */
function Loading({ what }: { what: string }) {
  const [isSlow, setSlow] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setSlow(true), 400);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div class="state" role="status" aria-busy="true">
      {isSlow && <p>Looking up {what} …</p>}
    </div>
  );
}

/** Why there is no answer, or no newer one; asks again by itself where waiting can help. */
export function Failed({
  answer: { error, retry },
  what,
  isView = false,
}: {
  answer: Answer<unknown>;
  what: string;
  isView?: boolean;
}) {
  const isConnected = connection.value === "live";
  const wasConnected = useRef(isConnected);
  const { title, text, wait } = reasonOf(error, what);
  useEffect(() => {
    if (wait === "connection" && isConnected && !wasConnected.current) retry();
    wasConnected.current = isConnected;
  }, [isConnected]);
  useEffect(() => {
    if (typeof wait !== "number") return;
    const timer = setTimeout(retry, wait * 1000);
    return () => clearTimeout(timer);
  }, [error]);
  return (
    <div class="state" role="alert">
      {isView ? <Heading title={title} /> : <p class="state-title">{title}</p>}
      <p>{text}</p>
      <button type="button" onClick={retry}>
        Ask again
      </button>
    </div>
  );
}

const BUSY = ["TOO_MANY", "UNAVAILABLE"];
const WAIT_SECONDS = 5;
const LONGEST_WAIT_SECONDS = 60;

/** What to say of an error, and what to wait for before it is asked again: a number of seconds, or the connection. */
function reasonOf(error: Answer<unknown>["error"], what: string) {
  if (error?.networkError !== undefined && error.response === undefined) {
    return {
      title: "The record is out of reach",
      text: "The server does not answer, or this device is offline. This page asks again as soon as the connection is back.",
      wait: "connection" as const,
    };
  }
  const said = error?.graphQLErrors.map(({ message }) => message).join(" ") ?? "";
  const response = error?.response as Response | undefined;
  const isBusy =
    response?.status === 429 ||
    response?.status === 503 ||
    error?.graphQLErrors.some(({ extensions }) => BUSY.includes(String(extensions.code)));
  if (isBusy) {
    const asked = Number(response?.headers?.get("Retry-After") ?? WAIT_SECONDS);
    const wait = Math.min(asked >= 1 ? asked : WAIT_SECONDS, LONGEST_WAIT_SECONDS);
    return {
      title: "The record is busy",
      text: `${said === "" ? "The server has too much to do." : said} This page asks again in ${count(wait, "second")}.`,
      wait,
    };
  }
  const isTooMuch = error?.graphQLErrors.some(({ extensions }) => extensions.code === "TOO_COSTLY");
  return {
    title: isTooMuch ? "That is too much at once" : `There is no answer about ${what}`,
    text: said === "" ? "The server answered with something else." : said,
    wait: null,
  };
}

/** What is shown where there is nothing to show. */
export function Nothing({ title, children }: { title: string; children?: ComponentChildren }) {
  return (
    <div class="state">
      <p class="state-title">{title}</p>
      {children}
    </div>
  );
}

export function Section({
  title,
  note,
  children,
  id,
}: {
  title: string;
  note?: ComponentChildren;
  children: ComponentChildren;
  id?: string;
}) {
  return (
    <section class="section" id={id} aria-label={title}>
      <h2>
        {title}
        {note !== undefined && <span class="note"> {note}</span>}
      </h2>
      {children}
    </section>
  );
}
