import { z } from "zod";
import type { ListDependency } from "../cache/evictions.ts";
import { ALL, type Aspects } from "../changes/aspects.ts";
import { allOf, type Interval, isGiven, listOf, within } from "../database/conditions.ts";
import { Prisma } from "../database/database.ts";
import { idOf } from "../identity/identity.ts";
import type { List } from "../paging/keyset.ts";
import { type PartyFilter, partyCondition } from "../party/filter.ts";
import type { AgreementKind } from "../report/filing.ts";
import { searchCondition } from "../search/lists.ts";

/** Which agreements: those for which all that is given holds. */
export interface AgreementFilter {
  readonly kinds?: readonly AgreementKind[] | null;
  readonly parties?: PartyFilter | null;
  /** Slugs of who signed or endorsed it; any of them. */
  readonly people?: readonly string[] | null;
  /** When one of its acts was done. */
  readonly during?: Interval | null;
  readonly minIndependentOutlets?: number | null;
  readonly disputed?: boolean | null;
  readonly text?: string | null;
}

/** Agreements, the latest first; those for which more holds, which means that they have the parties. */
export function agreementList(
  filter: AgreementFilter | null | undefined,
  also: readonly Prisma.Sql[] = [],
  partyIds: readonly string[] | null = [],
): List {
  return {
    dependency: partyIds === null ? undefined : () => [agreementsDependency(partyIds, ALL)],
    id: Prisma.sql`a.id`,
    from: Prisma.sql`agreement a`,
    where: allOf([Prisma.sql`a.shown`, ...conditions(filter ?? {}), ...also]),
    ordering: {
      name: "agreements by date, descending",
      columns: [
        { sql: Prisma.sql`a.sort_day`, type: "int" },
        { sql: Prisma.sql`a.id`, type: "uuid" },
      ],
      descending: true,
    },
  };
}

/** The agreements of a party (`parent.id`). */
export function agreementsOfParty(filter: AgreementFilter | null | undefined): List {
  return agreementList(
    filter,
    [Prisma.sql`a.id IN (SELECT agreement_id FROM agreement_party WHERE party_id = parent.id)`],
    null,
  );
}

/** The agreements that a person (`parent.id`) signed or endorsed. */
export function agreementsOfPerson(filter: AgreementFilter | null | undefined): List {
  return agreementList(
    filter,
    [Prisma.sql`a.id IN (SELECT agreement_id FROM act_person WHERE person_id = parent.id)`],
    null,
  );
}

/** The agreements that all of these parties have part in. */
export function agreementsBetween(partyIds: readonly string[]): List {
  return agreementList(null, [agreementsHaveParties(partyIds)], partyIds);
}

/** Agreements of these parties, or some aspects of them, as what is kept depends on them. */
export function agreementsDependency(partyIds: readonly string[], of: Aspects): ListDependency {
  return {
    toJSON: () => ({ list: AGREEMENTS, partyIds, of }),
    isChangedBy: ({ entity, parties, aspects }) =>
      entity === "AGREEMENT" && (aspects & of) !== 0 && partyIds.every((id) => parties.includes(id)),
  };
}

const AGREEMENTS = "agreements";

/** Makes a dependency on agreements again from what it says of itself as JSON. */
export const agreementsDependencies = z
  .strictObject({ list: z.literal(AGREEMENTS), partyIds: z.array(z.string()), of: z.int() })
  .transform(({ partyIds, of }) => agreementsDependency(partyIds, of));

/** All of these parties have part in `a`. */
export function agreementsHaveParties(partyIds: readonly string[]): Prisma.Sql {
  return allOf(partyIds.map((id) => hasAnyParty([id])));
}

function hasAnyParty(ids: readonly string[]): Prisma.Sql {
  return Prisma.sql`a.id IN (SELECT agreement_id FROM agreement_party WHERE party_id = ANY(${[...ids]}::uuid[]))`;
}

function conditions(filter: AgreementFilter): Prisma.Sql[] {
  const { kinds, parties, people, during, minIndependentOutlets, disputed, text } = filter;
  const all: Prisma.Sql[] = [];
  if (isGiven(kinds)) all.push(Prisma.sql`a.kind = ANY(${[...kinds]}::text[]::agreement_kind[])`);
  if (isGiven(parties)) {
    all.push(
      partyCondition(
        parties,
        {
          hasAny: hasAnyParty,
          isExactly: (
            _,
            ids,
          ) => Prisma.sql`(SELECT count(*) FILTER (WHERE party_id = ANY(${[...ids]}::uuid[])) = ${ids.length}
            AND count(*) = ${ids.length} FROM agreement_party WHERE agreement_id = a.id)`,
        },
        ["filter", "parties"],
      ),
    );
  }
  if (isGiven(people)) {
    const ids = listOf(people, ["filter", "people"]).map((slug) => idOf("person", slug));
    all.push(Prisma.sql`a.id IN (SELECT agreement_id FROM act_person WHERE person_id = ANY(${ids}::uuid[]))`);
  }
  if (isGiven(during)) {
    const inside = within(
      during,
      {
        edtf: Prisma.sql`t.date_edtf`,
        earliest: Prisma.sql`t.date_earliest`,
        latest: Prisma.sql`t.date_latest`,
      },
      ["filter", "during"],
    );
    all.push(Prisma.sql`EXISTS (SELECT FROM agreement_act t WHERE t.agreement_id = a.id AND ${inside})`);
  }
  if (isGiven(minIndependentOutlets)) all.push(Prisma.sql`a.independent_outlets >= ${minIndependentOutlets}`);
  if (isGiven(disputed)) all.push(Prisma.sql`a.disputed = ${disputed}`);
  if (isGiven(text)) all.push(searchCondition(text, Prisma.sql`a.id`, ["AGREEMENT"]));
  return all;
}
