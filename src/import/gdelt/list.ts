/** A file as GDELT's lists name it. */
export interface ListedFile {
  /** In bytes. */
  readonly size: number;
  /** In hexadecimal. */
  readonly md5: string;
  /** "20191024143000.export.CSV.zip" */
  readonly name: string;
  /** The quarter of an hour that it is of, YYYYMMDDHHMMSS, in UTC. */
  readonly time: string;
}

/**
 * A line of `lastupdate.txt` or `masterfilelist.txt`: size, MD5 and address. Null for files of other kinds, and for
 * what is no such line (the master list has some that are cut). The address's host is not taken: what is followed is
 * where the list came from.
 */
export function readListed(line: string): ListedFile | null {
  const [, size, md5, name, time] =
    /^(\d{1,12}) ([\da-f]{32}) \S*?((\d{14})\.(?:export|mentions)\.CSV\.zip)\s*$/i.exec(line) ?? [];
  if (size === undefined || md5 === undefined || name === undefined || time === undefined) return null;
  return { size: Number(size), md5: md5.toLowerCase(), name, time };
}

/** Files by quarter of an hour, the earliest first, mentions before the events that take their confidence from them. */
export function byQuarter(files: readonly ListedFile[]): { time: string; files: ListedFile[] }[] {
  const quarters = Map.groupBy(files, ({ time }) => time);
  return [...quarters.keys()].sort().map((time) => ({
    time,
    files: (quarters.get(time) ?? []).toSorted((a, b) => Number(a.name > b.name ? -1 : 1)),
  }));
}

/** Does nothing lie between two quarters of an hour? */
export function areNext(before: string, after: string): boolean {
  return millis(after) - millis(before) <= QUARTER_MS;
}

const QUARTER_MS = 15 * 60 * 1000;

function millis(time: string): number {
  const [, year, month, day, hour, minute, second] =
    /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/.exec(time) ?? [];
  return Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
}
