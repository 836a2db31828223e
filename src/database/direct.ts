import {
  ColumnTypeEnum,
  isDriverAdapterError,
  type SqlQueryable,
  type SqlResultSet,
} from "@prisma/driver-adapter-utils";
import { Prisma, type PrismaClient } from "../../prisma/client/client.ts";

/**
 * Prisma's client, but for `$queryRaw`, whose statements go to the driver's adapter at once: what the client does around
 * them costs a tenth of a request that reads. Values and errors are as the client gives them.
 */
export function directly(
  prisma: PrismaClient,
  connect: () => Promise<SqlQueryable>,
  sent: (sql: string) => void,
): PrismaClient {
  let connected: Promise<SqlQueryable> | undefined;
  const queryRaw = async (
    query: TemplateStringsArray | Prisma.Sql,
    ...given: unknown[]
  ): Promise<Record<string, unknown>[]> => {
    const { text, values } = "text" in query ? query : new Prisma.Sql([...query], given);
    connected ??= connect();
    sent(text);
    const argTypes = values.map(() => UNKNOWN);
    try {
      return rowsOf(await (await connected).queryRaw({ sql: text, args: values, argTypes }));
    } catch (error) {
      throw asTheClient(error);
    }
  };
  return new Proxy(prisma, {
    get: (client, name) => (name === "$queryRaw" ? queryRaw : Reflect.get(client, name, client)),
  });
}

function asTheClient(error: unknown): unknown {
  if (!isDriverAdapterError(error)) return error;
  const { originalCode = error.cause.kind, originalMessage = error.message } = error.cause;
  return new Prisma.PrismaClientKnownRequestError(
    `Raw query failed. Code: \`${originalCode}\`. Message: \`${originalMessage}\``,
    { code: "P2010", clientVersion: Prisma.prismaVersion.client, meta: { driverAdapterError: error } },
  );
}

const UNKNOWN = { scalarType: "unknown", arity: "scalar" } as const;

function rowsOf({ columnNames, columnTypes, rows }: SqlResultSet): Record<string, unknown>[] {
  const readers = columnTypes.map((type, index) => {
    const reader = READERS.get(type);
    if (reader === undefined) throw new Error(`A column of type ${type} is not read: ${columnNames[index]}`);
    return reader;
  });
  return rows.map((values) => {
    const row: Record<string, unknown> = {};
    for (const [index, name] of columnNames.entries()) {
      const value = values[index];
      row[name] = value === null || value === undefined ? null : readers[index]?.(value);
    }
    return row;
  });
}

const same = (value: unknown) => value;
const READERS = new Map<number, (value: unknown) => unknown>([
  [ColumnTypeEnum.Int32, same],
  [ColumnTypeEnum.Int64, (value) => BigInt(value as string)],
  [ColumnTypeEnum.Float, same],
  [ColumnTypeEnum.Double, same],
  [ColumnTypeEnum.Boolean, same],
  [ColumnTypeEnum.Character, same],
  [ColumnTypeEnum.Text, same],
  [ColumnTypeEnum.Enum, same],
  [ColumnTypeEnum.Uuid, same],
  [ColumnTypeEnum.TextArray, same],
  [ColumnTypeEnum.UuidArray, same],
  [ColumnTypeEnum.EnumArray, same],
  [ColumnTypeEnum.Int32Array, same],
  [ColumnTypeEnum.Json, (value) => (typeof value === "string" ? JSON.parse(value) : value)],
  [ColumnTypeEnum.Date, (value) => new Date(value as string)],
  [ColumnTypeEnum.DateTime, (value) => new Date(value as string)],
]);
