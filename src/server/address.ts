import type { IncomingMessage } from "node:http";
import { isIPv6 } from "node:net";
import proxyAddr from "proxy-addr";

/** Tells where requests come from, past the proxies whose word is taken. */
export class Addresses {
  readonly #trust: (address: string, distance: number) => boolean;

  /** Proxies by their addresses, or how many there are; null for none, so that nobody's word is taken. */
  constructor(proxies: readonly string[] | number | null) {
    if (proxies === null) this.#trust = () => false;
    else if (typeof proxies === "number") this.#trust = (_, distance) => distance < proxies;
    else this.#trust = proxyAddr.compile([...proxies]);
  }

  /**
   * The address of the client: that of the connection, or, from a trusted proxy, the last of X-Forwarded-For that is not
   * one itself. IPv6 as its network of 64 bits, of which one client has all addresses (RFC 6177).
   */
  of(request: IncomingMessage): string {
    return network(proxyAddr(request, this.#trust) ?? "");
  }

  /** Did it come to the proxy through TLS? */
  isSecure({ socket, headers }: IncomingMessage): boolean {
    const said = headers["x-forwarded-proto"];
    return said === "https" && this.#trust(socket.remoteAddress ?? "", 0);
  }
}

function network(address: string): string {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, "").split("%", 1)[0] ?? "";
  if (!isIPv6(plain)) return plain;
  const [start = "", end] = plain.toLowerCase().split("::");
  const given = start === "" ? [] : start.split(":");
  const after = end === undefined || end === "" ? 0 : end.split(":").length;
  const zeros = end === undefined ? 0 : 8 - given.length - after;
  const groups = [...given, ...Array<string>(Math.max(0, zeros)).fill("0"), ...(end ?? "").split(":")];
  return `${groups.slice(0, 4).join(":")}::/64`;
}
