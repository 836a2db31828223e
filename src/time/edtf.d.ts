/** The part of `edtf` that we use; the package ships no types. */
declare module "edtf" {
  /**
   * A date as the grammar gives it. Months count from 0; a wholly unspecified component has the value of its
   * first possibility. The masks have a bit for each digit, from the year's first (1) to the day's second (128);
   * `true` stands for every component that is there.
   */
  export interface ParsedDate {
    type?: "Date";
    values: number[];
    unspecified?: number;
    uncertain?: boolean | number;
    approximate?: boolean | number;
  }
  /** A century's first two or a decade's first three digits are its one value. */
  export interface ParsedYears {
    type: "Century" | "Decade";
    values: [number];
    uncertain?: boolean;
    approximate?: boolean;
  }
  export interface ParsedSeason {
    type: "Season";
    values: [year: number, season: number];
  }
  /** `Infinity` is an open end (".."), `null` an unknown one (""). */
  export interface ParsedInterval {
    type: "Interval";
    values: [ParsedDate | number | null, ParsedDate | number | null];
  }
  export interface ParsedMembers {
    type: "Set" | "List";
    values: (ParsedDate | [ParsedDate, ParsedDate])[];
    earlier?: boolean;
    later?: boolean;
  }
  export interface ParsedYear {
    type: "Year";
    values: [number];
  }
  export type Parsed =
    | (ParsedDate & { type: "Date" })
    | ParsedYears
    | ParsedSeason
    | ParsedInterval
    | ParsedMembers
    | ParsedYear;

  /** Throws a nearley error, with the `offset` of the character that does not fit where there is one. */
  export function parse(input: string): Parsed;
}
