import { useState } from "preact/hooks";
import { useAnswer } from "../api/answer.ts";
import { StatesDocument } from "../api/operations.ts";
import { addressOf } from "../place/addresses.ts";
import { go } from "../place/place.ts";

/** Two parties by name, to see what there is between them. */
export function PairPicker() {
  const [names, setNames] = useState<readonly [string, string]>(["", ""]);
  // Most who come here want something else.
  const [isWanted, setWanted] = useState(false);
  const first = useAnswer(StatesDocument, { after: null }, { pause: !isWanted });
  const second = useAnswer(
    StatesDocument,
    { after: first.data?.states.pageInfo.endCursor ?? null },
    { pause: first.data?.states.pageInfo.hasNextPage !== true },
  );
  const states = [...(first.data?.states.edges ?? []), ...(second.data?.states.edges ?? [])].map(
    ({ node }) => node,
  );
  const keyOf = (name: string) => {
    const typed = name.trim().toLowerCase();
    return states.find(({ key, name }) => name.toLowerCase() === typed || key.toLowerCase() === typed)?.key;
  };
  const keys = names.map(keyOf);
  const isReady = keys[0] !== undefined && keys[1] !== undefined && keys[0] !== keys[1];
  const field = (place: 0 | 1, label: string, example: string) => (
    <label>
      <span class="visually-hidden">{label}</span>
      <input
        type="text"
        list="states"
        placeholder={example}
        value={names[place]}
        onInput={(event) =>
          setNames(
            place === 0 ? [event.currentTarget.value, names[1]] : [names[0], event.currentTarget.value],
          )
        }
      />
    </label>
  );
  return (
    <form
      class="pair"
      aria-label="A relationship"
      onFocusCapture={() => setWanted(true)}
      onSubmit={(event) => {
        event.preventDefault();
        if (isReady) go(addressOf.relationship(keys.filter((key) => key !== undefined)));
      }}
    >
      <span>Between</span> {field(0, "One party", "Russia")} <span>and</span>{" "}
      {field(1, "Another party", "Belarus")}
      <button type="submit" disabled={!isReady}>
        Show the relationship
      </button>
      <datalist id="states">
        {states.map(({ key, name }) => (
          <option key={key} value={name} />
        ))}
      </datalist>
    </form>
  );
}
