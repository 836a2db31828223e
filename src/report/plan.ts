import { v7 } from "uuid";
import { namedIn, readParticipant, storedValue } from "../claim/notation.ts";
import { deriveContact } from "../contact/rules.ts";
import { Conflict, InvalidInput } from "../errors/errors.ts";
import { idOf, partySetId } from "../identity/identity.ts";
import type { Filing } from "./filing.ts";
import type { Known } from "./known.ts";
import { Names, type Path } from "./names.ts";
import { Subjects } from "./subjects.ts";

/** What a filing comes to: rows to store, every name in them known. */
export interface Plan {
  readonly reportId: string;
  readonly filing: Filing;
  readonly isNewOutlet: boolean;
  /** Ids of reports; not yet those of outlets whose latest report on a subject is meant. */
  readonly cites: readonly string[];
  readonly newContacts: readonly string[];
  /** Keys that other collections know contacts by, new or not. */
  readonly contactKeys: readonly { key: string; contactId: string }[];
  readonly newAgreements: readonly string[];
  /** All contacts that it has claims on, by id, and agreements, by slug. */
  readonly contacts: readonly string[];
  readonly agreements: readonly string[];
  readonly claims: readonly PlannedClaim[];
  readonly amendments: readonly Amendment[];
  /** Makes known what the filing brings. */
  commit(): void;
}

export interface PlannedClaim {
  readonly contactId: string | null;
  readonly agreement: string | null;
  readonly field: Filing["claims"][number]["field"];
  readonly value: string | null;
  readonly stance: Filing["claims"][number]["stance"];
  readonly quote: string | null;
}

/** That a contact which was known may be found by other descriptions than before. */
export interface Amendment {
  readonly contactId: string;
  /** A party that it may have from now on; null for none, undefined where it is not named. */
  readonly party: string | null | undefined;
}

type Claim = Filing["claims"][number];

/**
 * Works out what a filing comes to, and leaves `known` as it is until the plan's `commit`; `reportId` is given where
 * its claims are of a report that is in the record. Throws a DomainError with the path of what is wrong.
 */
export function planFiling(filing: Filing, known: Known, reportId?: string): Plan {
  return new Draft(filing, known, reportId).plan();
}

/**
 * Can the filing be planned only after these plans are stored? What an outlet's latest report is, and what a known
 * contact looks like after more claims on it, the database has to tell.
 */
export function mustFollow(filing: Filing, plans: readonly Plan[], known: Known): boolean {
  if (filing.cites.some((citation) => "outlet" in citation)) return plans.length > 0;
  return filing.claims.some(({ subject }) => {
    if (!("newContact" in subject) || subject.newContact.keys !== undefined) return false;
    const { parties = [] } = subject.newContact;
    const alike = known.contacts.get(partySetId(parties) ?? "") ?? [];
    return plans.some(({ amendments }) =>
      amendments.some(
        ({ contactId, party }) =>
          party === undefined ||
          (party !== null && parties.includes(party)) ||
          alike.some(({ id }) => id === contactId),
      ),
    );
  });
}

class Draft {
  readonly #filing: Filing;
  readonly #known: Known;
  readonly #reportId: string;
  readonly #names: Names;
  readonly #subjects: Subjects;
  readonly #commits: (() => void)[] = [];

  constructor(filing: Filing, known: Known, reportId?: string) {
    this.#filing = filing;
    this.#known = known;
    this.#reportId =
      reportId ?? (filing.idempotencyKey === undefined ? v7() : idOf("report", filing.idempotencyKey));
    this.#names = new Names(filing, known, this.#commits);
    this.#subjects = new Subjects(filing, known, this.#names, this.#reportId, this.#commits);
  }

