import { parse } from "tldts";
import { MACHINE_READ } from "../../evidence/rules.ts";
import { idOf } from "../../identity/identity.ts";
import type { FilingInput } from "../../report/filing.ts";
import { slugFor } from "../../search/words.ts";
import type { Encounter } from "./event.ts";

/**
 * An event as a report with its claims. The same article on the same contact is the same report, however many events
 * GDELT finds in it. Each claim is hedged, since a machine read it, and quotes how GDELT codes the event;
 * `confidence` is GDELT's, in per cent, null where no mentions file gives it.
 */
export function filingOf(encounter: Encounter, confidence: number | null): FilingInput {
  const { row, foundOn, parties } = encounter;
  const key = keyOf(encounter);
  const quote = quoteOf(encounter, confidence);
  const claims =
    encounter.kind === "AGREEMENT" ? agreementClaims(encounter, key) : contactClaims(encounter, key);
  return {
    idempotencyKey: `${key}:${idOf("report", row.url)}`,
    outlet: outletOf(row.url),
    report: {
      title: row.url.replace(/^https?:\/\/(www\.)?/i, "").slice(0, 500),
      kind: "ARTICLE",
      publishedOn: `${foundOn}~`,
      url: row.url,
    },
    describes: { organizations: parties.flatMap(({ organization }) => organization ?? []) },
    claims: claims.map((claim) => ({ ...claim, stance: "HEDGES" as const, quote })),
  };
}

/** The same for all events of one day, kind and pair: they are one contact, or one agreement. */
function keyOf({ kind, date, pair }: Encounter): string {
  return `${MACHINE_READ}${date}:${kind}:${pair.join(":")}`;
}

type Claims = Pick<FilingInput["claims"][number], "subject" | "field" | "value">[];

function contactClaims({ kind, date, pair, host }: Encounter, key: string): Claims {
  if (kind === "AGREEMENT") return [];
  const subject = { ref: "contact" };
  return [
    {
      subject: { newContact: { ref: "contact", kind, parties: [...pair], date, keys: [key] } },
      field: "OCCURRENCE",
      value: true,
    },
    { subject, field: "KIND", value: kind },
    { subject, field: "DATE", value: date },
    ...pair.map((party) => ({
      subject,
      field: "PARTICIPANTS" as const,
      value: { party, ...(host !== null && { role: party === host ? "HOST" : "GUEST" }) },
    })),
  ];
}

function agreementClaims({ date, pair, parties }: Encounter, key: string): Claims {
  const subject = { ref: "agreement" };
  const names = pair.map((party) => nameOf(party, parties)).join(" and ");
  return [
    {
      subject: {
        newAgreement: {
          ref: "agreement",
          title: `Agreement of ${names}, ${date}`,
          slug: slugFor(key),
          parties: [...pair],
        },
      },
      field: "OCCURRENCE",
      value: true,
    },
    { subject, field: "TITLE", value: `Agreement of ${names}, ${date}` },
    { subject, field: "DATE", value: date },
    ...pair.map((party) => ({ subject, field: "SIGNATORIES" as const, value: { party } })),
  ];
}

function nameOf(key: string, parties: Encounter["parties"]): string {
  const organization = parties.find((party) => party.key === key)?.organization;
  return organization?.name ?? regionNames.of(key) ?? key;
}

const regionNames = new Intl.DisplayNames("en", { type: "region" });

/** Who publishes at a URL: all that is under one registrable domain (publicsuffix.org), or the host without one. */
function outletOf(url: string): FilingInput["outlet"] {
  const { domain, hostname } = parse(url, { allowPrivateDomains: true });
  const name = domain ?? hostname ?? "unknown";
  return { slug: slugFor(name), name, kind: "WEBSITE" };
}

/** "GDELT event 881990832: CAMEO 042, actors RUSGOV (RUSSIA) and BLR (BELARUS), 4 mentions in 4 articles, confidence 60 %" */
function quoteOf({ row }: Encounter, confidence: number | null): string {
  const actors = row.actors.map(({ code, name }) => (name === "" ? code : `${code} (${name})`)).join(" and ");
  const told = `${row.mentions} mentions in ${row.articles} articles of ${row.sources} sources`;
  const sure = confidence === null ? "confidence not given" : `confidence ${confidence} %`;
  return `GDELT event ${row.id}: CAMEO ${row.code}, actors ${actors}, ${told}, ${sure}`.slice(0, 4000);
}
