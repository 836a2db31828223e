import { type Field, readParticipant } from "../claim/notation.ts";
import { independentReports, type Source } from "../evidence/independence.ts";
import { evidenceOf, type LiveClaim, supportingReports, valuesShown } from "../evidence/rules.ts";
import { type ContactKind, contactKinds, type ParticipantValue } from "../report/filing.ts";

/** A contact as its live claims show it; people, parties and the like by their keys. */
export interface ContactState {
  readonly kind: ContactKind;
  readonly channel: string | null;
  readonly place: string | null;
  readonly host: string | null;
  readonly event: string | null;
  readonly purpose: string | null;
  readonly note: string | null;
  /** EDTF. */
  readonly date: string | null;
  /** As stored in a claim: "PT1H~". */
  readonly duration: string | null;
  readonly participants: readonly ParticipantValue[];
  readonly parties: readonly string[];
  readonly topics: readonly string[];
  /** Slugs. */
  readonly agreements: readonly string[];
  /** Ids of the reports that say something of it; not those of an editor's inference. */
  readonly reports: readonly string[];
  readonly independentOutlets: number;
  readonly disputed: boolean;
}

/** What the live claims on a contact, in the order in which they were recorded, make of it. */
export function deriveContact(
  claims: readonly LiveClaim[],
  sources: ReadonlyMap<string, Source>,
): ContactState {
  const evidence = evidenceOf("contact", claims, sources);
  const one = (field: Field) => evidence.find((known) => known.field === field)?.value ?? null;
  const kind = contactKinds.find((known) => known === one("KIND")) ?? "EXCHANGE";
  const only = (field: Field, ...kinds: ContactKind[]) => (kinds.includes(kind) ? one(field) : null);
  const participants = withoutImplied(
    asOnePerson(valuesShown(evidence, "PARTICIPANTS").map(readParticipant)),
  );
  return {
    kind,
    channel: only("CHANNEL", "CALL"),
    place: only("PLACE", "SUMMIT", "VISIT", "ENCOUNTER"),
    host:
      kind === "SUMMIT" || kind === "VISIT"
        ? (participants.find((participant) => participant.role === "HOST")?.party ?? null)
        : null,
    event: only("EVENT", "SUMMIT"),
    purpose: only("PURPOSE", "VISIT"),
    note: only("NOTE", "EXCHANGE"),
    date: one("DATE"),
    duration: one("DURATION"),
    participants,
    parties: [...new Set(participants.flatMap(({ party }) => (party === undefined ? [] : [party])))],
    topics: valuesShown(evidence, "TOPICS"),
    agreements: valuesShown(evidence, "AGREEMENTS"),
    reports: [
      ...new Set(claims.filter(({ stance }) => stance !== "INFERRED").map(({ reportId }) => reportId)),
    ],
    independentOutlets: independentReports(supportingReports(claims), sources),
    disputed: evidence.some(({ verdict }) => verdict === "DISPUTED"),
  };
}

/** Each person once, whom some reports name in full and others are read to mean. */
function asOnePerson(participants: readonly ParticipantValue[]): ParticipantValue[] {
  const shown = new Set(participants.flatMap(({ person, knownAs }) => (knownAs === undefined ? person : [])));
  return participants.flatMap(({ knownAs, ...participant }) => {
    if (knownAs !== undefined && shown.has(participant.person)) return [];
    shown.add(participant.person);
    return participant;
  });
}

/** A party that takes part by a named person is not listed a second time without one. */
function withoutImplied(participants: readonly ParticipantValue[]): ParticipantValue[] {
  return participants.filter(
    ({ person, party, office, role }) =>
      person !== undefined ||
      !participants.some(
        (other) =>
          other.person !== undefined &&
          other.party === party &&
          (office === undefined || other.office === office) &&
          (role === undefined || other.role === role),
      ),
  );
}

/** Names by key, for titles. */
export interface Names {
  person(slug: string): string;
  party(key: string): string;
}

/** What a contact is called: "Call of Vladimir Putin and Alexander Lukashenko". */
export function contactTitle(contact: ContactState, names: Names): string {
  const received = contact.participants.filter(({ role }) => role === "GUEST");
  const guests =
    received.length > 0 ? received : contact.participants.filter(({ party }) => party !== contact.host);
  const called = (some: readonly ParticipantValue[]) => {
    const people = some.flatMap(({ person }) => (person === undefined ? [] : [names.person(person)]));
    const parties = some.flatMap(({ party }) => (party === undefined ? [] : [names.party(party)]));
    return listed([...new Set(people.length > 0 ? people : parties)]);
  };
  const everyone = called(contact.participants);
  switch (contact.kind) {
    case "CALL":
      return titled("Call", "of", everyone);
    case "EXCHANGE":
      return titled("Exchange", "of", everyone);
    case "ENCOUNTER":
      return titled("Encounter", "of", everyone);
    case "VISIT": {
      const visit = titled("Visit", "of", called(guests));
      return contact.host === null ? visit : `${visit} to ${names.party(contact.host)}`;
    }
    case "SUMMIT": {
      const summit = contact.event ?? "Summit";
      const where = contact.place ?? (contact.host === null ? null : names.party(contact.host));
      return titled(where === null ? summit : `${summit} in ${where}`, "with", everyone);
    }
  }
}

function titled(what: string, word: string, who: string): string {
  return who === "" ? what : `${what} ${word} ${who}`;
}

/** "A, B and C"; of more than four the first three and how many more. */
function listed(names: readonly string[]): string {
  if (names.length > 4) return `${names.slice(0, 3).join(", ")} and ${names.length - 3} others`;
  if (names.length < 2) return names.join("");
  return `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}