  plan(): Plan {
    const { outlet, cites } = this.#filing;
    this.#names.checkDescriptions();
    this.#names.checkReport(this.#reportId);
    const isNewOutlet = this.#names.checkOutlet();
    const cited = cites.flatMap((citation, index) => this.#names.citedReport(citation, ["cites", index]));
    this.#subjects.read();
    const { newContacts, contactKeys, newAgreements } = this.#subjects;
    const claims = this.#filing.claims.map((claim, index) => this.#planClaim(claim, ["claims", index]));
    const all = [...claims, ...this.#impliedClaims(claims)];
    const ids = (pick: (claim: PlannedClaim) => string | null) => [
      ...new Set(all.map(pick).filter((id) => id !== null)),
    ];
    this.#commits.push(() => this.#known.outlets.add(outlet.slug));
    for (const id of newContacts) this.#commits.push(() => this.#makeKnown(id, all));
    return {
      reportId: this.#reportId,
      filing: this.#filing,
      isNewOutlet,
      cites: [...new Set(cited)],
      newContacts,
      contactKeys,
      newAgreements,
      contacts: ids((claim) => claim.contactId),
      agreements: ids((claim) => claim.agreement),
      claims: all,
      amendments: all.flatMap((claim) => this.#amendments(claim)),
      commit: () => {
        for (const apply of this.#commits) apply();
      },
    };
  }

  #amendments({ contactId, field, value }: PlannedClaim): Amendment[] {
    if (contactId === null || value === null || this.#subjects.newContacts.includes(contactId)) return [];
    if (field === "KIND" || field === "DATE") return [{ contactId, party: null }];
    if (field !== "PARTICIPANTS") return [];
    const { person, party } = readParticipant(value);
    // Whatever is said of a party that it has, it goes on having it; of a person, it may be another's.
    const isParty = person === undefined && party !== undefined && this.#subjects.isFoundBy(contactId, party);
    return [{ contactId, party: isParty ? null : party }];
  }

  /** A new contact, as the claims of this one report will show it. */
  #makeKnown(id: string, claims: readonly PlannedClaim[]): void {
    if (!this.#known.areFoundByParties) return;
    const own = claims
      .filter((claim) => claim.contactId === id)
      .map((claim) => ({ ...claim, id: "", reportId: this.#reportId }));
    const { kind, date, parties } = deriveContact(own, new Map());
    const partySet = partySetId(parties);
    if (partySet === null) return;
    const alike = this.#known.contacts.get(partySet) ?? [];
    this.#known.contacts.set(partySet, [...alike, { id, kind, date: date ?? undefined }]);
  }

  #planClaim({ subject, field, value, stance, quote }: Claim, path: Path): PlannedClaim {
    const { kind, id } = this.#subjects.of(subject, [...path, "subject"]);
    const given = value !== undefined && value !== null;
    if (given === (stance === "WITHHOLDS")) {
      throw new InvalidInput(
        given ? "A claim that withholds gives no value" : `A claim with stance ${stance} gives a value`,
        { path: [...path, "value"], expected: given ? "null" : `the value of ${field}`, got: value ?? null },
      );
    }
    const stored = given
      ? storedValue(kind, field, value, this.#subjects.references, [...path, "value"])
      : null;
    if (field === "SEQUENCE" && stored === id) {
      throw new InvalidInput("A contact cannot come directly before itself", {
        path: [...path, "value"],
        expected: "another contact",
        got: value,
      });
    }
    if (stance !== "INFERRED" && typeof value === "object" && value !== null && "knownAs" in value) {
      throw new InvalidInput("Only a reading says who somebody is that reports name otherwise", {
        path: [...path, "value", "knownAs"],
        expected: "the stance INFERRED, or no knownAs",
        got: stance,
      });
    }
    if (stored !== null)
      this.#names.requireAll(namedIn(field, stored), typeof value === "object", [...path, "value"]);
    return {
      contactId: kind === "contact" ? id : null,
      agreement: kind === "agreement" ? id : null,
      field,
      value: stored,
      stance,
      quote: quote ?? null,
    };
  }

  /**
   * The description of something new speaks for itself where the filing has no claim on that field: what it calls a
   * call of two parties on a day is claimed to be one, as firmly as the filing's first claim on it. The
   * description of something known only finds it.
   */
  #impliedClaims(claims: readonly PlannedClaim[]): PlannedClaim[] {
    const described = new Set<string>();
    return this.#filing.claims.flatMap(({ subject }): PlannedClaim[] => {
      const description =
        "newContact" in subject
          ? subject.newContact
          : "newAgreement" in subject
            ? subject.newAgreement
            : null;
      if (description === null || described.has(description.ref)) return [];
      described.add(description.ref);
      const { kind: subjectKind, id } = this.#subjects.of(subject, []);
      if (!this.#subjects.newContacts.includes(id) && !this.#subjects.newAgreements.includes(id)) return [];
      const own = claims.filter((claim) => (claim.contactId ?? claim.agreement) === id);
      const stance = own.find((claim) => claim.stance !== "WITHHOLDS")?.stance ?? "STATES";
      const implied = (field: PlannedClaim["field"], value: string): PlannedClaim => ({
        contactId: subjectKind === "contact" ? id : null,
        agreement: subjectKind === "agreement" ? id : null,
        field,
        value,
        stance,
        quote: null,
      });
      const imply = (field: PlannedClaim["field"], ...values: (string | undefined)[]) =>
        own.some((claim) => claim.field === field)
          ? []
          : values.flatMap((value) => (value === undefined ? [] : [implied(field, value)]));
      const parties = description.parties ?? [];
      if ("title" in description) {
        return [
          ...imply("TITLE", description.title),
          ...imply("KIND", description.kind),
          ...(own.some(({ field }) => field === "SIGNATORIES" || field === "ENDORSERS")
            ? []
            : imply("PARTIES", ...parties)),
        ];
      }
      return [
        ...imply("KIND", description.kind),
        ...imply("DATE", description.date),
        ...unnamed(parties, own).map((party) => implied("PARTICIPANTS", JSON.stringify({ party }))),
      ];
    });
  }
}

/** The parties for which no claim names a participant; none where participants are withheld. */
function unnamed(parties: readonly string[], claims: readonly PlannedClaim[]): string[] {
  const participants = claims.filter(({ field }) => field === "PARTICIPANTS").map(({ value }) => value);
  if (participants.includes(null)) return [];
  const named = participants.map((value) => readParticipant(value ?? "").party);
  return parties.filter((party) => !named.includes(party));
}

/** The same key may come again with the same content only. */
export function refuseChanged(filing: Filing, existing: { digest: string }, digest: string): void {
  if (existing.digest === digest) return;
  throw new Conflict(
    `The idempotency key "${filing.idempotencyKey}" belongs to a report with other content`,
    {
      path: ["idempotencyKey"],
      expected: "the content that was filed under this key before, or another key",
      got: filing.idempotencyKey,
    },
  );
}
