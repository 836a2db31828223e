import { createKey, listKeys, revokeKey } from "../access/keys.ts";
import type { Role } from "../access/rules.ts";
import { type ContactPlace, contactTable } from "../contact/table.ts";
import type { Database } from "../database/database.ts";
import { type KeptEvent, keepEvents, keptEvents } from "../feed/gdelt.ts";
import { feedPosition, fileItems, type ItemFiling, outletKind, storeFeedPosition } from "../feed/write.ts";
import { type Linked, linkTenures } from "../person/link.ts";
import type { PersonRow } from "../person/rules.ts";
import { storePeople } from "../person/write.ts";
import { rebuild } from "../rebuild/rebuild.ts";
import { exportSource, type Place } from "../report/export.ts";
import type { Filing } from "../report/filing.ts";
import type { MentionLists } from "../report/mentions.ts";
import { fileReports } from "../report/write.ts";

/**
 * What commands do with a database, in this process or in the one that has it open: input and output are plain data
 * (JSON), so that they go over a socket as well.
 */
export const operations = {
  file: (
    database: Database,
    { filings, ...options }: { filings: readonly Filing[]; dryRun?: boolean; actor?: string },
  ) => fileReports(database, filings, options),
  feedPosition: (database: Database, { name }: { name: string }) => feedPosition(database, name),
  storeFeedPosition: (database: Database, { name, position }: { name: string; position: string }) =>
    storeFeedPosition(database, name, position),
  keptEvents: (database: Database, _: Record<never, never>) => keptEvents(database),
  keepEvents: (database: Database, { events, most }: { events: readonly KeptEvent[]; most: number }) =>
    keepEvents(database, events, most),
  storePeople: (database: Database, { rows }: { rows: readonly PersonRow[] }) => storePeople(database, rows),
  linkTenures: (database: Database, { actor }: { actor: string }): Promise<Linked> =>
    linkTenures(database, actor),
  fileItems: (database: Database, { items, actor }: { items: readonly ItemFiling[]; actor: string }) =>
    fileItems(database, items, actor),
  outletKind: (database: Database, { slug }: { slug: string }) => outletKind(database, slug),
  createKey: ({ prisma }: Database, input: { name: string; role: Role; expiresAt: string | null }) =>
    createKey(prisma, input),
  listKeys: ({ prisma }: Database, _: Record<never, never>) => listKeys(prisma),
  revokeKey: ({ prisma }: Database, { key }: { key: string }) => revokeKey(prisma, key),
  rebuild: (database: Database, _: Record<never, never>) => rebuild(database),
  /** `to` is an absolute path: the process that has the database open may be elsewhere. */
  backup: (database: Database, { to }: { to: string }) => database.copy(to),
  contactTable: ({ prisma }: Database, after: ContactPlace) => contactTable(prisma, after),
  exportPage: ({ prisma }: Database, after: Place) => exportSource(prisma).page(after),
  exportUnmentioned: ({ prisma }: Database, _: Record<never, never>) => exportSource(prisma).unmentioned(),
  exportDescriptions: ({ prisma }: Database, mentions: MentionLists) =>
    exportSource(prisma).describe(mentions),
};

export type Operations = typeof operations;
export type OperationName = keyof Operations;
export type OperationInput<Name extends OperationName> = Parameters<Operations[Name]>[1];
export type OperationOutput<Name extends OperationName> = Awaited<ReturnType<Operations[Name]>>;

export function isOperation(name: string): name is OperationName {
  return Object.hasOwn(operations, name);
}

export async function runOperation<Name extends OperationName>(
  database: Database,
  name: Name,
  input: OperationInput<Name>,
): Promise<OperationOutput<Name>> {
  // TypeScript does not follow that the input belongs to the operation of the same name.
  const run = operations[name] as (
    database: Database,
    input: OperationInput<Name>,
  ) => Promise<OperationOutput<Name>>;
  return run(database, input);
}
