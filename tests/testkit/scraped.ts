/** Metrics as Prometheus gets them: values by name and labels, as in `value("readout_subscribers")`. */
export interface Scraped {
  /** Undefined where there is none. Labels are in the order in which they are printed: `name{a="b",c="d"}`. */
  value(series: string): number | undefined;
  /** All metrics, also those without a series yet. */
  readonly names: readonly string[];
}

export async function scrape(url: string | null): Promise<Scraped> {
  if (url === null) throw new Error("There is no METRICS_PORT");
  const text = await (await fetch(url)).text();
  const values = new Map(
    text
      .split("\n")
      .filter((line) => line !== "" && !line.startsWith("#"))
      .map((line) => {
        const at = line.lastIndexOf(" ");
        return [line.slice(0, at), Number(line.slice(at + 1).replace("Inf", "Infinity"))];
      }),
  );
  const names = [...text.matchAll(/^# TYPE (\S+)/gm)].map(([, name = ""]) => name);
  return { value: (series) => values.get(series), names };
}
