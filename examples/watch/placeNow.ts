/** The place that the order of all changes has come to: what comes after it is yet to come. */
export async function placeNow(url: string): Promise<string> {
  const key = process.env.READOUT_KEY;
  const response = await fetch(url, {
    method: "POST",
    headers: {
      "Content-Type": "application/json",
      ...(key === undefined ? {} : { Authorization: `Bearer ${key}` }),
    },
    body: JSON.stringify({ query: "{ changeCursor }" }),
  });
  const { data, errors } = await response.json();
  if (!data) throw errors;
  return data.changeCursor;
}
