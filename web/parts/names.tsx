import { Fragment } from "preact";
import { addressOf } from "../place/addresses.ts";

/** The names of parties, each a link to its page. */
export function Parties({
  parties,
}: {
  parties: readonly { readonly key: string; readonly name: string }[];
}) {
  return (
    <>
      {parties.map(({ key, name }, index) => (
        <Fragment key={key}>
          {index > 0 && (index === parties.length - 1 ? " and " : ", ")}
          <a href={addressOf.party(key)}>{name}</a>
        </Fragment>
      ))}
    </>
  );
}

/** An address of another host, from a report: shown as a link only where it is one of the web. */
export function Outside({ url }: { url: string }) {
  const parsed = URL.canParse(url) ? new URL(url) : null;
  if (parsed === null || !/^https?:$/.test(parsed.protocol)) return <span>{url}</span>;
  return (
    <a href={parsed.href} rel="noopener noreferrer external" target="_blank">
      {parsed.host}
    </a>
  );
}
