import type { RefObject } from "preact";
import { useLayoutEffect, useState } from "preact/hooks";
import type { ReportRowFragment } from "../api/operations.ts";
import { count, label, words } from "../parts/format.ts";
import { FuzzyDate } from "../parts/fuzzyDate.tsx";
import { Outside } from "../parts/names.tsx";
import { useWidth } from "../parts/width.ts";
import { addressOf } from "../place/addresses.ts";
import { citationDrawing } from "./citations.ts";

/** How wide a letter is, at most times (CSS pixels). */
const LETTER = 7.5;

/** Where the dot of a report is drawn: so far below the top of its entry (CSS pixels). */
const DOT = 21;

/** Reports, and beside them what cites what: why three reports may be two voices. */
export function ReportList({
  reports,
  independentOutlets,
  isOfOneOutlet = false,
  drawing,
}: {
  reports: readonly ReportRowFragment[];
  /** How many of them count; not said where it is not given. */
  independentOutlets?: number;
  /** Its name is in the heading already. */
  isOfOneOutlet?: boolean;
  drawing?: RefObject<SVGSVGElement | null>;
}) {
  const { repeats, arcs } = citationDrawing(reports);
  const { element, width: listWidth } = useWidth<HTMLOListElement>();
  const [tops, setTops] = useState<readonly number[]>([]);
  const [listHeight, setListHeight] = useState(0);
  useLayoutEffect(() => {
    setTops([...(element.current?.children ?? [])].map((entry) => (entry as HTMLElement).offsetTop));
    setListHeight(element.current?.offsetHeight ?? 0);
  }, [reports, listWidth]);
  const isDrawn = arcs.length > 0 || (independentOutlets !== undefined && reports.length > 1);
  const width = 26 + Math.min(46, 14 * Math.max(1, ...arcs.map(({ depth }) => depth)));
  const longest = Math.max(0, ...reports.map(({ title, outlet }) => title.length + outlet.name.length));
  const x = width - 8;
  const y = (place: number) => (tops[place] ?? 0) + DOT;
  const repeated = repeats.filter(Boolean).length;
  const sharing = reports.length - repeated - (independentOutlets ?? 0);
  return (
    <>
      {independentOutlets !== undefined && reports.length > 0 && (
        <p class="voices">
          {count(reports.length, "report")}, {count(independentOutlets, "independent voice")}
          {independentOutlets < reports.length && ": "}
          {[
            repeated > 0 && `${repeated === 1 ? "one repeats" : `${repeated} repeat`} what others report`,
            sharing > 0 &&
              `${sharing === 1 ? "one shares" : `${sharing} share`} an outlet, an office or a source`,
          ]
            .filter((part) => part !== false)
            .join("; ")}
          .
        </p>
      )}
      <div class="reports" style={isDrawn ? { paddingLeft: `${width + 4}px` } : undefined}>
        {isDrawn && tops.length === reports.length && (
          <svg
            ref={drawing}
            class="citations"
            width={width}
            height={listHeight}
            data-whole-width={width + 20 + LETTER * longest}
            aria-hidden="true"
          >
            <defs>
              <marker
                id="cited"
                viewBox="0 0 8 8"
                refX="7"
                refY="4"
                markerWidth="7"
                markerHeight="7"
                orient="auto"
              >
                <path d="M0 0.6L7.4 4L0 7.4z" class="arrow" />
              </marker>
            </defs>
            {arcs.map(({ from, to, depth }) => {
              const out = x - Math.min(width - 12, 12 + 13 * depth);
              return (
                <path
                  key={`${from} ${to}`}
                  class="arc"
                  d={`M${x - 6} ${y(from)}C${out} ${y(from)} ${out} ${y(to)} ${x - 7} ${y(to)}`}
                  marker-end="url(#cited)"
                />
              );
            })}
            {reports.map(({ id }, place) => (
              <circle key={id} class={repeats[place] ? "repeats" : "voice"} cx={x} cy={y(place)} r="4.5" />
            ))}
            {reports.map(({ id, title, outlet }, place) => (
              <text key={id} x={width + 6} y={y(place) + 5}>
                {outlet.name}: {title}
              </text>
            ))}
          </svg>
        )}
        <ol ref={element}>
          {reports.map((report) => (
            <li key={report.id}>
              <ReportEntry report={report} isOfOneOutlet={isOfOneOutlet} />
            </li>
          ))}
        </ol>
      </div>
    </>
  );
}

function ReportEntry({ report, isOfOneOutlet }: { report: ReportRowFragment; isOfOneOutlet: boolean }) {
  const { id, title, kind, url, language, publishedOn, outlet, cites, speaker, retractedAt } = report;
  return (
    <>
      <p class="report-outlet">
        {isOfOneOutlet ? (
          <span>{label(kind)}</span>
        ) : (
          <>
            <a href={addressOf.outlet(outlet.slug)}>{outlet.name}</a> <span>{words(kind)}</span>
          </>
        )}
        {publishedOn !== null && (
          <span>
            {", "}
            <FuzzyDate date={publishedOn} length="short" />
          </span>
        )}
        {retractedAt !== null && <span class="verdict-disputed">, retracted</span>}
      </p>
      <p class="report-title">
        <a href={addressOf.report(id)} lang={language ?? undefined}>
          {title}
        </a>
      </p>
      <p class="report-meta">
        {!isOfOneOutlet && outlet.speaksFor.length > 0 && (
          <span>speaks for: {outlet.speaksFor.map(({ title }) => title).join(", ")}</span>
        )}
        {speaker !== null && (
          <span>
            spoken by <a href={addressOf.person(speaker.slug)}>{speaker.name}</a>
          </span>
        )}
        {cites.length > 0 && <span>cites {cites.map(({ outlet }) => outlet.name).join(" and ")}</span>}
        {url !== null && <Outside url={url} />}
      </p>
    </>
  );
}
