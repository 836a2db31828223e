import { clearNews, type News, news, newsIsIncomplete } from "../api/live.ts";
import { count, formatAgo } from "../parts/format.ts";
import { FuzzyDate } from "../parts/fuzzyDate.tsx";
import { addressOf } from "../place/addresses.ts";

const MOST = 6;

/** What has become known since the page was opened: first what was missed while the connection was lost. */
export function NewsStrip({ concerns = () => true }: { concerns?: (news: News) => boolean }) {
  const told = [...news.value.values()].filter(concerns).reverse();
  if (told.length === 0 && !newsIsIncomplete.value) return null;
  const missed = told.filter(({ wasMissed }) => wasMissed);
  const shown = [...missed, ...told.filter(({ wasMissed }) => !wasMissed)].slice(0, MOST);
  return (
    <section class="news" aria-label="What is new">
      <p class="news-title" role="status">
        {missed.length > 0
          ? `${count(missed.length, "change")} while you were away`
          : count(told.length, "change")}
        {newsIsIncomplete.value && ", and more that are not listed one by one"}
        <button type="button" class="plain" onClick={clearNews}>
          Seen
        </button>
      </p>
      <ol>
        {shown.map(({ contact, kind, at, wasMissed }) => (
          <li key={contact.id}>
            <span class="news-mark">
              {kind === "CREATED" ? "new" : kind === "RETRACTED" ? "retracted" : "changed"}
              {wasMissed && <span class="visually-hidden"> while you were away</span>}
            </span>{" "}
            {kind === "RETRACTED" ? (
              contact.title
            ) : (
              <a href={addressOf.contact(contact.id)}>{contact.title}</a>
            )}{" "}
            <FuzzyDate date={contact.date} length="short" /> <span class="news-time">{formatAgo(at)}</span>
          </li>
        ))}
      </ol>
      {told.length > shown.length && <p class="aside">and {told.length - shown.length} more</p>}
    </section>
  );
}
