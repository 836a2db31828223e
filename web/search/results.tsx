import { useAnswer } from "../api/answer.ts";
import { SearchDocument, type SearchQuery } from "../api/operations.ts";
import { words } from "../parts/format.ts";
import { addressOf } from "../place/addresses.ts";

type Found = SearchQuery["search"]["edges"][number]["node"];

/** What else bears the words: people, states, outlets, agreements. Contacts have a list of their own. */
export function SearchResults({ text }: { text: string }) {
  const answer = useAnswer(SearchDocument, { text, first: 20 });
  const found = (answer.data?.search.edges ?? []).flatMap(({ node }) => entryOf(node) ?? []).slice(0, 10);
  if (found.length === 0) return null;
  return (
    <section class="found" aria-label="Also found">
      <ul>
        {found.map(({ address, name, sort }) => (
          <li key={address}>
            <a href={address}>{name}</a> <span>{sort}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function entryOf(node: Found): { address: string; name: string; sort: string } | null {
  const sort = words(node.__typename);
  switch (node.__typename) {
    case "State":
    case "Organization":
      return { address: addressOf.party(node.key), name: node.name, sort };
    case "Person":
      return { address: addressOf.person(node.slug), name: node.name, sort };
    case "Outlet":
      return { address: addressOf.outlet(node.slug), name: node.name, sort };
    case "Agreement":
      return { address: addressOf.agreement(node.slug), name: node.title, sort };
    case "Topic":
      return { address: addressOf.topic(node.slug), name: node.label, sort };
    case "Report":
      return { address: addressOf.report(node.id), name: node.reportTitle, sort };
    default:
      return null;
  }
}
