import { useRef } from "preact/hooks";
import { type ContactOrder, ContactsDocument } from "../api/operations.ts";
import { allOf } from "../parts/gathering.ts";
import { Tools } from "../parts/tools.tsx";
import { Heading, Section } from "../parts/view.tsx";
import { go, parameter, withParameters } from "../place/place.ts";
import { SearchResults } from "../search/results.tsx";
import { filterOf, KindFilter, kindsAsked, listAsked, PeriodFilter, periodAsked } from "./filters.tsx";
import { NewsStrip } from "./newsStrip.tsx";
import { ContactPages } from "./pages.tsx";
import { PairPicker } from "./pairPicker.tsx";
import { useDelayed } from "./useDelayed.ts";

const ORDERS: readonly { readonly order: ContactOrder; readonly label: string }[] = [
  { order: "DATE_DESC", label: "latest first" },
  { order: "DATE_ASC", label: "earliest first" },
  { order: "RECORDED_DESC", label: "recorded last" },
  { order: "REPORTS_DESC", label: "most reported" },
];

/** All contacts, found by words and narrowed by filters as one types. */
export function ContactsView() {
  const text = parameter("text") ?? "";
  const words = useDelayed(text, 120);
  const parties = listAsked("parties");
  const topics = listAsked("topics");
  const orderBy = ORDERS.find(({ order }) => order === parameter("order"))?.order ?? "DATE_DESC";
  const standing = parameter("standing");
  const filter = {
    ...filterOf(kindsAsked(), periodAsked()),
    ...(words === "" ? {} : { text: words }),
    ...(parties.length === 0 ? {} : { parties: { allOf: parties } }),
    ...(topics.length === 0 ? {} : { topics }),
    ...(standing === "corroborated" ? { minIndependentOutlets: 2 } : {}),
    ...(standing === "disputed" ? { disputed: true } : {}),
  };
  const variables = { filter: Object.keys(filter).length === 0 ? null : filter, orderBy };
  const list = useRef<HTMLDivElement>(null);
  const isFiltered = variables.filter !== null;
  return (
    <>
      <Heading title={words === "" ? "Who spoke to whom" : `“${words}”`}>
        <p class="lede">
          The open record of diplomatic contact: what was said and signed, and which outlet says so.
        </p>
      </Heading>
      <search class="finder">
        <label class="finder-text">
          <span class="visually-hidden">Search the record</span>
          <input
            id="search"
            type="search"
            value={text}
            placeholder="People, states, topics, agreements"
            autocomplete="off"
            spellcheck={false}
            onInput={(event) =>
              go(withParameters({ text: event.currentTarget.value }), { replace: true, stay: true })
            }
            onKeyDown={(event) => {
              if (event.key === "ArrowDown") focusLink(list.current, 0, event);
            }}
          />
        </label>
        <div class="finder-filters">
          <KindFilter />
          <PeriodFilter />
          <label class="choice">
            <span class="visually-hidden">How sure</span>
            <select
              value={standing ?? ""}
              onChange={(event) =>
                go(withParameters({ standing: event.currentTarget.value }), { replace: true, stay: true })
              }
            >
              <option value="">however sure</option>
              <option value="corroborated">two independent outlets or more</option>
              <option value="disputed">disputed</option>
            </select>
          </label>
          <label class="choice">
            <span class="visually-hidden">Order</span>
            <select
              value={orderBy}
              onChange={(event) =>
                go(withParameters({ order: event.currentTarget.value }), { replace: true, stay: true })
              }
            >
              {ORDERS.map(({ order, label }) => (
                <option key={order} value={order}>
                  {label}
                </option>
              ))}
            </select>
          </label>
          {(parties.length > 0 || topics.length > 0) && (
            <button
              type="button"
              class="chip"
              onClick={() => go(withParameters({ parties: null, topics: null }), { stay: true })}
            >
              {[...parties, ...topics].join(" and ")} <span aria-hidden="true">×</span>
              <span class="visually-hidden">: remove this filter</span>
            </button>
          )}
        </div>
      </search>
      {!isFiltered && <PairPicker />}
      {!isFiltered && <NewsStrip />}
      <div ref={list} onKeyDown={(event) => moveBetweenLinks(list.current, event)}>
        {words !== "" && <SearchResults text={words} />}
        <Section title={isFiltered ? "Contacts" : "Latest contacts"}>
          <ContactPages
            key={JSON.stringify({ ...variables, filter: { ...filter, text: undefined } })}
            document={ContactsDocument}
            variables={variables}
            pageOf={({ contacts }) => contacts}
            what="contacts"
          />
        </Section>
      </div>
      <Tools
        document={ContactsDocument}
        variables={variables}
        title={words === "" ? "Contacts" : `Contacts: ${words}`}
        rows={(gathering) => allOf(ContactsDocument, variables, ({ contacts }) => contacts, gathering)}
      />
    </>
  );
}

const LINKS = ".found a, .row-title a, .more button";

function focusLink(list: HTMLElement | null, place: number, event: KeyboardEvent): void {
  const link = list?.querySelectorAll<HTMLElement>(LINKS)[place];
  if (link === undefined) return;
  event.preventDefault();
  link.focus();
}

function moveBetweenLinks(list: HTMLElement | null, event: KeyboardEvent): void {
  if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
  const links = [...(list?.querySelectorAll<HTMLElement>(LINKS) ?? [])];
  const place = links.indexOf(document.activeElement as HTMLElement);
  if (place === -1) return;
  const next = place + (event.key === "ArrowDown" ? 1 : -1);
  if (next >= 0) focusLink(list, next, event);
  else {
    event.preventDefault();
    document.getElementById("search")?.focus();
  }
}
