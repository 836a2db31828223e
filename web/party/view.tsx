import { AgreementPages } from "../agreement/pages.tsx";
import { useAnswer } from "../api/answer.ts";
import { PartyDocument, type PartyPartsFragment, type PartyQuery } from "../api/operations.ts";
import { lightRow } from "../contacts/lit.ts";
import { ContactPages } from "../contacts/pages.tsx";
import { count, formatNumber } from "../parts/format.ts";
import { allOf } from "../parts/gathering.ts";
import { Parties } from "../parts/names.tsx";
import { Tools } from "../parts/tools.tsx";
import { Awaited, Heading, Nothing, Section } from "../parts/view.tsx";
import { addressOf } from "../place/addresses.ts";

/** As `web/operations/party.graphql` asks for. */
const MOST_COUNTERPARTS = 20;

/** A state or an organization: with whom it had contact, and what it has part in. */
export function PartyView({ partyKey: key }: { partyKey: string }) {
  const answer = useAnswer(PartyDocument, { key, first: 25, after: null });
  if (answer.data === undefined) return <Awaited answer={answer} what="this party" isView />;
  const party = answer.data.state ?? answer.data.organization;
  if (party === null) {
    return (
      <>
        <Heading title="No such party" />
        <Nothing title={`The record has no state or organization “${key}”`} />
      </>
    );
  }
  return <Known party={party} />;
}

const partyOf = ({ state, organization }: PartyQuery) => state ?? organization;

function Known({
  party,
}: {
  party: PartyPartsFragment & {
    readonly members?: readonly { readonly key: string; readonly name: string }[];
  };
}) {
  const { __typename, key, name, counterparts, contacts, agreements, members = [] } = party;
  const most = Math.max(1, ...counterparts.map(({ contacts }) => contacts));
  return (
    <article>
      <Heading title={name} kicker={`${__typename} · ${key}`}>
        <p class="lede">
          {count(contacts.totalCount, "contact")}
          {agreements.totalCount > 0 && `, ${count(agreements.totalCount, "agreement")}`}
        </p>
        {members.length > 0 && (
          <p class="lede-meta">
            Members: <Parties parties={members} />
          </p>
        )}
      </Heading>
      <div class="columns">
        <div onMouseOver={lightRow} onMouseLeave={lightRow} onFocusCapture={lightRow}>
          <Section title="Contacts">
            <ContactPages
              key={key}
              document={PartyDocument}
              variables={{ key, first: 25 }}
              pageOf={(data) => partyOf(data)?.contacts}
              what="its contacts"
              empty={<Nothing title="The record knows of no contact of it" />}
            />
          </Section>
        </div>
        <div>
          {counterparts.length > 0 && (
            <Section
              title="With whom"
              note={counterparts.length === MOST_COUNTERPARTS ? "the most frequent" : undefined}
            >
              <ol class="shares">
                {counterparts.map(({ party: other, contacts }) => (
                  <li key={other.id}>
                    <a href={addressOf.relationship([key, other.key])}>{other.name}</a>
                    <span class="share-value">{formatNumber(contacts)}</span>
                    <span class="share-bar" style={{ width: `${(contacts / most) * 100}%` }} />
                  </li>
                ))}
              </ol>
            </Section>
          )}
          {agreements.totalCount > 0 && (
            <Section title="Agreements" note={formatNumber(agreements.totalCount)}>
              <AgreementPages
                key={key}
                first={agreements}
                document={PartyDocument}
                variables={{ key, first: 0 }}
                pageOf={(data) => partyOf(data)?.agreements}
              />
            </Section>
          )}
        </div>
      </div>
      <Tools
        document={PartyDocument}
        variables={{ key, first: 25, after: null }}
        title={name}
        rows={(gathering) => allOf(PartyDocument, { key }, (data) => partyOf(data)?.contacts, gathering)}
      />
    </article>
  );
}
