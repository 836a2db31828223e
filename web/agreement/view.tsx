import { Fragment } from "preact";
import { useRef } from "preact/hooks";
import { useAnswer } from "../api/answer.ts";
import { AgreementDocument } from "../api/operations.ts";
import { EvidenceLedger } from "../contact/evidence.tsx";
import { namesIn } from "../contact/values.ts";
import { svgText } from "../parts/download.ts";
import { formatPart, label, wholeFuzzy } from "../parts/format.ts";
import { FuzzyDate } from "../parts/fuzzyDate.tsx";
import { Parties } from "../parts/names.tsx";
import { Tools } from "../parts/tools.tsx";
import { Standing } from "../parts/verdict.tsx";
import { Awaited, Heading, Nothing, Section } from "../parts/view.tsx";
import { addressOf } from "../place/addresses.ts";
import { ReportList } from "../report/list.tsx";

/** An agreement: who signed or endorsed it, when, at which contact, and who says so. */
export function AgreementView({ slug }: { slug: string }) {
  const drawing = useRef<SVGSVGElement>(null);
  const answer = useAnswer(AgreementDocument, { slug });
  if (answer.data === undefined) return <Awaited answer={answer} what="this agreement" isView />;
  const { agreement } = answer.data;
  if (agreement === null) {
    return (
      <>
        <Heading title="No such agreement" />
        <Nothing title={`The record has no agreement “${slug}”`} />
      </>
    );
  }
  const {
    title,
    kind,
    parties,
    acts,
    purpose,
    establishes,
    evidence,
    reports,
    independentOutlets,
    disputed,
  } = agreement;
  const names = namesIn(agreement);
  for (const { date } of acts) if (date !== null) names.set(date.edtf, wholeFuzzy(date));
  const listed = reports.edges.map(({ node }) => node);
  return (
    <article>
      <Heading
        title={title}
        kicker={
          <>
            {label(kind)}
            {parties.length > 0 && (
              <>
                {" · "}
                <Parties parties={parties} />
              </>
            )}
          </>
        }
      >
        {purpose !== null && <p class="lede">{purpose}</p>}
        <p class="lede-meta">
          <Standing independentOutlets={independentOutlets} disputed={disputed} />
        </p>
      </Heading>
      <div class="columns">
        <div>
          <Section title="Acts">
            <ul class="people">
              {acts.map(({ kind, by, date, contact }) => (
                <li key={kind}>
                  {label(kind)} <FuzzyDate date={date} />
                  <span>
                    {by.length > 0 && "by "}
                    {by.map(({ id, slug, name }, index) => (
                      <Fragment key={id}>
                        {index > 0 && " and "}
                        <a href={addressOf.person(slug)}>{name}</a>
                      </Fragment>
                    ))}
                    {contact !== null && (
                      <>
                        {" at "}
                        <a href={addressOf.contact(contact.id)}>{contact.title}</a>
                      </>
                    )}
                  </span>
                </li>
              ))}
              {establishes !== null && (
                <li>
                  Establishes <a href={addressOf.party(establishes.key)}>{establishes.name}</a>
                </li>
              )}
            </ul>
          </Section>
          <Section title="What is known" note="each value with who says so">
            <EvidenceLedger evidence={evidence} names={names} />
          </Section>
        </div>
        <div>
          <Section
            title="Reports"
            note={
              reports.totalCount > listed.length ? formatPart(listed.length, reports.totalCount) : undefined
            }
          >
            <ReportList reports={listed} independentOutlets={independentOutlets} drawing={drawing} />
          </Section>
        </div>
      </div>
      <Tools
        document={AgreementDocument}
        variables={{ slug }}
        title={title}
        rows={() => evidence}
        data={() => agreement}
        drawing={listed.length > 1 ? () => drawing.current && svgText(drawing.current) : undefined}
      />
    </article>
  );
}
