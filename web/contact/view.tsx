import { useRef } from "preact/hooks";
import { useAnswer } from "../api/answer.ts";
import { pastClient } from "../api/client.ts";
import { ContactDocument, type ContactQuery } from "../api/operations.ts";
import { svgText } from "../parts/download.ts";
import { count, formatMoment, formatPart, label, wholeFuzzy } from "../parts/format.ts";
import { FuzzyDate } from "../parts/fuzzyDate.tsx";
import { Parties } from "../parts/names.tsx";
import { Tools } from "../parts/tools.tsx";
import { Standing } from "../parts/verdict.tsx";
import { Awaited, Failed, Heading, Nothing, Section } from "../parts/view.tsx";
import { addressOf } from "../place/addresses.ts";
import { parameter } from "../place/place.ts";
import { ReportList } from "../report/list.tsx";
import { AsOf } from "./asOf.tsx";
import { EvidenceLedger } from "./evidence.tsx";
import { namesIn } from "./values.ts";

type Contact = NonNullable<ContactQuery["contact"]>;

/** Everything known of a contact, now or as it was known at a time. */
export function ContactView({ id }: { id: string }) {
  const asOf = parameter("asOf");
  const now = useAnswer(ContactDocument, { id, asOf: null });
  const then = useAnswer(ContactDocument, { id, asOf }, { pause: asOf === null, from: pastClient });
  const answer = asOf === null ? now : then;
  // What was shown before stays while another time is looked up, and the slider under the reader's hand.
  const data = answer.data ?? now.data;
  if (data === undefined || (answer.data === undefined && answer.error !== undefined)) {
    return <Awaited answer={answer} what="this contact" isView />;
  }
  const { contact } = data;
  // Not known at that time, or not at all: today's answer tells.
  if (contact === null && asOf !== null && now.data === undefined) {
    return <Awaited answer={now} what="this contact" isView />;
  }
  if (contact === null && (asOf === null || now.data?.contact == null)) return <Unknown />;
  return (
    <article aria-busy={answer.isLoading}>
      {answer.error !== undefined && <Failed answer={answer} what="this contact" />}
      {contact === null ? <Heading title="Not known yet" /> : <ContactHeading contact={contact} />}
      <AsOf history={now.data?.contact?.history ?? contact?.history ?? []} asOf={asOf} />
      {contact === null ? (
        <Nothing title="Nothing was known of it then">
          <p>At {formatMoment(asOf ?? "")} no report of this contact was in the record.</p>
        </Nothing>
      ) : (
        <Known contact={contact} asOf={asOf} />
      )}
    </article>
  );
}

function Unknown() {
  return (
    <>
      <Heading title="No such contact" />
      <Nothing title="The record has no contact at this address">
        <p>
          It may have been retracted, or found to be the same as another. <a href="/">All contacts</a>
        </p>
      </Nothing>
    </>
  );
}

function ContactHeading({ contact }: { contact: Contact }) {
  const { kind, title, date, duration, parties } = contact;
  return (
    <Heading
      title={title}
      kicker={
        <>
          {"channel" in contact ? `${label(kind)} by ${contact.channel.toLowerCase()}` : label(kind)}
          {parties.length > 1 && (
            <>
              {" · "}
              <a href={addressOf.relationship(parties.slice(0, 2).map(({ key }) => key))}>
                {parties
                  .slice(0, 2)
                  .map(({ name }) => name)
                  .join(" and ")}
              </a>
              {parties.length > 2 && `, with ${count(parties.length - 2, "other")}`}
            </>
          )}
        </>
      }
    >
      <p class="lede">
        <FuzzyDate date={date} />
        {duration !== null && <>, {duration.text}</>}
        {"place" in contact && contact.place !== null && <>, {contact.place}</>}
        {"host" in contact && contact.host !== null && <>, hosted by {contact.host.name}</>}
      </p>
      <p class="lede-meta">
        <Standing independentOutlets={contact.independentOutlets} disputed={contact.disputed} />
      </p>
    </Heading>
  );
}

function Known({ contact, asOf }: { contact: Contact; asOf: string | null }) {
  const { id, title, date, parties, participants, agreements, evidence, reports, previous, next } = contact;
  const drawing = useRef<SVGSVGElement>(null);
  const names = namesIn(contact);
  if (date !== null) names.set(date.edtf, wholeFuzzy(date));
  const listed = reports.edges.map(({ node }) => node);
  return (
    <>
      <div class="columns">
        <div>
          <Section title="Who took part">
            {participants.length === 0 ? (
              <p>
                No person is named. <Parties parties={parties} />
              </p>
            ) : (
              <ul class="people">
                {participants.map(({ person, office, party, role }) => (
                  <li key={`${person?.id} ${party?.id} ${office?.id}`}>
                    {person !== null && <a href={addressOf.person(person.slug)}>{person.name}</a>}
                    {person === null && party !== null && (
                      <a href={addressOf.party(party.key)}>{party.name}</a>
                    )}
                    <span>
                      {[
                        office?.title ?? (person === null ? null : party?.name),
                        role === "PARTICIPANT" ? null : role.toLowerCase(),
                      ]
                        .filter((part) => part != null)
                        .join(", ")}
                    </span>
                  </li>
                ))}
              </ul>
            )}
          </Section>
          <Section title="What is known" note="each value with who says so">
            <EvidenceLedger evidence={evidence} names={names} />
          </Section>
          {agreements.length > 0 && (
            <Section title="Agreements">
              <ul class="plain-list">
                {agreements.map(({ id, slug, title }) => (
                  <li key={id}>
                    <a href={addressOf.agreement(slug)}>{title}</a>
                  </li>
                ))}
              </ul>
            </Section>
          )}
        </div>
        <div>
          <Section
            title="Reports"
            note={
              reports.totalCount > listed.length ? formatPart(listed.length, reports.totalCount) : undefined
            }
          >
            <ReportList reports={listed} independentOutlets={contact.independentOutlets} drawing={drawing} />
          </Section>
        </div>
      </div>
      {(previous !== null || next !== null) && (
        <nav class="neighbours" aria-label="Contacts of the same parties">
          {previous !== null ? (
            <a rel="prev" href={addressOf.contact(previous.id)}>
              <span>
                Before
                {contact.daysSincePrevious !== null && `, ${count(contact.daysSincePrevious, "day")} earlier`}
              </span>
              {previous.title}
              <FuzzyDate date={previous.date} length="short" />
            </a>
          ) : (
            <span />
          )}
          {next !== null && (
            <a rel="next" href={addressOf.contact(next.id)}>
              <span>After</span>
              {next.title}
              <FuzzyDate date={next.date} length="short" />
            </a>
          )}
        </nav>
      )}
      <Tools
        document={ContactDocument}
        variables={{ id, asOf }}
        title={title}
        rows={() => evidence}
        data={() => contact}
        drawing={listed.length > 1 ? () => drawing.current && svgText(drawing.current) : undefined}
      />
    </>
  );
}
