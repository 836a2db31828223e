import { compile } from "proxy-addr";
import { z } from "zod";
import { type Role, roles } from "../access/rules.ts";

/** Forms of environment variables that several share. */

export function wholeNumber(least: number, most: number) {
  return z
    .string()
    .refine((text) => isWhole(text, least, most), `a whole number from ${least} to ${most}`)
    .transform(Number);
}

function isWhole(text: string, least: number, most: number): boolean {
  return /^\d{1,12}$/.test(text) && Number(text) >= least && Number(text) <= most;
}

export const port = z
  .string()
  .refine((text) => isWhole(text, 0, 65535) && text.length <= 5, "a port number from 0 to 65535")
  .transform(Number);

/** A number for all roles, or for some from which on it holds: "1000,EDITOR:5000". The first is for READER. */
export function numberByRole(least: number, most: number) {
  return z
    .string()
    .refine(
      (text) =>
        text.split(",").every((part, index) => {
          const [, role, number] = BY_ROLE.exec(part) ?? [];
          const isRole =
            index === 0 ? role === undefined || role === "READER" : roles.some((known) => known === role);
          return isRole && number !== undefined && isWhole(number, least, most);
        }),
      `a whole number from ${least} to ${most}, and where a role may have another, that too: "1000,EDITOR:5000"`,
    )
    .transform((text): Record<Role, number> => {
      const numbers = new Map(
        text.split(",").map((part) => {
          const [, role = "READER", number] = BY_ROLE.exec(part) ?? [];
          return [role, Number(number)];
        }),
      );
      let number = 0;
      return Object.fromEntries(
        roles.map((role) => {
          number = numbers.get(role) ?? number;
          return [role, number];
        }),
      ) as Record<Role, number>;
    });
}

export function everyRole(number: number): Record<Role, number> {
  return Object.fromEntries(roles.map((role) => [role, number])) as Record<Role, number>;
}

const BY_ROLE = /^(?:([A-Z]+):)?(\d+)$/;

/** How many requests in how many seconds; null for no limit. */
export interface Rate {
  readonly requests: number;
  readonly seconds: number;
}

export const rate = z
  .string()
  .refine(
    (text) => text === "none" || RATE.test(text),
    'requests in a time, such as "600/1m" or "10/1s", or "none"',
  )
  .transform((text): Rate | null => {
    const { requests, time, unit = "s" } = RATE.exec(text)?.groups ?? {};
    if (requests === undefined) return null;
    return { requests: Number(requests), seconds: Number(time) * (SECONDS[unit] ?? 1) };
  });

const RATE = /^(?<requests>[1-9]\d{0,8})\/(?<time>[1-9]\d{0,3})(?<unit>[smh])$/;
const SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600 };

/** Origins (WHATWG HTML, section 7.1.1), or null for any. */
export const origins = z
  .string()
  .refine(
    (text) => text === "*" || text.split(",").every(isOrigin),
    '"*", or origins such as "https://news.example,https://desk.example"',
  )
  .transform((text) => (text === "*" ? null : text.split(",")));

function isOrigin(text: string): boolean {
  return URL.canParse(text) && new URL(text).origin === text;
}

/** How many proxies there are, or where they are: addresses, ranges of them (CIDR), "loopback", "uniquelocal". */
export const proxies = z
  .string()
  .refine(
    (text) => isWhole(text, 1, 10) || areAddresses(text.split(",")),
    'how many proxies there are, from 1 to 10, or their addresses, such as "10.0.0.0/8,::1" or "loopback"',
  )
  .transform((text) => (isWhole(text, 1, 10) ? Number(text) : text.split(",")));

function areAddresses(texts: string[]): boolean {
  try {
    // A bare number is taken for an address there.
    if (texts.some((text) => /^\d+$/.test(text))) return false;
    compile(texts);
    return true;
  } catch {
    return false;
  }
}

/** Hosts as URLs have them, without a port; or "*" for all. */
export const hosts = z
  .string()
  .refine(
    (text) => text === "*" || text.split(",").every(isHost),
    '"*", or hosts such as "press.intranet.example,10.1.2.3"',
  )
  .transform((text): "all" | string[] => (text === "*" ? "all" : text.toLowerCase().split(",")));

function isHost(text: string): boolean {
  const url = URL.parse(`http://${text.includes(":") ? `[${text}]` : text}/`);
  return url !== null && url.hostname.replace(/^\[(.*)\]$/, "$1") === text.toLowerCase();
}
