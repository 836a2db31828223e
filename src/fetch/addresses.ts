import { lookup } from "node:dns";
import { isIP, type LookupFunction } from "node:net";
import ipaddr from "ipaddr.js";

/** Is it an address of the public internet? No loopback, private, link-local, multicast, mapped or reserved one is. */
export function isPublic(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.process(address);
  if (parsed.range() !== "unicast") return false;
  // Of IPv6, 2000::/3 is all that is assigned as global unicast (RFC 4291, section 2.4; IANA).
  return parsed.kind() === "ipv4" || (parsed.toByteArray()[0] ?? 0) >> 5 === 1;
}

/** What a name, or an address as URLs have it, must not lead to. */
export class NotPublic extends Error {
  constructor(host: string, address: string) {
    super(host === address ? `${host} is no public address` : `${host} is at ${address}, no public address`);
  }
}

/** Hosts that may have addresses of private networks: names, or addresses as URLs have them. */
export type PrivateHosts = "all" | readonly string[];

/** Throws NotPublic where a URL has an address in place of a name that is no public one, and is not allowed. */
export function refuseAddress({ hostname }: URL, allowed: PrivateHosts): void {
  const host = hostname.replace(/^\[(.*)\]$/, "$1");
  if (isIP(host) !== 0 && !isPublic(host) && !mayBePrivate(host, allowed)) throw new NotPublic(host, host);
}

/**
 * Resolves a name as a connection is made, and refuses it where one of its addresses is no public one: what it is
 * resolved to is what is connected to, whatever it was a moment before.
 */
export function guardedLookup(allowed: PrivateHosts): LookupFunction {
  return (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, addresses) => {
      if (error !== null) return callback(error, "");
      const refused = addresses.find(({ address }) => !isPublic(address));
      const [first] = addresses;
      if (refused !== undefined && !mayBePrivate(hostname, allowed)) {
        return callback(new NotPublic(hostname, refused.address), "");
      }
      if (options.all === true) return callback(null, addresses);
      return callback(null, first?.address ?? "", first?.family);
    });
  };
}

function mayBePrivate(host: string, allowed: PrivateHosts): boolean {
  return allowed === "all" || allowed.includes(host.toLowerCase());
}
