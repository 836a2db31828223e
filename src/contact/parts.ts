import type { Statements } from "../database/database.ts";
import { replaceParts } from "../database/rows.ts";
import { idOf } from "../identity/identity.ts";
import { dateColumns } from "../time/columns.ts";
import type { DerivedContact } from "./write.ts";

/** Puts these participations, parties, topics, agreements and reports in the place of those before; none where it is not shown. */
export async function storeParts(statements: Statements, contacts: readonly DerivedContact[]): Promise<void> {
  const shown = contacts.filter((contact) => contact.shown);
  await replaceParts(
    statements,
    contacts.filter(({ stored }) => stored.wasDerived).map(({ id }) => id),
    [
      [
        {
          table: "participation",
          key: ["contact_id", "position"],
          rows: shown.flatMap(({ id, state }) =>
            state.participants.map(({ person, party, office, role }, position) => ({
              contact_id: id,
              position,
              person_id: person === undefined ? null : idOf("person", person),
              party_id: party === undefined ? null : idOf("party", party),
              office_id: office === undefined ? null : idOf("office", office),
              role: role ?? "PARTICIPANT",
            })),
          ),
        },
        {
          table: "contact_party",
          key: ["contact_id", "party_id"],
          rows: shown.flatMap(({ id, state }) =>
            state.parties.map((party, position) => ({
              contact_id: id,
              party_id: idOf("party", party),
              position,
              sort_day: dateColumns(state.date).sortDay,
            })),
          ),
        },
        {
          table: "contact_topic",
          key: ["contact_id", "topic_id"],
          rows: shown.flatMap(({ id, state }) =>
            state.topics.map((slug, position) => ({
              contact_id: id,
              topic_id: idOf("topic", slug),
              position,
            })),
          ),
        },
        {
          table: "contact_agreement",
          key: ["contact_id", "agreement_id"],
          rows: shown.flatMap(({ id, state }) =>
            state.agreements.map((slug, position) => ({
              contact_id: id,
              agreement_id: idOf("agreement", slug),
              position,
            })),
          ),
        },
      ],
      // A report is logged with the parties of its contacts.
      [
        {
          table: "contact_report",
          key: ["contact_id", "report_id"],
          rows: shown.flatMap(({ id, state, sources }) =>
            state.reports.map((report) => ({
              contact_id: id,
              report_id: report,
              sort_day: sources.get(report)?.sortDay ?? 0,
            })),
          ),
        },
      ],
    ],
  );
}
