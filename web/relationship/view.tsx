import { useMemo, useRef } from "preact/hooks";
import { AgreementPages } from "../agreement/pages.tsx";
import { useAnswer } from "../api/answer.ts";
import {
  RelationshipContactsDocument,
  RelationshipDocument,
  RelationshipMarksDocument,
  type RelationshipQuery,
} from "../api/operations.ts";
import { filterOf, KindFilter, kindsAsked, PeriodFilter, periodAsked } from "../contacts/filters.tsx";
import { lightRow } from "../contacts/lit.ts";
import { NewsStrip } from "../contacts/newsStrip.tsx";
import { ContactPages } from "../contacts/pages.tsx";
import { svgText } from "../parts/download.ts";
import { count, formatNumber, formatShare } from "../parts/format.ts";
import { FuzzyDate } from "../parts/fuzzyDate.tsx";
import { allOf } from "../parts/gathering.ts";
import { Parties } from "../parts/names.tsx";
import { Tools } from "../parts/tools.tsx";
import { Awaited, Failed, Heading, Nothing, Section } from "../parts/view.tsx";
import { addressOf } from "../place/addresses.ts";
import { go, withParameters } from "../place/place.ts";
import {
  agreementMarks,
  type By,
  contactMarks,
  endOf,
  isoDay,
  LANES,
  laneCount,
  laneOf,
  periodFor,
} from "./drawing.ts";
import { Overview } from "./overview.tsx";
import { Timeline, TimelineTable } from "./timeline.tsx";

type Relationship = NonNullable<RelationshipQuery["relationship"]>;

/** What there is between two parties or more: a timeline, the contacts in step with it, agreements, and who reports. */
export function RelationshipView({ keys }: { keys: readonly string[] }) {
  const answer = useAnswer(RelationshipDocument, { between: keys, by: "YEAR", agreementsAfter: null });
  // The first page of the list, which is asked for at once rather than when the rest is there.
  useAnswer(RelationshipContactsDocument, {
    between: keys,
    filter: filterOf(kindsAsked(), periodAsked()),
    after: null,
  });
  if (answer.data === undefined) return <Awaited answer={answer} what="these parties" isView />;
  const { relationship } = answer.data;
  if (relationship === null) {
    return (
      <>
        <Heading title="No such parties" />
        <Nothing title={`The record does not know all of ${keys.map((key) => `“${key}”`).join(" and ")}`}>
          <p>Parties are named by ISO 3166 codes, such as RU, and by the slugs of organizations.</p>
        </Nothing>
      </>
    );
  }
  return (
    <>
      {answer.error !== undefined && <Failed answer={answer} what="these parties" />}
      <Known keys={keys} relationship={relationship} />
    </>
  );
}

const MOST_MARKS = 200;
/** As `web/operations/relationship.graphql` asks for. */
const MOST_SHARES = 12;

/** From the first moment of the first period to the last of the last. */
function spanOf(points: Relationship["timeline"], by: By): readonly [number, number] {
  const [first, last] = [points.at(0)?.start, points.at(-1)?.start];
  return first === undefined || last === undefined ? [0, 1] : [Date.parse(first), endOf(last, by)];
}

