import { plainName } from "./name.ts";

/** Someone who held one of the offices that the two collections follow. */
export interface Officeholder {
  /** The collection's id: "clinton-william-j". */
  readonly who: string;
  readonly name: string;
  readonly office: "president" | "vice-president" | "secretary-of-state";
  /** First day in office, and the first day out of it. */
  readonly from: string;
  readonly until: string;
}

/**
 * The holder of the office whom a family name means on that day; with `past`, the latest who had held it before.
 * Null where nobody of the name did. An "-elect" is the one who takes office within the next half year.
 */
export function officeholderNamed(
  name: string,
  office: Officeholder["office"],
  day: string,
  when: "NOW" | "PAST" | "FUTURE" = "NOW",
): Officeholder | null {
  const family = familyOf(name);
  const fitting = officeholders.filter(
    (holder) => holder.office === office && familyOf(holder.name) === family,
  );
  if (when === "PAST") return fitting.filter(({ until }) => until <= day).at(-1) ?? null;
  const [year, month] = day.split("-").map(Number);
  const later = new Date(Date.UTC(year ?? 0, (month ?? 1) + 5, 1)).toISOString().slice(0, 10);
  if (when === "FUTURE") return fitting.find(({ from }) => day < from && from <= later) ?? null;
  return fitting.find(({ from, until }) => from <= day && day <= until) ?? null;
}

/** The holder by the collection's id, whatever the office; null where the table has none. */
export function officeholderById(who: string): Officeholder | null {
  return officeholders.find((holder) => holder.who === who) ?? null;
}

/** Whether somebody held that office on that day. */
export function heldOn(who: string, office: Officeholder["office"], day: string): boolean {
  return officeholders.some(
    (holder) => holder.who === who && holder.office === office && holder.from <= day && day <= holder.until,
  );
}

/** "Bush" of "George H.W. Bush" and "Bush"; "St. Laurent" has two words and is nobody's here. */
function familyOf(name: string): string {
  return (
    plainName(name.replace(/,?\s+(Jr\.?|Sr\.?|I{2,3})$/, ""))
      .split(" ")
      .at(-1) ?? ""
  );
}

const rows: readonly (readonly [who: string, name: string, from: string, until: string])[] = [
  ["johnson-andrew", "Andrew Johnson", "1865-04-15", "1869-03-04"],
  ["grant-ulysses-s", "Ulysses S. Grant", "1869-03-04", "1877-03-04"],
  ["hayes-rutherford-b", "Rutherford B. Hayes", "1877-03-04", "1881-03-04"],
  ["garfield-james-a", "James A. Garfield", "1881-03-04", "1881-09-19"],
  ["arthur-chester-a", "Chester A. Arthur", "1881-09-19", "1885-03-04"],
  ["cleveland-grover", "Grover Cleveland", "1885-03-04", "1889-03-04"],
  ["harrison-benjamin", "Benjamin Harrison", "1889-03-04", "1893-03-04"],
  ["cleveland-grover", "Grover Cleveland", "1893-03-04", "1897-03-04"],
  ["mckinley-william", "William McKinley", "1897-03-04", "1901-09-14"],
  ["roosevelt-theodore", "Theodore Roosevelt", "1901-09-14", "1909-03-04"],
  ["taft-william-howard", "William Howard Taft", "1909-03-04", "1913-03-04"],
  ["wilson-woodrow", "Woodrow Wilson", "1913-03-04", "1921-03-04"],
  ["harding-warren-g", "Warren G. Harding", "1921-03-04", "1923-08-02"],
  ["coolidge-calvin", "Calvin Coolidge", "1923-08-02", "1929-03-04"],
  ["hoover-herbert-c", "Herbert C. Hoover", "1929-03-04", "1933-03-04"],
  ["roosevelt-franklin-d", "Franklin D. Roosevelt", "1933-03-04", "1945-04-12"],
  ["truman-harry-s", "Harry S. Truman", "1945-04-12", "1953-01-20"],
  ["eisenhower-dwight-d", "Dwight D. Eisenhower", "1953-01-20", "1961-01-20"],
  ["kennedy-john-f", "John F. Kennedy", "1961-01-20", "1963-11-22"],
  ["johnson-lyndon-b", "Lyndon B. Johnson", "1963-11-22", "1969-01-20"],
  ["nixon-richard-m", "Richard M. Nixon", "1969-01-20", "1974-08-09"],
  ["ford-gerald-r", "Gerald R. Ford", "1974-08-09", "1977-01-20"],
  ["carter-jimmy", "Jimmy Carter", "1977-01-20", "1981-01-20"],
  ["reagan-ronald", "Ronald Reagan", "1981-01-20", "1989-01-20"],
  ["bush-george-h-w", "George H.W. Bush", "1989-01-20", "1993-01-20"],
  ["clinton-william-j", "William J. Clinton", "1993-01-20", "2001-01-20"],
  ["bush-george-w", "George W. Bush", "2001-01-20", "2009-01-20"],
  ["obama-barack", "Barack Obama", "2009-01-20", "2017-01-20"],
  ["trump-donald-j", "Donald J. Trump", "2017-01-20", "2021-01-20"],
  ["biden-joseph-r", "Joseph R. Biden", "2021-01-20", "2025-01-20"],
  ["trump-donald-j", "Donald J. Trump", "2025-01-20", "2029-01-20"],
];

