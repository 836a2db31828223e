import { effect, signal } from "@preact/signals";
import { answerOf, parsed } from "./answer.ts";
import { beginFollowing } from "./beginning.ts";
import { client, reconnect } from "./client.ts";
import { ContactChangesDocument, type ContactChangesSubscription, PlaceDocument } from "./operations.ts";
import { refreshes, refreshSoon } from "./refreshes.ts";
import { cameBackAt, connection } from "./socketState.ts";

/** A change of a contact that was told while the page was open. */
export interface News {
  readonly cursor: string;
  readonly kind: ContactChangesSubscription["contactChanged"]["kind"];
  /** Unix time, ms. */
  readonly at: number;
  readonly contact: ContactChangesSubscription["contactChanged"]["contact"];
  /** It happened while the connection was lost. */
  readonly wasMissed: boolean;
}

/** What was told, by contact: the last of each, the latest told last; the last so many. */
export const news = signal<ReadonlyMap<string, News>>(new Map());
/** Some changes are not known: they were too many, or too long ago. */
export const newsIsIncomplete = signal(false);

const MOST_NEWS = 200;

/** Follows the record from a cursor on, for as long as the page is open. */
function follow(after: string): void {
  // The socket asks again by itself, from the last cursor on, when it has been lost.
  const { unsubscribe } = client
    .subscription<ContactChangesSubscription>(parsed(ContactChangesDocument.source), { after })
    .subscribe(({ data, error }) => {
      if (data !== undefined) tell(data.contactChanged);
      if (error === undefined) return;
      unsubscribe();
      newsIsIncomplete.value = true;
      void followFromNow();
    });
}

effect(() => {
  if (cameBackAt.value !== null) refreshSoon(200);
});
// Noticed at once, not with the next ping.
addEventListener("offline", reconnect);
addEventListener("online", reconnect);

function tell({ cursor, kind, at, contact }: ContactChangesSubscription["contactChanged"]): void {
  const time = Date.parse(at);
  const wasMissed = cameBackAt.value !== null && time < cameBackAt.value;
  const before = news.value.get(contact.id);
  const told = new Map(news.value);
  told.delete(contact.id);
  told.set(contact.id, {
    cursor,
    // What was new and changed right afterwards is still new to the reader.
    kind: before?.kind === "CREATED" && kind === "UPDATED" ? "CREATED" : kind,
    at: time,
    contact,
    wasMissed,
  });
  if (told.size > MOST_NEWS) {
    newsIsIncomplete.value = true;
    for (const id of told.keys()) {
      if (told.size <= MOST_NEWS) break;
      told.delete(id);
    }
  }
  news.value = told;
  refreshSoon();
}

/** Forgets what was told: it has been seen. */
export function clearNews(): void {
  news.value = new Map();
  newsIsIncomplete.value = false;
}

/** Follows the record from now on: at the start, and where the changes after the last cursor are not kept any more. */
export async function followFromNow(): Promise<void> {
  for (let wait = 1000; ; wait = Math.min(wait * 2, 30_000)) {
    try {
      const { changeCursor } = await answerOf(PlaceDocument, {});
      if (beginFollowing()) refreshes.value++;
      follow(changeCursor);
      return;
    } catch {
      connection.value = "lost";
      await new Promise((resolve) => setTimeout(resolve, wait));
    }
  }
}
