import { AgreementRows } from "../agreement/rows.tsx";
import { useAnswer } from "../api/answer.ts";
import { ReportDocument, type ReportQuery } from "../api/operations.ts";
import { fieldLabel, namesIn, valueText } from "../contact/values.ts";
import { ContactRow } from "../contacts/row.tsx";
import { formatLanguage, formatMoment, label, words } from "../parts/format.ts";
import { FuzzyDate } from "../parts/fuzzyDate.tsx";
import { Outside } from "../parts/names.tsx";
import { Tools } from "../parts/tools.tsx";
import { Awaited, Heading, Nothing, Section } from "../parts/view.tsx";
import { addressOf } from "../place/addresses.ts";

/** A report: what it says, claim by claim, what it cites, and who cites it. */
export function ReportView({ id }: { id: string }) {
  const answer = useAnswer(ReportDocument, { id });
  if (answer.data === undefined) return <Awaited answer={answer} what="this report" isView />;
  const { report } = answer.data;
  if (report === null) {
    return (
      <>
        <Heading title="No such report" />
        <Nothing title="The record has no report at this address" />
      </>
    );
  }
  const {
    title,
    kind,
    outlet,
    publishedOn,
    url,
    language,
    speaker,
    recordedAt,
    retractedAt,
    cites,
    citedBy,
    claims,
    contacts,
    agreements,
  } = report;
  const names = namesIn(report);
  const related = (reports: typeof cites) => (
    <ul class="people">
      {reports.map(({ id, title, outlet }) => (
        <li key={id}>
          <a href={addressOf.report(id)}>{title}</a>
          <span>{outlet.name}</span>
        </li>
      ))}
    </ul>
  );
  return (
    <article>
      <Heading
        title={title}
        kicker={
          <>
            {label(kind)} of <a href={addressOf.outlet(outlet.slug)}>{outlet.name}</a>
          </>
        }
      >
        <p class="lede">
          {publishedOn === null ? "Not dated" : <FuzzyDate date={publishedOn} />}
          {speaker !== null && (
            <>
              , spoken by <a href={addressOf.person(speaker.slug)}>{speaker.name}</a>
            </>
          )}
          {url !== null && (
            <>
              , <Outside url={url} />
            </>
          )}
          {language !== null && `, in ${formatLanguage(language)}`}
        </p>
        <p class="lede-meta">
          Recorded {formatMoment(recordedAt)}
          {retractedAt !== null && (
            <strong class="verdict-disputed">, retracted {formatMoment(retractedAt)}</strong>
          )}
        </p>
      </Heading>
      <div class="columns">
        <div>
          <Section title="What it says" note="claim by claim">
            {claims.length === 0 && <p>No claim was drawn from it yet.</p>}
            {[...bySubject(claims)].map(([id, [first, ...more]]) => (
              <table class="claims-table" key={id}>
                <caption>
                  {first.subject.__typename === "Agreement" ? (
                    <a href={addressOf.agreement(first.subject.slug)}>{first.subject.agreementTitle}</a>
                  ) : (
                    <a href={addressOf.contact(first.subject.id)}>{first.subject.title}</a>
                  )}
                </caption>
                <thead class="visually-hidden">
                  <tr>
                    <th scope="col">What</th>
                    <th scope="col">As reported</th>
                  </tr>
                </thead>
                <tbody>
                  {[first, ...more].map(({ id, field, value, stance, quote }) => (
                    <tr key={id}>
                      <th scope="row">
                        {fieldLabel(field)} <span class="stance">{words(stance)}</span>
                      </th>
                      <td>
                        {value === null ? <i class="withheld">not told</i> : valueText(field, value, names)}
                        {quote !== null &&
                          (stance === "INFERRED" ? <p class="reason">{quote}</p> : <q>{quote}</q>)}
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
            ))}
          </Section>
        </div>
        <div>
          {cites.length > 0 && <Section title="Cites">{related(cites)}</Section>}
          {citedBy.length > 0 && <Section title="Cited by">{related(citedBy)}</Section>}
          {contacts.length > 0 && (
            <Section title="Contacts in it">
              <ol class="rows is-narrow">
                {contacts.map((contact) => (
                  <ContactRow key={contact.id} contact={contact} />
                ))}
              </ol>
            </Section>
          )}
          {agreements.length > 0 && (
            <Section title="Agreements in it">
              <AgreementRows agreements={agreements} />
            </Section>
          )}
        </div>
      </div>
      <Tools
        document={ReportDocument}
        variables={{ id }}
        title={title}
        rows={() => claims}
        data={() => report}
      />
    </article>
  );
}

type Claim = NonNullable<ReportQuery["report"]>["claims"][number];

/** What is said of each thing, in the order in which it is first spoken of. */
function bySubject(claims: readonly Claim[]): Map<string, [Claim, ...Claim[]]> {
  const found = new Map<string, [Claim, ...Claim[]]>();
  for (const claim of claims) {
    const others = found.get(claim.subject.id);
    if (others === undefined) found.set(claim.subject.id, [claim]);
    else others.push(claim);
  }
  return found;
}