const vicePresidents: typeof rows = [
  ["truman-harry-s", "Harry S. Truman", "1945-01-20", "1945-04-12"],
  ["barkley-alben-w", "Alben W. Barkley", "1949-01-20", "1953-01-20"],
  ["nixon-richard-m", "Richard M. Nixon", "1953-01-20", "1961-01-20"],
  ["johnson-lyndon-b", "Lyndon B. Johnson", "1961-01-20", "1963-11-22"],
  ["humphrey-hubert-h", "Hubert H. Humphrey", "1965-01-20", "1969-01-20"],
  ["agnew-spiro-t", "Spiro T. Agnew", "1969-01-20", "1973-10-10"],
  ["ford-gerald-r", "Gerald R. Ford", "1973-12-06", "1974-08-09"],
  ["rockefeller-nelson-a", "Nelson A. Rockefeller", "1974-12-19", "1977-01-20"],
  ["mondale-walter-f", "Walter F. Mondale", "1977-01-20", "1981-01-20"],
  ["bush-george-h-w", "George H.W. Bush", "1981-01-20", "1989-01-20"],
  ["quayle-j-danforth", "J. Danforth Quayle", "1989-01-20", "1993-01-20"],
  ["gore-albert", "Albert Gore", "1993-01-20", "2001-01-20"],
  ["cheney-richard-b", "Richard B. Cheney", "2001-01-20", "2009-01-20"],
  ["biden-joseph-r", "Joseph R. Biden", "2009-01-20", "2017-01-20"],
  ["pence-michael-r", "Michael R. Pence", "2017-01-20", "2021-01-20"],
  ["harris-kamala-d", "Kamala D. Harris", "2021-01-20", "2025-01-20"],
  ["vance-james-d", "James D. Vance", "2025-01-20", "2029-01-20"],
];

const secretaries: typeof rows = [
  ["seward-william-henry", "William Henry Seward", "1861-03-05", "1869-03-04"],
  ["hay-john-milton", "John Milton Hay", "1898-09-30", "1905-07-01"],
  ["root-elihu", "Elihu Root", "1905-07-19", "1909-01-27"],
  ["knox-philander-chase", "Philander Chase Knox", "1909-03-06", "1913-03-05"],
  ["bryan-william-jennings", "William Jennings Bryan", "1913-03-05", "1915-06-09"],
  ["lansing-robert", "Robert Lansing", "1915-06-24", "1920-02-13"],
  ["colby-bainbridge", "Bainbridge Colby", "1920-03-23", "1921-03-04"],
  ["hughes-charles-evans", "Charles Evans Hughes", "1921-03-05", "1925-03-04"],
  ["kellogg-frank-billings", "Frank Billings Kellogg", "1925-03-05", "1929-03-28"],
  ["stimson-henry-lewis", "Henry Lewis Stimson", "1929-03-28", "1933-03-04"],
  ["hull-cordell", "Cordell Hull", "1933-03-04", "1944-11-30"],
  ["stettinius-edward-reilly", "Edward Reilly Stettinius", "1944-12-01", "1945-06-27"],
  ["byrnes-james-francis", "James Francis Byrnes", "1945-07-03", "1947-01-21"],
  ["marshall-george-catlett", "George Catlett Marshall", "1947-01-21", "1949-01-20"],
  ["acheson-dean-gooderham", "Dean Gooderham Acheson", "1949-01-21", "1953-01-20"],
  ["dulles-john-foster", "John Foster Dulles", "1953-01-21", "1959-04-22"],
  ["herter-christian-archibald", "Christian Archibald Herter", "1959-04-22", "1961-01-20"],
  ["rusk-david-dean", "David Dean Rusk", "1961-01-21", "1969-01-20"],
  ["rogers-william-pierce", "William Pierce Rogers", "1969-01-22", "1973-09-03"],
  ["kissinger-henry-a", "Henry A. Kissinger", "1973-09-22", "1977-01-20"],
  ["vance-cyrus-roberts", "Cyrus Roberts Vance", "1977-01-23", "1980-04-28"],
  ["muskie-edmund-sixtus", "Edmund Sixtus Muskie", "1980-05-08", "1981-01-18"],
  ["haig-alexander-meigs", "Alexander Meigs Haig", "1981-01-22", "1982-07-05"],
  ["shultz-george-pratt", "George Pratt Shultz", "1982-07-16", "1989-01-20"],
  ["baker-james-addison", "James Addison Baker III", "1989-01-25", "1992-08-23"],
  ["eagleburger-lawrence-sidney", "Lawrence Sidney Eagleburger", "1992-12-08", "1993-01-19"],
  ["christopher-warren-minor", "Warren Minor Christopher", "1993-01-20", "1997-01-17"],
  ["albright-madeleine-korbel", "Madeleine Korbel Albright", "1997-01-23", "2001-01-20"],
  ["powell-colin-luther", "Colin Luther Powell", "2001-01-20", "2005-01-26"],
  ["rice-condoleezza", "Condoleezza Rice", "2005-01-26", "2009-01-20"],
  ["clinton-hillary-rodham", "Hillary Rodham Clinton", "2009-01-21", "2013-02-01"],
  ["kerry-john-forbes", "John Forbes Kerry", "2013-02-01", "2017-01-20"],
  ["tillerson-rex-w", "Rex W. Tillerson", "2017-02-01", "2018-03-31"],
  ["pompeo-michael-r", "Michael R. Pompeo", "2018-04-26", "2021-01-20"],
  ["blinken-antony-j", "Antony John Blinken", "2021-01-26", "2025-01-20"],
  ["rubio-marco", "Marco Rubio", "2025-01-21", "2029-01-20"],
];

const officeholders: readonly Officeholder[] = [
  ...rows.map(([who, name, from, until]) => ({ who, name, office: "president" as const, from, until })),
  ...vicePresidents.map(([who, name, from, until]) => ({
    who,
    name,
    office: "vice-president" as const,
    from,
    until,
  })),
  ...secretaries.map(([who, name, from, until]) => ({
    who,
    name,
    office: "secretary-of-state" as const,
    from,
    until,
  })),
];
