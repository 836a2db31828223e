import { GraphQLError, Kind, type ValueNode } from "graphql";
import { InvalidInput } from "../src/errors/errors.ts";
import { dayNumber, parseFuzzyDate } from "../src/time/date.ts";
import { parseDuration } from "../src/time/duration.ts";
import { builder } from "./builder.ts";

builder.scalarType("Date", {
  description: 'A day of the Gregorian calendar, as in RFC 3339, section 5.6 (full-date): "2024-03-16".',
  ...textScalar("Date", 'a day such as "2024-03-16"', (text) => {
    dayNumber(text);
    return text;
  }),
});

builder.scalarType("DateTime", {
  description: 'A moment in UTC, as in RFC 3339: "2024-03-16T12:00:00.000Z".',
  ...textScalar("DateTime", 'a moment such as "2024-03-16T12:00:00Z"', (text) => {
    const isForm = /^\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d{1,9})?([Zz]|[+-]\d\d:\d\d)$/.test(text);
    const moment = new Date(text);
    if (!isForm || Number.isNaN(moment.getTime())) throw new InvalidInput("Not a moment", { got: text });
    // JavaScript takes February 30 for March 1; and an offset can lead out of the years that there are.
    dayNumber(text.slice(0, 10));
    dayNumber(moment.toISOString().slice(0, -14));
    return moment.toISOString();
  }),
  serialize: (moment) => moment.toISOString(),
});

builder.scalarType("EDTF", {
  description:
    'A date as well as it is known, in the Extended Date/Time Format of ISO 8601-2:2019, level 2: "2024?-03-16" has an uncertain year, "XXXX-03-16" none, "2024-01~" is about January 2024, "2024-01-25/2024-01-31" an interval.',
  ...textScalar("EDTF", "an EDTF expression", (text) => parseFuzzyDate(text).edtf),
});

builder.scalarType("Duration", {
  description: 'A length of time as in ISO 8601-1, 5.5.2.2: "PT1H20M" is an hour and twenty minutes.',
  ...textScalar("Duration", "an ISO 8601 duration", (text) => parseDuration(text).iso8601),
});

builder.scalarType("JSON", {
  description: "Any JSON value (RFC 8259).",
  serialize: (value) => value,
  parseValue: (value) => value,
});

builder.scalarType("URL", {
  description: "An absolute URL (WHATWG URL Standard).",
  ...textScalar("URL", "an absolute URL", (text) => new URL(text).href),
});

/** A scalar that is a string of some form. `read` throws for what is not of it. */
function textScalar(name: string, expected: string, read: (text: string) => string) {
  const parse = (value: unknown): string => {
    try {
      if (typeof value !== "string") throw new InvalidInput("Not a string", { got: value });
      return read(value);
    } catch (error) {
      const reason = error instanceof InvalidInput ? error.message : "unreadable";
      throw new GraphQLError(`${name} expects ${expected}: ${reason}`, {
        extensions: { code: "INVALID_INPUT", expected },
      });
    }
  };
  return {
    serialize: (value: unknown) => String(value),
    parseValue: parse,
    parseLiteral: (node: ValueNode) => parse(node.kind === Kind.STRING ? node.value : undefined),
  };
}
