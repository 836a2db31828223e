import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import type { TypedSource } from "../api/typedSource.ts";
import { csv, save } from "./download.ts";
import { formatDay } from "./format.ts";

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
  rows?: () => Promise<readonly object[]> | readonly object[];
  /** What the JSON holds; without it, the rows. */
  data?: () => unknown;
  /** The drawing as SVG. */
  drawing?: () => string | null;
}) {
  const [state, setState] = useState<"idle" | "busy" | "failed" | "copied">("idle");
  const name =
    title
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}]+/gu, "-")
      .replaceAll(/^-|-$/g, "")
      .slice(0, 80) || "readout";
  const doing = (work: () => Promise<void> | void) => async () => {
    setState("busy");
    try {
      await work();
      setState("idle");
    } catch {
      setState("failed");
    }
  };
  const saveAs = (kind: "csv" | "json") =>
    doing(async () => {
      const found = kind === "json" && data !== undefined ? data() : ((await rows?.()) ?? []);
      if (kind === "csv") save(`${name}.csv`, "text/csv;charset=utf-8", csv(found as object[]));
      else save(`${name}.json`, "application/json", `${JSON.stringify(found, null, 2)}\n`);
    });
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
              if (text !== null) save(`${name}.svg`, "image/svg+xml", text);
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
        <span role="status" class="tools-state">
          {{ idle: "", busy: "Gathering …", failed: "That did not work.", copied: "Copied." }[state]}
        </span>
      </p>
    </section>
  );
}

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
