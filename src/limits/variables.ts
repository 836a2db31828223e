import { InvalidInput, TooCostly } from "../errors/errors.ts";
import type { Variables } from "./cost.ts";

/** How many values variables may hold in all, and how far within one another. */
const VARIABLES = { values: 20_000, depth: 24 };

/**
 * Throws TooCostly for variables that hold too much, and InvalidInput for what neither the database nor JSON can hold:
 * NUL, half a surrogate pair, a number without an end.
 */
export function checkVariables(variables: Variables): void {
  let count = 0;
  // To where it is. What throws tells it as it is then.
  const path: (string | number)[] = [];
  const checkMember = (place: string | number, member: unknown): void => {
    path.push(place);
    check(member);
    path.pop();
  };
  const check = (value: unknown): void => {
    if (++count > VARIABLES.values) {
      throw new TooCostly("The variables hold too many values: send them in several requests", {
        expected: `at most ${VARIABLES.values} values`,
      });
    }
    if (path.length > VARIABLES.depth) {
      throw new TooCostly("The variables are nested too deeply", {
        path,
        expected: `at most ${VARIABLES.depth} levels`,
      });
    }
    if (typeof value === "string") checkText(value, path);
    else if (typeof value === "number" && !Number.isFinite(value)) {
      throw new InvalidInput("A variable is no number that can be told", {
        path,
        expected: "a finite number",
      });
    } else if (Array.isArray(value)) {
      for (let index = 0; index < value.length; index++) checkMember(index, value[index]);
    } else if (typeof value === "object" && value !== null) {
      for (const [name, member] of Object.entries(value)) {
        checkText(name, path);
        checkMember(name, member);
      }
    }
  };
  check(variables);
}

/** Throws InvalidInput for a text with NUL or half a surrogate pair. */
export function checkText(text: string, path: readonly (string | number)[] = []): void {
  if (!text.includes("\0") && text.isWellFormed()) return;
  throw new InvalidInput("A text holds NUL or half a surrogate pair", { path, expected: "Unicode text" });
}
