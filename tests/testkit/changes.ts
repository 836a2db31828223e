import { ALL } from "../../src/changes/aspects.ts";
import type { Change, ListedContact } from "../../src/changes/log.ts";

/** A contact as lists look at it, but for what is given: a call on 11 January 1970. */
export function listedContact(given: Partial<ListedContact> = {}): ListedContact {
  return {
    kind: "CALL",
    sortDay: 10,
    earliest: "1970-01-11",
    latest: "1970-01-11",
    isDated: true,
    partySet: null,
    partyIds: [],
    personIds: [],
    topicIds: [],
    outletIds: [],
    independentOutlets: 1,
    disputed: false,
    reportCount: 1,
    recordedAt: "",
    words: "",
    ...given,
  };
}

/** A change of a contact, of all that there is of it, but for what is given. */
export function changeOfContact(id: string, given: Partial<Change> = {}): Change {
  return {
    seq: 1,
    entity: "CONTACT",
    id,
    kind: "UPDATED",
    at: "",
    asOf: "",
    before: null,
    after: null,
    parties: [],
    partiesShown: [],
    partySets: [],
    listed: null,
    evict: [],
    aspects: ALL,
    ...given,
  };
}
