import type { SubjectKind } from "../claim/notation.ts";
import { Ambiguous, NotFound } from "../errors/errors.ts";
import { idOf, partySetId } from "../identity/identity.ts";
import { datesCompatible, parseFuzzyDate } from "../time/date.ts";
import type { ContactKind, Filing } from "./filing.ts";
import { agreementSlug, type Known } from "./known.ts";
import { checkDate, type Names, type Path } from "./names.ts";

type Subject = Filing["claims"][number]["subject"];

/**
 * The contacts and agreements that a filing's claims are on: those that it describes are found, or are new. Throws a
 * DomainError with the path of what is wrong.
 */
export class Subjects {
  /** Ids. */
  readonly newContacts: string[] = [];
  readonly contactKeys: { key: string; contactId: string }[] = [];
  /** Slugs. */
  readonly newAgreements: string[] = [];
  readonly #filing: Filing;
  readonly #known: Known;
  readonly #names: Names;
  readonly #reportId: string;
  readonly #commits: (() => void)[];
  /** Subjects of this filing by ref: a contact's id or an agreement's slug. */
  readonly #refs = new Map<string, { kind: SubjectKind; id: string }>();
  /** The parties of the known contacts that were found by them. */
  readonly #partiesOf = new Map<string, readonly string[]>();

  constructor(filing: Filing, known: Known, names: Names, reportId: string, commits: (() => void)[]) {
    this.#filing = filing;
    this.#known = known;
    this.#names = names;
    this.#reportId = reportId;
    this.#commits = commits;
  }

  /** Was this known contact found by parties of which this is one? */
  isFoundBy(contactId: string, party: string): boolean {
    return this.#partiesOf.get(contactId)?.includes(party) === true;
  }

  /** Every contact and agreement that is described, before any claim is read: a claim may name one further down. */
  read(): void {
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
    description: Extract<Subject, { newContact: unknown }>["newContact"],
    path: Path,
  ): string {
    const { ref, kind, parties = [], date, keys } = description;
    checkDate(date, [...path, "date"]);
    parties.forEach((key, index) => {
      this.#names.require("party", key, [...path, "parties", index]);
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
    if (existing === undefined) this.newContacts.push(id);
    else if (keys === undefined) this.#partiesOf.set(id, parties);
    this.contactKeys.push(...(keys ?? []).map((key) => ({ key, contactId: id })));
    this.#commits.push(() => {
      this.#known.contactIds.add(id);
      for (const key of keys ?? []) this.#known.contactKeys.set(key, id);
    });
    return id;
  }

  /** Contacts, of this filing too, that have one of the keys. */
  #withKeys(keys: readonly string[]): string[] {
    const own = new Map(this.contactKeys.map(({ key, contactId }) => [key, contactId]));
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
    description: Extract<Subject, { newAgreement: unknown }>["newAgreement"],
    path: Path,
  ): string {
    (description.parties ?? []).forEach((key, index) => {
      this.#names.require("party", key, [...path, "parties", index]);
    });
    const slug = agreementSlug(description);
    if (!this.#known.agreements.has(slug) && !this.newAgreements.includes(slug)) {
      this.newAgreements.push(slug);
      this.#commits.push(() => this.#known.agreements.add(slug));
    }
    return slug;
  }

  /** What a claim is on. */
  of(subject: Subject, path: Path): { kind: SubjectKind; id: string } {
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

  /** What values of claims may refer to: ids and slugs by what they are called in the filing. */
  readonly references = {
    contact: (reference: string) => {
      const own = this.#refs.get(reference);
      if (own?.kind === "contact") return own.id;
      const id = reference.toLowerCase();
      if (this.#known.contactIds.has(id)) return id;
      const described = this.contactKeys.find(({ key }) => key === reference);
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
}

/** An exchange is a contact of unstated form: each of the other kinds may be it. */
function kindsFit(a: ContactKind, b: ContactKind | undefined): boolean {
  return b === undefined || a === b || a === "EXCHANGE" || b === "EXCHANGE";
}

function datesFit(a: string | undefined, b: string | undefined): boolean {
  return a !== undefined && b !== undefined && datesCompatible(parseFuzzyDate(a), parseFuzzyDate(b));
}
