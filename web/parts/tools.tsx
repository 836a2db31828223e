import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import type { TypedSource } from "../api/typedSource.ts";
import { csv, json, save } from "./download.ts";
import { formatDay, formatNumber } from "./format.ts";
import type { Gathering } from "./gathering.ts";

/**
 * What an analyst takes along from a view: the very query in GraphiQL, the data and the drawing as files, and a line to
 * cite it by.
 */
export function Tools<Data, Variables extends object>({
  document,
  variables,
  title,
  rows,
  data,
  drawing,
}: {
  document: TypedSource<Data, Variables>;
  variables: Variables;
  /** What is cited: "Call of …". */
  title: string;
  /** The rows of the CSV. */
  rows?: (gathering: Gathering) => Promise<readonly object[]> | readonly object[];
  /** What the JSON holds; without it, the rows. */
  data?: () => unknown;
  /** The drawing as SVG. */
  drawing?: () => string | null;
}) {
  const [state, setState] = useState<"idle" | "busy" | "failed" | "copied" | "stopped">("idle");
  const [gathered, setGathered] = useState<{ found: number; total: number } | null>(null);
  const stop = useRef<AbortController | null>(null);
  // Who leaves the view does not want it any more.
  useEffect(() => () => stop.current?.abort(), []);
  const name =
    title
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}]+/gu, "-")
      .replaceAll(/^-|-$/g, "")
      .slice(0, 80) || "readout";
  const doing = (work: () => Promise<void> | void) => async () => {
    setState("busy");
    setGathered(null);
    try {
      await work();
      setState("idle");
    } catch {
      setState(stop.current?.signal.aborted ? "stopped" : "failed");
    }
  };
  const saveAs = (kind: "csv" | "json") =>
    doing(async () => {
      if (kind === "json" && data !== undefined) {
        save(`${name}.json`, "application/json", [`${JSON.stringify(data(), null, 2)}\n`]);
        return;
      }
      stop.current?.abort();
      const controller = new AbortController();
      const { signal } = controller;
      stop.current = controller;
      const progress = (found: number, total: number) => setGathered({ found, total });
      const found = (await rows?.({ signal, progress })) ?? [];
      const texts = await (kind === "csv" ? csv(found) : json(found));
      signal.throwIfAborted();
      if (kind === "csv") save(`${name}.csv`, "text/csv;charset=utf-8", texts);
      else save(`${name}.json`, "application/json", texts);
    });
  const isGathering = state === "busy" && gathered !== null && gathered.found < gathered.total;
  const citation = `Readout, “${title}”, as of ${formatDay(new Date().toISOString().slice(0, 10))}, ${location.href}`;
  return (
    <section class="tools" aria-label="For analysts">
      <ul>
        <li>
          <a href={graphiqlAddress(document.source, variables)} target="_blank" rel="noopener">
            Open in GraphiQL
          </a>
        </li>
        {rows !== undefined && <Tool onClick={saveAs("csv")}>Download CSV</Tool>}
        <Tool onClick={saveAs("json")}>Download JSON</Tool>
        {drawing !== undefined && (
          <Tool
            onClick={doing(() => {
              const text = drawing();
              if (text !== null) save(`${name}.svg`, "image/svg+xml", [text]);
            })}
          >
            Download SVG
          </Tool>
        )}
      </ul>
      <p class="citation">
        <span>Cite as: </span>
        <cite>{citation}</cite>{" "}
        <button
          type="button"
          class="plain"
          onClick={() =>
            navigator.clipboard.writeText(citation).then(
              () => setState("copied"),
              () => setState("failed"),
            )
          }
        >
          Copy
        </button>
      </p>
      <p class="tools-state">
        <span role="status">{STATES[state]}</span>
        {isGathering && (
          <>
            {" "}
            {formatNumber(gathered.found)} of {formatNumber(gathered.total)}{" "}
            <progress aria-label="Gathered" value={gathered.found} max={gathered.total} />{" "}
            <button type="button" class="plain" onClick={() => stop.current?.abort()}>
              Stop
            </button>
          </>
        )}
      </p>
    </section>
  );
}

const STATES = {
  idle: "",
  busy: "Gathering …",
  failed: "That did not work, and no file was saved.",
  copied: "Copied.",
  stopped: "Stopped; no file was saved.",
};

function Tool({ onClick, children }: { onClick: () => void; children: ComponentChildren }) {
  return (
    <li>
      <button type="button" class="plain" onClick={onClick}>
        {children}
      </button>
    </li>
  );
}

function graphiqlAddress(query: string, variables: object): string {
  const given = JSON.stringify(variables, (_, value) => value ?? undefined, 2);
  return `/graphql?${new URLSearchParams({ query, variables: given })}`;
}
