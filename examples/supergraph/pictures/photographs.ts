/** What the picture desk has: made up, on the contacts and people of Readout's first record. */

export interface Photograph {
  readonly id: string;
  readonly url: string;
  readonly credit: string;
  /** Readout's id of the contact; null for none. */
  readonly contactId: string | null;
  /** Slugs and names of people of Readout's record. */
  readonly people: readonly { readonly slug: string; readonly name: string }[];
}

const PUTIN = { slug: "vladimir-putin", name: "Vladimir Putin" };
const LUKASHENKO = { slug: "alexander-lukashenko", name: "Alexander Lukashenko" };

/** The ids that Readout gives these contacts, which stay the same for good. */
const CALL = "Q29udGFjdDpjOTZlOTFiMy1lMDNhLTVkYTItOTFhNi0yNGE2OWYzMDI0Yjk";
const ENCOUNTER = "Q29udGFjdDowMWUzZWExNi0zZDJmLTUyNWUtYmE4Ni04Yjk0N2M2NDJmN2Q";
/** Of a contact that is not in the record, or not any more. */
const UNKNOWN = "Q29udGFjdDowMDAwMDAwMC0wMDAwLTQwMDAtODAwMC0wMDAwMDAwMDAwMDA";

/** The newest first. */
export const PHOTOGRAPHS: readonly Photograph[] = [
  photograph("4", null, [LUKASHENKO]),
  photograph("3", CALL, [PUTIN, LUKASHENKO]),
  photograph("2", ENCOUNTER, [PUTIN, LUKASHENKO]),
  photograph("1", UNKNOWN, [PUTIN]),
];

function photograph(id: string, contactId: string | null, people: Photograph["people"]): Photograph {
  return { id, url: `https://pictures.example/${id}.jpg`, credit: "Picture desk", contactId, people };
}
