import type { Named } from "../claim/notation.ts";
import { InvalidInput, NotFound } from "../errors/errors.ts";
import { parseFuzzyDate } from "../time/date.ts";
import type { Filing } from "./filing.ts";
import type { Known } from "./known.ts";

/** Where in a filing something stands. */
export type Path = readonly (string | number)[];

/**
 * What a filing names, each of which must be known or described by it. What it brings itself is known after `commits`. Throws
 * a DomainError with the path of what is wrong.
 */
export class Names {
  readonly #filing: Filing;
  readonly #known: Known;
  readonly #commits: (() => void)[];

  constructor(filing: Filing, known: Known, commits: (() => void)[]) {
    this.#filing = filing;
    this.#known = known;
    this.#commits = commits;
  }

  checkDescriptions(): void {
    const { people, offices, organizations } = this.#filing.describes;
    organizations.forEach(({ members }, index) => {
      members.forEach((key, at) => {
        this.require("party", key, ["describes", "organizations", index, "members", at]);
      });
    });
    offices.forEach(({ party }, index) => {
      this.require("party", party, ["describes", "offices", index, "party"]);
    });
    people.forEach(({ tenures }, index) => {
      tenures.forEach(({ office, from, to }, at) => {
        const path = ["describes", "people", index, "tenures", at];
        this.require("office", office, [...path, "office"]);
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

  /** `reportId` is what the report will be known by. */
  checkReport(reportId: string): void {
    const { speaker, publishedOn, url } = this.#filing.report;
    checkDate(publishedOn, ["report", "publishedOn"]);
    if (speaker !== undefined) this.require("person", speaker, ["report", "speaker"]);
    this.#commits.push(() => {
      this.#known.reportIds.add(reportId);
      if (url !== undefined) this.#known.reportsByUrl.set(url, reportId);
    });
  }

  /** Is the outlet new? */
  checkOutlet(): boolean {
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
      this.require("office", office, ["outlet", "speaksFor", index]);
    });
    if (country !== undefined) this.require("party", country, ["outlet", "country"]);
    return true;
  }

  /** The id of the report that is cited; none yet for an outlet whose latest is meant. */
  citedReport(citation: Filing["cites"][number], path: Path): string[] {
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

  /** `isObject`: the value names them in members of their own, and is no key itself. */
  requireAll({ people, parties, offices, topics }: Named, isObject: boolean, path: Path): void {
    const at = (member: string) => (isObject ? [...path, member] : path);
    for (const slug of people) this.require("person", slug, at("person"));
    for (const key of parties) this.require("party", key, at("party"));
    for (const slug of offices) this.require("office", slug, at("office"));
    for (const slug of topics) this.require("topic", slug, at("topic"));
  }

  require(kind: "person" | "party" | "office" | "topic", key: string, path: Path): void {
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

/** Throws InvalidInput for what is no date in EDTF. */
export function checkDate(edtf: string | undefined, path: Path): void {
  if (edtf === undefined) return;
  try {
    parseFuzzyDate(edtf);
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error;
    throw new InvalidInput(error.message, { path, expected: error.expected, got: error.got });
  }
}
