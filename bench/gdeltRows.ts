const ROWS_A_CHUNK = 500;

/** Rows of an export file, in pieces. */
export function* chunks(rows: number, share: number): Generator<string> {
  for (let row = 0; row < rows; row += ROWS_A_CHUNK) {
    const count = Math.min(ROWS_A_CHUNK, rows - row);
    yield Array.from({ length: count }, (_, index) => madeRow(row + index, share)).join("");
  }
}

const STATES = [
  "USA",
  "RUS",
  "CHN",
  "FRA",
  "DEU",
  "GBR",
  "IND",
  "JPN",
  "BRA",
  "ZAF",
  "TUR",
  "EGY",
  "IRN",
  "ISR",
];
const CODES = ["040", "041", "042", "043", "044", "045", "046"];

function madeRow(number: number, share: number): string {
  const isTaken = number % 100 < share;
  const taken = Math.floor(number / 100) * share + (number % 100);
  const contact = isTaken && taken % 3 === 0 ? Math.max(taken - 1, 0) : taken;
  const first = contact % STATES.length;
  const second = (first + 1 + (Math.floor(contact / 7) % (STATES.length - 1))) % STATES.length;
  const day = new Date(Date.UTC(1990, 0, 1 + (Math.floor(contact / 30) % 12_000))).toISOString().slice(0, 10);
  const cells = Array.from({ length: 61 }, () => "");
  cells[0] = String(number);
  cells[1] = day.replaceAll("-", "");
  cells[5] = STATES[first] ?? "";
  cells[6] = STATES[first] ?? "";
  cells[7] = STATES[first] ?? "";
  cells[15] = STATES[second] ?? "";
  cells[16] = STATES[second] ?? "";
  cells[17] = STATES[second] ?? "";
  cells[26] = isTaken ? (CODES[contact % CODES.length] ?? "") : "190";
  cells[31] = cells[32] = cells[33] = "4";
  cells[52] = "Minsk, Belarus (general), Belarus";
  cells[59] = "20191024143000";
  cells[60] = `https://news.outlet-${number % 200}.example/world/${number}/leaders-speak-by-telephone`;
  return `${cells.join("\t")}\n`;
}
