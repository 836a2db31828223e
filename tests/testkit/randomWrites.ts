import { inferValue } from "../../src/claim/infer.ts";
import { mergeContacts, undoMerge } from "../../src/contact/merge.ts";
import type { Database } from "../../src/database/database.ts";
import { Conflict } from "../../src/errors/errors.ts";
import type { FilingInput } from "../../src/report/filing.ts";
import { retractClaim, retractReport } from "../../src/report/retract.ts";
import { filing, outlet, says, took } from "../report/made.ts";
import { mustFile } from "./filings.ts";
import { Dice } from "./madeContacts.ts";

/** What random writes are made of; filters of it find something. */
export const RANDOM = {
  parties: ["RU", "BY", "US", "FR"],
  kinds: ["CALL", "SUMMIT", "VISIT"],
  topics: ["trade", "arms", "grain"],
  people: ["ann", "ben"],
  outlets: ["wire", "gazette", "herald"],
} as const;

/**
 * Writes to the record, the same for the same seed: reports on a few contacts and agreements, retractions, readings,
 * merges and their undoing.
 */
export class RandomWriter {
  readonly #database: Database;
  readonly #dice: Dice;
  readonly #name: string;
  readonly #merges: string[] = [];
  #written = 0;

  constructor(database: Database, seed: number) {
    this.#database = database;
    this.#dice = new Dice(seed);
    this.#name = `random-${seed}`;
  }

  /** One write; one that the record refuses, such as a merge of what is merged, is made up for by a report. */
  async write(): Promise<void> {
    const roll = this.#dice.throw();
    const write =
      this.#written++ < 5 || roll < 0.5
        ? this.#file()
        : roll < 0.62
          ? this.#retractReport()
          : roll < 0.75
            ? this.#retractClaim()
            : roll < 0.82
              ? this.#infer()
              : roll < 0.93
                ? this.#merge()
                : this.#undoMerge();
    await write.catch((error) => {
      if (!(error instanceof Conflict)) throw error;
      return this.#file();
    });
  }

  async #file(): Promise<void> {
    await mustFile(this.#database, ...Array.from({ length: 1 + this.#dice.upTo(2) }, () => this.#filing()));
  }

  #filing(): FilingInput {
    const dice = this.#dice;
    const stance = () => dice.pick(["STATES", "STATES", "CONFIRMS", "HEDGES", "DENIES"] as const);
    const slug = `${this.#name}-pact-${dice.upTo(3)}`;
    const party = () => dice.pick(RANDOM.parties);
    const agreement = [
      {
        subject: { newAgreement: { ref: "pact", title: `Pact ${slug}`, slug } },
        field: "OCCURRENCE" as const,
        value: true,
        stance: "STATES" as const,
      },
      { subject: { ref: "pact" }, field: "PARTIES" as const, value: party(), stance: stance() },
      { subject: { ref: "pact" }, field: "PARTIES" as const, value: party(), stance: "STATES" as const },
      says("AGREEMENTS", "pact"),
    ];
    return filing(
      [
        took({ keys: [`${this.#name}:${dice.upTo(8)}`] }),
        says("KIND", dice.pick(RANDOM.kinds), stance()),
        says("DATE", dice.pick(["2024-03-16", "2024-03", "2024-02-1X", "2023"]), stance()),
        says("DURATION", dice.pick(["PT1H", "PT2H"])),
        says("PARTICIPANTS", { person: dice.pick(RANDOM.people), party: party() }, stance()),
        says("PARTICIPANTS", { party: party() }),
        says("TOPICS", dice.pick(RANDOM.topics), stance()),
        ...(dice.chance(0.4) ? agreement : []),
      ],
      {
        outlet: outlet(dice.pick(RANDOM.outlets)),
        report: { title: `Report ${this.#written} of ${this.#name}`, kind: "ARTICLE" },
        describes: {
          people: RANDOM.people.map((person) => ({ slug: person, name: `Person ${person}` })),
          topics: RANDOM.topics.map((topic) => ({ slug: topic, label: `On ${topic}` })),
        },
      },
    );
  }

  async #retractReport(): Promise<void> {
    const id = await this.#one`
      SELECT id FROM report WHERE retracted_at IS NULL AND title LIKE ${`%${this.#name}`} ORDER BY recorded_at, id`;
    if (id === null) return this.#file();
    await retractReport(this.#database, { id, reason: "wrong", actor: "desk" });
  }

  async #retractClaim(): Promise<void> {
    const id = await this.#one`
      SELECT c.id FROM claim c JOIN report r ON r.id = report_id
      WHERE c.retracted_at IS NULL AND title LIKE ${`%${this.#name}`} ORDER BY c.recorded_at, c.id`;
    if (id === null) return this.#file();
    await retractClaim(this.#database, { id, reason: "wrong", actor: "desk" });
  }

  async #infer(): Promise<void> {
    const contact = await this.#contact();
    if (contact === null) return this.#file();
    const [field, value] = this.#dice.pick([
      ["DATE", "2024-03-15"],
      ["KIND", "VISIT"],
      ["TOPICS", "arms"],
    ]) as [string, string];
    await inferValue(this.#database, {
      subject: { contact },
      field,
      value,
      reason: "so it seems",
      actor: "desk",
    });
  }

  async #merge(): Promise<void> {
    const [from, into] = [await this.#contact(), await this.#contact()];
    if (from === null || into === null || from === into) return this.#file();
    this.#merges.push(await mergeContacts(this.#database, { from, into, reason: "the same", actor: "desk" }));
  }

  async #undoMerge(): Promise<void> {
    const id = this.#merges.pop();
    if (id === undefined) return this.#file();
    await undoMerge(this.#database, { id, reason: "not the same", actor: "desk" });
  }

  #contact(): Promise<string | null> {
    return this.#one`
      SELECT id FROM contact WHERE shown AND id IN (SELECT contact_id FROM contact_key WHERE key LIKE ${`${this.#name}:%`})
      ORDER BY id`;
  }

  /** One of the ids that a statement finds. */
  async #one(...sql: Parameters<Database["prisma"]["$queryRaw"]>): Promise<string | null> {
    const rows = await this.#database.prisma.$queryRaw<{ id: string }[]>(...sql);
    return rows.length === 0 ? null : this.#dice.pick(rows).id;
  }
}
