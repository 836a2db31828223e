import type { Sentence } from "./words.ts";

/** What a record says its visit was for, or what kind of visit it was. */
export interface Purpose {
  readonly text: string;
  readonly sentence: string;
}

/**
 * The first sentence that gives a purpose: the kind of visit ("Official working visit"), an occasion other than a
 * named event ("Attended funeral of President Kennedy"), or a stop and a vacation. Null where none does.
 */
export function purposeOf(
  sentences: readonly Sentence[],
  isEvent: (sentence: string) => boolean,
): Purpose | null {
  for (const { text } of sentences) {
    const clean = text.replace(/(?<!\bU\.[SN])[.;\s]+$/, "");
    const kind = kindOfVisit(clean);
    if (kind !== null) return { text: kind, sentence: text };
    if (!isEvent(text) && occasion.test(clean)) {
      return { text: withoutMeeting(clean), sentence: text };
    }
  }
  return null;
}

/** "State visit", where the sentence begins with the kind of visit; one capital, as the records vary. */
function kindOfVisit(text: string): string | null {
  const during = /^(?:Met|met) .* during an? ([a-z]+(?: [a-z]+)? visit)\b/.exec(text)?.[1];
  if (during !== undefined) return during.charAt(0).toUpperCase() + during.slice(1);
  const kind =
    /^((?:[A-Z][a-z-]+ )(?:(?:and )?[a-zA-Z]+ )?(?:[Vv]isit|[Tt]rip|[Ll]uncheon)|Vacation|Honeymoon)\b/.exec(
      text,
    )?.[1];
  if (kind === undefined || /^(The|First|His|Second|Afterwards|Also|Later)\b/.test(kind)) return null;
  return kind.charAt(0) + kind.slice(1).toLowerCase();
}

/** What else the sentence tells is not the purpose: "… and met with President Bush". */
function withoutMeeting(text: string): string {
  return text.replace(/(?:,| and|;) (?:also )?(?:met|visited|discussed|addressed)\b.*$/, "").slice(0, 300);
}

const occasion =
  /^(Attended|Represented|Guest of|Guest at|Presidential guest|Official guest|Stopped|Overnight stop|Refueling stop|Disembarked|Personal representative|Commemorated|Signed|Dedicated|Opened|Inaugurated|Vacation|Fishing|Rest|Courtesy|At (?:the )?invitation|Negotiated|Delivered|Laid|Launched|Accompanied (?:the )?U\.S\. delegation|Led the|Chairman of|Bilateral|Working)\b/;
