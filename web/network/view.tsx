import { useSignal } from "@preact/signals";
import { useMemo, useRef, useState } from "preact/hooks";
import { useAnswer } from "../api/answer.ts";
import { NetworkDocument } from "../api/operations.ts";
import { filterOf, KindFilter, kindsAsked, PeriodFilter, periodAsked } from "../contacts/filters.tsx";
import { svgText } from "../parts/download.ts";
import { count, formatNumber, formatPart } from "../parts/format.ts";
import { Tools } from "../parts/tools.tsx";
import { Awaited, Failed, Heading, Nothing, Section } from "../parts/view.tsx";
import { addressOf } from "../place/addresses.ts";
import { go, parameter, withParameters } from "../place/place.ts";
import { NetworkDrawing } from "./drawing.tsx";
import { type Node, networkLinks } from "./layout.ts";

const SIZES = [25, 50, 100, 200];
const LISTED_AT_FIRST = 15;
/** As `Network.pairs` has at most. */
const MOST_PAIRS = 2000;

/** Who met whom in a period: the parties with most contacts, and the pairs among them. */
export function NetworkView() {
  const asked = Number(parameter("parties"));
  const first = SIZES.includes(asked) ? asked : 50;
  const filter = filterOf(kindsAsked(), periodAsked());
  const variables = { filter, first };
  const answer = useAnswer(NetworkDocument, variables);
  const drawing = useRef<SVGSVGElement>(null);
  const pointed = useSignal<string | null>(null);
  const chosen = parameter("party");
  // Of whom all pairs are listed: of null for all parties, of undefined for nobody.
  const [whole, setWhole] = useState<string | null | undefined>(undefined);
  const network = answer.data?.network;
  const layout = useMemo(() => (network === undefined ? null : networkLinks(network)), [network]);

  const heading = (
    <Heading title="Who met whom" kicker="Network">
      <p class="lede">
        {network === undefined || network.parties.length === 0
          ? "The parties with most contacts, and the pairs among them."
          : network.totalParties > network.parties.length
            ? `The ${formatNumber(network.parties.length)} with most contacts, of ${count(network.totalParties, "party", "parties")} that had any.`
            : `${count(network.totalParties, "party", "parties")} with contacts, and ${count(network.pairs.length, "pair")} among them.`}
      </p>
      <div class="finder-filters">
        <KindFilter />
        <PeriodFilter />
        <label class="choice">
          <span class="visually-hidden">How many parties</span>
          <select
            value={first}
            onChange={(event) =>
              go(withParameters({ parties: event.currentTarget.value }), { replace: true, stay: true })
            }
          >
            {SIZES.map((size) => (
              <option key={size} value={size}>
                {size} parties
              </option>
            ))}
          </select>
        </label>
      </div>
    </Heading>
  );
  if (network === undefined || layout === null) {
    return (
      <>
        {heading}
        <Awaited answer={answer} what="the network" />
      </>
    );
  }
  const choose = (key: string | null) =>
    go(withParameters({ party: key === parameter("party") ? null : key }), { stay: true });
  const center = layout.nodes.find(({ key }) => key === chosen);
  const pairs = layout.links.filter(
    ({ source, target }) => center === undefined || source === center || target === center,
  );
  const listed = whole === chosen ? pairs.length : LISTED_AT_FIRST;
  const most = Math.max(1, ...pairs.map(({ contacts }) => contacts));
  return (
    <article>
      {heading}
      {answer.error !== undefined && <Failed answer={answer} what="the network" />}
      {layout.nodes.length === 0 ? (
        <Nothing title="Nobody met anybody then, as far as the record knows">
          <p>A longer period or more kinds may show more.</p>
        </Nothing>
      ) : (
        <div class="columns is-network">
          <figure class="chart is-kept">
            <NetworkDrawing
              layout={layout}
              chosen={chosen}
              pointed={pointed}
              onChoose={choose}
              drawing={drawing}
            />
            <figcaption class="aside">
              The larger, the more contacts. Lines are each party's strongest pairs; choose a party to see its
              own, and a line to open the pair.
              {network.pairs.length === MOST_PAIRS &&
                ` Of all pairs, the ${formatNumber(MOST_PAIRS)} with most contacts are here.`}
            </figcaption>
          </figure>
          <div>
            <Section
              title={center === undefined ? "Strongest pairs" : `Pairs of ${center.name}`}
              note={formatPart(Math.min(pairs.length, listed), pairs.length)}
            >
              {center !== undefined && (
                <p class="aside">
                  <a href={addressOf.party(center.key)}>About {center.name}</a> ·{" "}
                  <button type="button" class="plain" onClick={() => choose(null)}>
                    All pairs
                  </button>
                </p>
              )}
              <ol class="shares">
                {pairs.slice(0, listed).map(({ source, target, contacts }) => {
                  const other = source === center ? target : source;
                  return (
                    <li
                      key={`${source.key} ${target.key}`}
                      onMouseEnter={() => {
                        pointed.value = other.key;
                      }}
                      onMouseLeave={() => {
                        pointed.value = null;
                      }}
                    >
                      <a href={addressOf.relationship([source.key, target.key])}>
                        {center === undefined ? `${source.name} and ${target.name}` : other.name}
                      </a>
                      <span class="share-value">{formatNumber(contacts)}</span>
                      <span class="share-bar" style={{ width: `${(contacts / most) * 100}%` }} />
                    </li>
                  );
                })}
              </ol>
              {listed < pairs.length && (
                <p class="more">
                  <button type="button" onClick={() => setWhole(chosen)}>
                    Show all {formatNumber(pairs.length)}
                  </button>
                </p>
              )}
            </Section>
            <PartiesTable nodes={layout.nodes} chosen={chosen} onChoose={choose} />
          </div>
        </div>
      )}
      <Tools
        document={NetworkDocument}
        variables={variables}
        title="Who met whom"
        rows={() =>
          network.pairs.map(({ parties: [one, other], contacts }) => ({
            one: one?.key,
            other: other?.key,
            contacts,
          }))
        }
        data={() => network}
        drawing={layout.nodes.length > 0 ? () => drawing.current && svgText(drawing.current) : undefined}
      />
    </article>
  );
}

/** All parties with their numbers, made when it is opened. */
function PartiesTable({
  nodes,
  chosen,
  onChoose,
}: {
  nodes: readonly Node[];
  chosen: string | null;
  onChoose: (key: string) => void;
}) {
  const [isOpen, setOpen] = useState(false);
  return (
    <details class="table-behind" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>All parties as a table</summary>
      {isOpen && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
        <section class="scrolls" tabIndex={0} aria-label="Parties as a table">
          <table>
            <thead>
              <tr>
                <th scope="col">Party</th>
                <th scope="col">Contacts</th>
              </tr>
            </thead>
            <tbody>
              {nodes.map(({ key, name, contacts }) => (
                <tr key={key}>
                  <th scope="row">
                    <button
                      type="button"
                      class="plain"
                      aria-pressed={key === chosen}
                      onClick={() => onChoose(key)}
                    >
                      {name}
                    </button>
                  </th>
                  <td>{formatNumber(contacts)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
    </details>
  );
}
