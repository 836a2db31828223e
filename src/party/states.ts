import { iso31661, iso31663 } from "iso-3166";
import type { Database } from "../database/database.ts";
import { insertRows } from "../database/rows.ts";
import { idOf } from "../identity/identity.ts";
import { writeSearchEntries } from "../search/write.ts";

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

/** Makes the states known where the database lacks them. */
export async function storeReferenceStates({ prisma }: Database): Promise<void> {
  const states = referenceStates();
  if ((await prisma.party.count({ where: { kind: "STATE" } })) >= states.length) return;
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
        body: `${officialName} ${code}`,
      })),
    );
  });
}
