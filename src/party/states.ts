import { iso31661, iso31663 } from "iso-3166";
import type { Database } from "../database/database.ts";
import { insertRows } from "../database/rows.ts";
import { idOf } from "../identity/identity.ts";
import { fold } from "../search/words.ts";
import { writeSearchEntries } from "../search/write.ts";
import { stateNames } from "./names.ts";

/** A state as the record knows it before any report names it. */
export interface ReferenceState {
  /** ISO 3166-1 alpha-2, or for a former state ISO 3166-3. */
  readonly code: string;
  /** The short English name: CLDR's where ISO 3166-1 assigns the code, ISO 3166-3's for former states. */
  readonly name: string;
  /** ISO's own name, to be found by as well. */
  readonly officialName: string;
}

/** Every state and territory of ISO 3166-1, and every former one of ISO 3166-3. */
export function referenceStates(): ReferenceState[] {
  const english = new Intl.DisplayNames("en", { type: "region" });
  const current = iso31661.map(({ alpha2, name }) => ({
    code: alpha2,
    name: PLAIN_NAMES[alpha2] ?? english.of(alpha2) ?? name,
    officialName: name,
  }));
  const former = iso31663.map(({ alpha4, from }) => ({
    code: alpha4,
    name: PLAIN_NAMES[alpha4] ?? from.name,
    officialName: from.name,
  }));
  return [...current, ...former];
}

/** What readers call them, where both lists have another name. */
const PLAIN_NAMES: Record<string, string> = {
  CD: "Democratic Republic of the Congo",
  CG: "Republic of the Congo",
  HK: "Hong Kong",
  MM: "Myanmar",
  MO: "Macao",
  SUHH: "Soviet Union",
  DDDE: "East Germany",
  VDVN: "North Vietnam",
  YDYE: "South Yemen",
  BYAA: "Byelorussian SSR",
};

/** Makes the states known where the database lacks them, or does not find them by all their names. */
export async function storeReferenceStates({ prisma }: Database): Promise<void> {
  const states = referenceStates();
  const isComplete = (await prisma.party.count({ where: { kind: "STATE" } })) >= states.length;
  if (isComplete && (await prisma.searchEntry.count({ where: { kind: "STATE", body: SEARCHED } })) > 0)
    return;
  await prisma.$transaction(async (statements) => {
    await insertRows(
      statements,
      "party",
      states.map(({ code, name }) => ({ id: idOf("party", code), key: code, kind: "STATE", name })),
      "ignore",
    );
    await writeSearchEntries(
      statements,
      states.map(({ code, name, officialName }) => ({
        kind: "STATE",
        id: idOf("party", code),
        title: name,
        body: bodyOf(code, officialName),
      })),
    );
  });
}

/** What a state is found by, beside its name. */
function bodyOf(code: string, officialName: string): string {
  const names = stateNames(code).map(({ name }) => name);
  return `${officialName} ${code} ${[...new Set(names)].join(" ")}`;
}

/** The entry of one, as it is once all have their names. */
const SEARCHED = fold(bodyOf("UA", "Ukraine"));
