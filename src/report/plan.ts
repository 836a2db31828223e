import { v7 } from "uuid";
import { type Named, namedIn, readParticipant, type SubjectKind, storedValue } from "../claim/notation.ts";
import { deriveContact } from "../contact/rules.ts";
import { Ambiguous, Conflict, InvalidInput, NotFound } from "../errors/errors.ts";
import { idOf, partySetId } from "../identity/identity.ts";
import { datesCompatible, parseFuzzyDate } from "../time/date.ts";
import type { ContactKind, Filing } from "./filing.ts";
import { agreementSlug, type Known } from "./known.ts";

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

type Path = readonly (string | number)[];
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
  /** Subjects of this filing by ref: a contact's id or an agreement's slug. */
  readonly #refs = new Map<string, { kind: SubjectKind; id: string }>();
  readonly #newContacts: string[] = [];
  /** The parties of the known contacts that were found by them. */
  readonly #partiesOf = new Map<string, readonly string[]>();
  readonly #contactKeys: { key: string; contactId: string }[] = [];
  readonly #newAgreements: string[] = [];
  readonly #commits: (() => void)[] = [];

  constructor(filing: Filing, known: Known, reportId?: string) {
    this.#filing = filing;
    this.#known = known;
    this.#reportId =
      reportId ?? (filing.idempotencyKey === undefined ? v7() : idOf("report", filing.idempotencyKey));
  }

  plan(): Plan {
    const { outlet, cites } = this.#filing;
    this.#checkDescriptions();
    this.#checkReport();
    const isNewOutlet = this.#checkOutlet();
    const cited = cites.flatMap((citation, index) => this.#citedReport(citation, ["cites", index]));
    this.#readSubjects();
    const claims = this.#filing.claims.map((claim, index) => this.#planClaim(claim, ["claims", index]));
    const all = [...claims, ...this.#impliedClaims(claims)];
    const ids = (pick: (claim: PlannedClaim) => string | null) => [
      ...new Set(all.map(pick).filter((id) => id !== null)),
    ];
    this.#commits.push(() => this.#known.outlets.add(outlet.slug));
    for (const id of this.#newContacts) this.#commits.push(() => this.#makeKnown(id, all));
    return {
      reportId: this.#reportId,
      filing: this.#filing,
      isNewOutlet,
      cites: [...new Set(cited)],
      newContacts: this.#newContacts,
      contactKeys: this.#contactKeys,
      newAgreements: this.#newAgreements,
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
    if (contactId === null || value === null || this.#newContacts.includes(contactId)) return [];
    if (field === "KIND" || field === "DATE") return [{ contactId, party: null }];
    if (field !== "PARTICIPANTS") return [];
    const { person, party } = readParticipant(value);
    // Whatever is said of a party that it has, it goes on having it; of a person, it may be another's.
    const isParty =
      person === undefined && party !== undefined && this.#partiesOf.get(contactId)?.includes(party) === true;
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

  #checkDescriptions(): void {
    const { people, offices, organizations } = this.#filing.describes;
    organizations.forEach(({ members }, index) => {
      members.forEach((key, at) => {
        this.#require("party", key, ["describes", "organizations", index, "members", at]);
      });
    });
    offices.forEach(({ party }, index) => {
      this.#require("party", party, ["describes", "offices", index, "party"]);
    });
    people.forEach(({ tenures }, index) => {
      tenures.forEach(({ office, from, to }, at) => {
        const path = ["describes", "people", index, "tenures", at];
        this.#require("office", office, [...path, "office"]);
        checkDate(from, [...path, "from"]);
        checkDate(to, [...path, "to"]);
      });
    });
    const { describes } = this.#filing;
    this.#commits.push(() => {
      for (const { slug } of describes.organizations) this.#known.parties.set(slug, "ORGANIZATION");
      for (const { slug } of describes.offices) this.#known.offices.add(slug);
      for (const { slug } of describes.topics) this.#known.topics.add(slug);
      for (const { slug } of describes.people) this.#known.people.add(slug);
    });
  }

  #checkReport(): void {
    const { speaker, publishedOn, url } = this.#filing.report;
    checkDate(publishedOn, ["report", "publishedOn"]);
    if (speaker !== undefined) this.#require("person", speaker, ["report", "speaker"]);
    this.#commits.push(() => {
      this.#known.reportIds.add(this.#reportId);
      if (url !== undefined) this.#known.reportsByUrl.set(url, this.#reportId);
    });
  }

  #checkOutlet(): boolean {
    const { slug, name, kind, speaksFor = [], country } = this.#filing.outlet;
    if (this.#known.outlets.has(slug)) return false;
    for (const [field, given] of Object.entries({ name, kind })) {
      if (given !== undefined) continue;
      throw new InvalidInput(`The outlet "${slug}" is new and has no ${field}`, {
        path: ["outlet", field],
        expected: `the ${field} of the outlet`,
        got: null,
      });
    }
    speaksFor.forEach((office, index) => {
      this.#require("office", office, ["outlet", "speaksFor", index]);
    });
    if (country !== undefined) this.#require("party", country, ["outlet", "country"]);
    return true;
  }

  #citedReport(citation: Filing["cites"][number], path: Path): string[] {
    if ("outlet" in citation) return [];
    if ("report" in citation) {
      if (this.#known.reportIds.has(citation.report)) return [citation.report];
      throw new NotFound(`There is no report ${citation.report}`, {
        path: [...path, "report"],
        expected: "the id of a report",
        got: citation.report,
      });
    }
    if ("key" in citation) {
      const keyed = this.#known.reports.get(citation.key);
      if (keyed !== undefined) return [keyed.id];
      throw new NotFound(`No report was filed under the key "${citation.key}"`, {
        path: [...path, "key"],
        expected: "the idempotency key of a report",
        got: citation.key,
      });
    }
    const report = this.#known.reportsByUrl.get(citation.url);
    if (report !== undefined) return [report];
    throw new NotFound(`No report has the URL ${citation.url}`, {
      path: [...path, "url"],
      expected: "the URL of a report",
      got: citation.url,
    });
  }

  /** Every contact and agreement that is described, before any claim is read: a claim may name one further down. */
  #readSubjects(): void {
    this.#filing.claims.forEach(({ subject }, index) => {
      const path = ["claims", index, "subject"];
      const ref =
        "newContact" in subject
          ? { ref: subject.newContact.ref, kind: "contact" as const }
          : "newAgreement" in subject
            ? { ref: subject.newAgreement.ref, kind: "agreement" as const }
            : null;
      if (ref === null) return;
      // One ref is one thing: the first description counts.
      if (this.#refs.has(ref.ref)) return;
      const id =
        "newContact" in subject
          ? this.#describedContact(subject.newContact, [...path, "newContact"])
          : "newAgreement" in subject
            ? this.#describedAgreement(subject.newAgreement, [...path, "newAgreement"])
            : "";
      this.#refs.set(ref.ref, { kind: ref.kind, id });
    });
  }

  /** The id of the one contact that fits the description, or of a new one. */
  #describedContact(
    description: Extract<Claim["subject"], { newContact: unknown }>["newContact"],
    path: Path,
  ): string {
    const { ref, kind, parties = [], date, keys } = description;
    checkDate(date, [...path, "date"]);
    parties.forEach((key, index) => {
      this.#require("party", key, [...path, "parties", index]);
    });
    const fitting =
      keys === undefined ? this.#fitting(partySetId(parties), kind, date) : this.#withKeys(keys);
    if (fitting.length > 1) {
      const what = keys === undefined ? "The description fits" : "The keys belong to";
      throw new Ambiguous(
        `${what} ${fitting.length} contacts: name the one that is meant by its id`,
        fitting,
        {
          path,
          expected: "a description that one contact fits, or none",
          got: description,
        },
      );
    }
    const [existing] = fitting;
    const id = existing ?? idOf("contact", keys?.[0] ?? `${this.#reportId} ${ref}`);
    if (existing === undefined) this.#newContacts.push(id);
    else if (keys === undefined) this.#partiesOf.set(id, parties);
    this.#contactKeys.push(...(keys ?? []).map((key) => ({ key, contactId: id })));
    this.#commits.push(() => {
      this.#known.contactIds.add(id);
      for (const key of keys ?? []) this.#known.contactKeys.set(key, id);
    });
    return id;
  }

  /** Contacts, of this filing too, that have one of the keys. */
  #withKeys(keys: readonly string[]): string[] {
    const own = new Map(this.#contactKeys.map(({ key, contactId }) => [key, contactId]));
    return [...new Set(keys.flatMap((key) => this.#known.contactKeys.get(key) ?? own.get(key) ?? []))];
  }

  /**
   * Contacts of just these parties that may be the one described: those whose date fits; where there is none, those
   * of the same kind where one of the two dates is not known.
   */
  #fitting(partySet: string | null, kind: ContactKind | undefined, date: string | undefined): string[] {
    if (partySet === null) return [];
    const alike = this.#known.contacts.get(partySet) ?? [];
    const sameTime = alike.filter((contact) => kindsFit(contact.kind, kind) && datesFit(contact.date, date));
    const fitting =
      sameTime.length > 0
        ? sameTime
        : alike.filter(
            (contact) =>
              (contact.date === undefined || date === undefined) &&
              (kind === undefined || contact.kind === kind),
          );
    return fitting.map(({ id }) => id);
  }

  #describedAgreement(
    description: Extract<Claim["subject"], { newAgreement: unknown }>["newAgreement"],
    path: Path,
  ): string {
    (description.parties ?? []).forEach((key, index) => {
      this.#require("party", key, [...path, "parties", index]);
    });
    const slug = agreementSlug(description);
    if (!this.#known.agreements.has(slug) && !this.#newAgreements.includes(slug)) {
      this.#newAgreements.push(slug);
      this.#commits.push(() => this.#known.agreements.add(slug));
    }
    return slug;
  }

  #planClaim({ subject, field, value, stance, quote }: Claim, path: Path): PlannedClaim {
    const { kind, id } = this.#subject(subject, [...path, "subject"]);
    const given = value !== undefined && value !== null;
    if (given === (stance === "WITHHOLDS")) {
      throw new InvalidInput(
        given ? "A claim that withholds gives no value" : `A claim with stance ${stance} gives a value`,
        { path: [...path, "value"], expected: given ? "null" : `the value of ${field}`, got: value ?? null },
      );
    }
    const stored = given ? storedValue(kind, field, value, this.#references, [...path, "value"]) : null;
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
      this.#requireAll(namedIn(field, stored), typeof value === "object", [...path, "value"]);
    return {
      contactId: kind === "contact" ? id : null,
      agreement: kind === "agreement" ? id : null,
      field,
      value: stored,
      stance,
      quote: quote ?? null,
    };
  }

  #subject(subject: Claim["subject"], path: Path): { kind: SubjectKind; id: string } {
    if ("newContact" in subject || "newAgreement" in subject || "ref" in subject) {
      const ref =
        "ref" in subject
          ? subject.ref
          : "newContact" in subject
            ? subject.newContact.ref
            : subject.newAgreement.ref;
      const found = this.#refs.get(ref);
      if (found !== undefined) return found;
      throw new NotFound(`No claim of the filing describes "${ref}"`, {
        path,
        expected: "the ref of a contact or agreement that another claim describes",
        got: ref,
      });
    }
    const kind = "contact" in subject ? "contact" : "agreement";
    const id = "contact" in subject ? subject.contact : subject.agreement;
    const exists = "contact" in subject ? this.#known.contactIds.has(id) : this.#known.agreements.has(id);
    if (exists) return { kind, id };
    throw new NotFound(`There is no ${kind} ${id}`, {
      path: [...path, kind],
      expected: kind === "contact" ? "the id of a contact" : "the slug of an agreement",
      got: id,
    });
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
      const { kind: subjectKind, id } = this.#subject(subject, []);
      if (!this.#newContacts.includes(id) && !this.#newAgreements.includes(id)) return [];
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

  readonly #references = {
    contact: (reference: string) => {
      const own = this.#refs.get(reference);
      if (own?.kind === "contact") return own.id;
      const id = reference.toLowerCase();
      if (this.#known.contactIds.has(id)) return id;
      const described = this.#contactKeys.find(({ key }) => key === reference);
      return described?.contactId ?? this.#known.contactKeys.get(reference);
    },
    agreement: (reference: string) => {
      const own = this.#refs.get(reference);
      if (own?.kind === "agreement") return own.id;
      const isDescribed = [...this.#refs.values()].some(
        ({ kind, id }) => kind === "agreement" && id === reference,
      );
      return isDescribed || this.#known.agreements.has(reference) ? reference : undefined;
    },
  };

  /** `isObject`: the value names them in members of their own, and is no key itself. */
  #requireAll({ people, parties, offices, topics }: Named, isObject: boolean, path: Path): void {
    const at = (member: string) => (isObject ? [...path, member] : path);
    for (const slug of people) this.#require("person", slug, at("person"));
    for (const key of parties) this.#require("party", key, at("party"));
    for (const slug of offices) this.#require("office", slug, at("office"));
    for (const slug of topics) this.#require("topic", slug, at("topic"));
  }

  #require(kind: "person" | "party" | "office" | "topic", key: string, path: Path): void {
    const { describes } = this.#filing;
    const has = (described: readonly { slug: string }[]) => described.some(({ slug }) => slug === key);
    const isKnown = {
      person: () => this.#known.people.has(key) || has(describes.people),
      party: () => this.#known.parties.has(key) || has(describes.organizations),
      office: () => this.#known.offices.has(key) || has(describes.offices),
      topic: () => this.#known.topics.has(key) || has(describes.topics),
    }[kind]();
    if (isKnown) return;
    throw new NotFound(`There is no ${kind} "${key}"`, {
      path,
      expected: `a ${kind} that exists, or that the filing describes`,
      got: key,
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

/** An exchange is a contact of unstated form: each of the other kinds may be it. */
function kindsFit(a: ContactKind, b: ContactKind | undefined): boolean {
  return b === undefined || a === b || a === "EXCHANGE" || b === "EXCHANGE";
}

function datesFit(a: string | undefined, b: string | undefined): boolean {
  return a !== undefined && b !== undefined && datesCompatible(parseFuzzyDate(a), parseFuzzyDate(b));
}

function checkDate(edtf: string | undefined, path: Path): void {
  if (edtf === undefined) return;
  try {
    parseFuzzyDate(edtf);
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error;
    throw new InvalidInput(error.message, { path, expected: error.expected, got: error.got });
  }
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
