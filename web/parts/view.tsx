import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import type { Answer } from "../api/answer.ts";
import { connection } from "../api/socketState.ts";
import { takeFocus } from "../place/place.ts";

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
  useEffect(() => {
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
export function Awaited({ answer, what }: { answer: Answer<unknown>; what: string }) {
  if (answer.error === undefined) return <Loading what={what} />;
  return <Failed answer={answer} what={what} />;
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

export function Failed({ answer: { error, retry }, what }: { answer: Answer<unknown>; what: string }) {
  const isOffline = error?.networkError !== undefined;
  const wasConnected = useRef(connection.value === "live");
  const isConnected = connection.value === "live";
  useEffect(() => {
    if (isOffline && isConnected && !wasConnected.current) retry();
    wasConnected.current = isConnected;
  }, [isConnected]);
  return (
    <div class="state" role="alert">
      <p class="state-title">
        {isOffline ? "The record is out of reach" : `There is no answer about ${what}`}
      </p>
      <p>
        {isOffline
          ? "The server does not answer, or this device is offline. This page asks again as soon as the connection is back."
          : error?.graphQLErrors.map(({ message }) => message).join(" ")}
      </p>
      <button type="button" onClick={retry}>
        Ask again
      </button>
    </div>
  );
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
