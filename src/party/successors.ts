import { iso31663 } from "iso-3166";

/** Belarus and Ukraine were in the list beside the Soviet Union; four states left Yugoslavia while it kept its code. */
const BESIDE: Readonly<Record<string, readonly string[]>> = {
  SUHH: ["BY", "UA"],
  YUCS: ["BA", "HR", "MK", "SI"],
};

/**
 * The states that came after each former one, by code: those that ISO 3166-3 names, and those that it does not, since
 * they had codes of their own before or left while the code was kept.
 */
const SUCCESSORS: ReadonlyMap<string, readonly string[]> = new Map(
  iso31663.map(({ alpha4, to }) => {
    const named = to.map((successor) =>
      successor.state === "formerly-assigned" ? formerCode(successor.alpha3) : successor.alpha2,
    );
    return [alpha4, [...new Set([...named, ...(BESIDE[alpha4] ?? [])])].sort()];
  }),
);

/** The codes of the states that came after; none where it is not a former one. */
export function successorsOf(code: string): readonly string[] {
  return SUCCESSORS.get(code) ?? [];
}

/** The codes of the former states that it came after. */
export function predecessorsOf(code: string): readonly string[] {
  return [...SUCCESSORS].filter(([, to]) => to.includes(code)).map(([former]) => former);
}

export function isFormer(code: string): boolean {
  return SUCCESSORS.has(code);
}

function formerCode(alpha3: string): string {
  return iso31663.find(({ from }) => from.alpha3 === alpha3)?.alpha4 ?? alpha3;
}
