/** What a made row of an export file tells; by default a call of Russia and Belarus. */
export interface Made {
  readonly id?: number;
  readonly day?: string;
  readonly code?: string;
  readonly first?: readonly [code: string, name?: string, country?: string, type?: string];
  readonly second?: readonly [code: string, name?: string, country?: string, type?: string];
  readonly url?: string;
  readonly addedAt?: string;
}

let ids = 1000;

/** A row of 61 columns, as GDELT 2.0 writes it; a state's code is also its country, unless another is given. */
export function eventRow({
  id = ++ids,
  day = "20191024",
  code = "041",
  first = ["RUS", "RUSSIA"],
  second = ["BLR", "BELARUS"],
  url = "https://news.example.org/a-call",
  addedAt = "20191024143000",
}: Made = {}): string {
  const cells = Array.from({ length: 61 }, () => "");
  const put = (from: number, values: readonly string[]) => {
    for (const [index, value] of values.entries()) cells[from + index] = value;
  };
  const actor = ([actorCode, name = "", country = actorCode, type = ""]: NonNullable<Made["first"]>) => [
    actorCode,
    name,
    country,
    "",
    "",
    "",
    "",
    type,
  ];
  put(0, [String(id), day, day.slice(0, 6), day.slice(0, 4), "2019.8055"]);
  put(5, actor(first));
  put(15, actor(second));
  put(25, ["1", code, code, code.slice(0, 2), "1", "1.0", "4", "1", "4", "0.5"]);
  put(59, [addedAt, url]);
  return cells.join("\t");
}

/** A row of a mentions file. */
export function mentionRow(
  event: number,
  confidence: number,
  url = "https://news.example.org/a-call",
): string {
  const time = "20191024143000";
  return [event, time, time, 1, "example.org", url, 1, -1, 10, 20, 1, confidence, 2000, 0.5, "", ""].join(
    "\t",
  );
}
