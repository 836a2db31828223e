import { AgreementPages } from "../agreement/pages.tsx";
import { useAnswer } from "../api/answer.ts";
import { PersonDocument } from "../api/operations.ts";
import { ContactPages } from "../contacts/pages.tsx";
import { count, formatNumber } from "../parts/format.ts";
import { FuzzyDate } from "../parts/fuzzyDate.tsx";
import { allOf } from "../parts/gathering.ts";
import { Tools } from "../parts/tools.tsx";
import { Awaited, Heading, Nothing, Section } from "../parts/view.tsx";
import { addressOf } from "../place/addresses.ts";
import { go, parameter, withParameters } from "../place/place.ts";

/** A person: names, offices held, contacts and agreements. */
export function PersonView({ slug }: { slug: string }) {
  const inOffice = parameter("inOffice");
  const variables = { slug, inOffice, first: 25 };
  const answer = useAnswer(PersonDocument, { ...variables, after: null });
  if (answer.data === undefined) return <Awaited answer={answer} what="this person" isView />;
  const { person } = answer.data;
  if (person === null) {
    return (
      <>
        <Heading title="No such person" />
        <Nothing title={`The record has nobody at “${slug}”`} />
      </>
    );
  }
  const { name, names, tenures, contacts, agreements } = person;
  const others = names.filter((other) => other.name !== name);
  return (
    <article>
      <Heading title={name} kicker="Person">
        {others.length > 0 && (
          <p class="lede names">
            {others.map(({ language, name }) => (
              <span key={`${language} ${name}`} lang={language} dir="auto">
                {name}
              </span>
            ))}
          </p>
        )}
        <p class="lede-meta">
          {count(contacts.totalCount, "contact")}
          {agreements.totalCount > 0 && `, ${count(agreements.totalCount, "agreement")}`}
        </p>
      </Heading>
      <div class="columns">
        <div>
          <Section title="Contacts">
            {tenures.length > 0 && (
              <p class="list-choice">
                <label class="choice">
                  While{" "}
                  <select
                    value={inOffice ?? ""}
                    onChange={(event) =>
                      go(withParameters({ inOffice: event.currentTarget.value }), {
                        replace: true,
                        stay: true,
                      })
                    }
                  >
                    <option value="">in any office or none</option>
                    {[...new Map(tenures.map(({ office }) => [office.slug, office])).values()].map(
                      ({ slug, title }) => (
                        <option key={slug} value={slug}>
                          {title}
                        </option>
                      ),
                    )}
                  </select>
                </label>
              </p>
            )}
            <ContactPages
              key={JSON.stringify(variables)}
              document={PersonDocument}
              variables={variables}
              pageOf={({ person }) => person?.contacts}
              what="the contacts"
              empty={<Nothing title="The record knows of no such contact" />}
            />
          </Section>
        </div>
        <div>
          {tenures.length > 0 && (
            <Section title="Offices">
              <ul class="people">
                {tenures.map(({ office, from, to }) => (
                  <li key={`${office.id} ${from?.edtf}`}>
                    {office.title}
                    <span>
                      <a href={addressOf.party(office.party.key)}>{office.party.name}</a>
                      {(from !== null || to !== null) && (
                        <>
                          {", "}
                          {from === null ? "…" : <FuzzyDate date={from} length="short" />} –{" "}
                          {to === null ? "" : <FuzzyDate date={to} length="short" />}
                        </>
                      )}
                    </span>
                  </li>
                ))}
              </ul>
            </Section>
          )}
          {agreements.totalCount > 0 && (
            <Section title="Agreements" note={formatNumber(agreements.totalCount)}>
              <AgreementPages
                key={slug}
                first={agreements}
                document={PersonDocument}
                variables={{ slug, first: 0 }}
                pageOf={({ person }) => person?.agreements}
              />
            </Section>
          )}
        </div>
      </div>
      <Tools
        document={PersonDocument}
        variables={{ ...variables, after: null }}
        title={name}
        rows={(gathering) =>
          allOf(PersonDocument, { slug, inOffice }, ({ person }) => person?.contacts, gathering)
        }
      />
    </article>
  );
}
