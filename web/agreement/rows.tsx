import type { AgreementRowFragment } from "../api/operations.ts";
import { label, words } from "../parts/format.ts";
import { FuzzyDate } from "../parts/fuzzyDate.tsx";
import { Standing } from "../parts/verdict.tsx";
import { addressOf } from "../place/addresses.ts";

/** Agreements, with who signed or endorsed what, when. */
export function AgreementRows({ agreements }: { agreements: readonly AgreementRowFragment[] }) {
  return (
    <ul class="agreements">
      {agreements.map(({ id, slug, title, kind, acts, independentOutlets, disputed }) => (
        <li key={id}>
          <p class="row-title">
            <a href={addressOf.agreement(slug)}>{title}</a>
          </p>
          <p class="row-meta">
            <span>{label(kind)}</span>
            <Standing independentOutlets={independentOutlets} disputed={disputed} />
          </p>
          {acts.map(({ kind, by, date }) => (
            <p class="act" key={kind}>
              {label(words(kind))}
              {by.length > 0 && ` by ${by.map(({ name }) => name).join(" and ")}`}
              {date !== null && (
                <>
                  , <FuzzyDate date={date} length="short" />
                </>
              )}
            </p>
          ))}
        </li>
      ))}
    </ul>
  );
}