function Known({ keys, relationship }: { keys: readonly string[]; relationship: Relationship }) {
  const { parties, lastContact, daysSinceLastContact, timeline, contacts, agreements, outletShares } =
    relationship;
  const title = parties.map(({ name }) => name).join(" and ");
  const drawing = useRef<SVGSVGElement>(null);
  const kinds = kindsAsked();
  const asked = periodAsked();

  const years = spanOf(timeline, "YEAR");
  const overviewBy = periodFor(...years);
  const finer = useAnswer(
    RelationshipMarksDocument,
    { between: keys, filter: null, by: overviewBy, during: null },
    { pause: overviewBy === "YEAR" },
  );
  const overview = overviewBy === "YEAR" ? timeline : (finer.data?.relationship?.timeline ?? null);
  const all = overview === null ? years : spanOf(overview, overviewBy);
  const from = asked.from === null ? all[0] : Date.parse(asked.from);
  const to = asked.to === null ? all[1] : Date.parse(asked.to) + 86_400_000;
  const isWhole = asked.from === null && asked.to === null;
  const by = periodFor(from, to);
  const filter = filterOf(kinds, asked);
  const during = isWhole ? null : asked;

  const marked = useAnswer(RelationshipMarksDocument, { between: keys, filter, by, during });

  const found = marked.data?.relationship;
  const isTooMany = (found?.contacts.totalCount ?? 0) > MOST_MARKS || agreements.totalCount > MOST_MARKS;
  const lanes = LANES.filter((lane) => timeline.some((point) => laneCount(point, lane) > 0)).filter(
    (lane) => kinds.length === 0 || lane === "AGREEMENT" || kinds.some((kind) => laneOf(kind) === lane),
  );
  const marks = useMemo(() => {
    if (found == null || isTooMany) return null;
    const all = [
      ...contactMarks(found.contacts.edges.map(({ node }) => node)),
      ...agreementMarks(found.agreements.edges.map(({ node }) => node)),
    ];
    return all.filter((mark) => mark.to >= from && mark.from <= to);
  }, [found, from, to]);
  const isDrawn = lanes.length > 0 && overview !== null;
  const dated = timeline.reduce((sum, point) => sum + point.contacts, 0);
  const undated = contacts.totalCount - dated;

  return (
    <article>
      <Heading
        title={title}
        kicker={
          <>
            Relationship · <Parties parties={parties} />
          </>
        }
      >
        <p class="lede">
          {daysSinceLastContact !== null && lastContact !== null ? (
            <>
              <strong class="figure">{formatNumber(daysSinceLastContact)}</strong>{" "}
              {daysSinceLastContact === 1 ? "day" : "days"} since the last contact,{" "}
              <a href={addressOf.contact(lastContact.id)}>{lastContact.title}</a>,{" "}
              <FuzzyDate date={lastContact.date} />
            </>
          ) : contacts.totalCount > 0 ? (
            "No contact of theirs has a date that is known."
          ) : (
            "The record knows of no contact between them."
          )}
        </p>
      </Heading>
      <NewsStrip
        concerns={({ contact }) => keys.every((key) => contact.parties.some((party) => party.key === key))}
      />
      {contacts.totalCount + agreements.totalCount > 0 && (
        <>
          {lanes.length > 0 && overview === null && <figure class="chart" aria-busy="true" />}
          {isDrawn && (
            <figure class="chart" aria-busy={marked.isLoading}>
              <Timeline
                from={from}
                to={to}
                marks={isTooMany ? null : (marks ?? [])}
                points={found?.timeline ?? []}
                by={by}
                lanes={lanes}
                drawing={drawing}
                label={`Timeline of ${title}: ${count(contacts.totalCount, "contact")} and ${count(agreements.totalCount, "agreement")}. The table below it has the numbers.`}
              />
              <Overview
                from={all[0]}
                to={all[1]}
                points={overview}
                by={overviewBy}
                shown={isWhole ? null : [from, to]}
                onShow={(shown) =>
                  go(
                    withParameters(
                      shown === null
                        ? { from: null, to: null }
                        : { from: isoDay(shown[0]), to: isoDay(Math.max(shown[0], shown[1] - 1)) },
                    ),
                    { stay: true },
                  )
                }
              />
              <figcaption>
                <KindFilter />
                <PeriodFilter />
              </figcaption>
              {undated > 0 && filter === null && (
                <p class="aside">
                  {count(undated, "contact")} without a date {undated === 1 ? "is" : "are"} in the list, and
                  not in the drawing.
                </p>
              )}
              {found != null && <TimelineTable points={found.timeline} by={by} />}
            </figure>
          )}
          <div class="columns">
            <div onMouseOver={lightRow} onMouseLeave={lightRow} onFocusCapture={lightRow}>
              <Section title="Contacts">
                <ContactPages
                  key={JSON.stringify([keys, filter])}
                  document={RelationshipContactsDocument}
                  variables={{ between: keys, filter }}
                  pageOf={({ relationship }) => relationship?.contacts}
                  what="their contacts"
                />
              </Section>
            </div>
            <div>
              {agreements.totalCount > 0 && (
                <Section title="Agreements" note={formatNumber(agreements.totalCount)}>
                  <AgreementPages
                    first={agreements}
                    document={RelationshipDocument}
                    variables={{ between: keys, by: "YEAR" }}
                    pageOf={({ relationship }) => relationship?.agreements}
                  />
                </Section>
              )}
              {outletShares.length > 0 && (
                <Section
                  title="Who reports on them"
                  note={outletShares.length === MOST_SHARES ? "the most frequent" : undefined}
                >
                  <ol class="shares">
                    {outletShares.map(({ outlet, reports, share }) => (
                      <li key={outlet.id}>
                        <a href={addressOf.outlet(outlet.slug)}>{outlet.name}</a>
                        <span class="share-value">
                          {formatShare(share)} <span class="share-count">{count(reports, "report")}</span>
                        </span>
                        <span class="share-bar" style={{ width: `${Math.max(share * 100, 0.5)}%` }} />
                      </li>
                    ))}
                  </ol>
                </Section>
              )}
            </div>
          </div>
        </>
      )}
      <Tools
        document={RelationshipMarksDocument}
        variables={{ between: keys, filter, by, during }}
        title={title}
        rows={(gathering) =>
          allOf(
            RelationshipContactsDocument,
            { between: keys, filter },
            ({ relationship }) => relationship?.contacts,
            gathering,
          )
        }
        drawing={isDrawn ? () => drawing.current && svgText(drawing.current) : undefined}
      />
    </article>
  );
}
