import { news } from "../api/live.ts";
import type { ContactRowFragment } from "../api/operations.ts";
import { label } from "../parts/format.ts";
import { FuzzyDate } from "../parts/fuzzyDate.tsx";
import { Standing } from "../parts/verdict.tsx";
import { addressOf } from "../place/addresses.ts";
import { lit } from "./lit.ts";

/** What a list says of a contact. */
export function ContactRow({ contact }: { contact: ContactRowFragment }) {
  const { id, kind, title, date, duration, topics, independentOutlets, disputed } = contact;
  const told = news.value.get(id);
  return (
    <li
      class={`row${told === undefined ? "" : " is-news"}${lit.value === id ? " is-lit" : ""}`}
      data-contact={id}
    >
      <div class="row-date">
        <FuzzyDate date={date} length="short" />
      </div>
      <div class="row-body">
        <p class="row-title">
          <a href={addressOf.contact(id)}>{title}</a>
          {told !== undefined && <span class="news-mark">{told.kind === "CREATED" ? "new" : "changed"}</span>}
        </p>
        <p class="row-meta">
          <span>{label(kind)}</span>
          {duration !== null && <span>{duration.text}</span>}
          <Standing independentOutlets={independentOutlets} disputed={disputed} />
          {topics.length > 0 && <span class="row-topics">{topics.map(({ label }) => label).join("; ")}</span>}
        </p>
      </div>
    </li>
  );
}
