import { hash } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import packageJson from "../../../package.json" with { type: "json" };
import type { Statements } from "../../database/database.ts";
import type { Live } from "../graphql.ts";

/**
 * Tells a client that what it has is still what there is (RFC 9110, section 13), by the change log: as long as nothing
 * changed in the record, no answer did. So nothing has to be made, or read, to know.
 */
export class Validators {
  readonly #statements: Statements;
  readonly #live: Live;
  /** Cache: when the change with that number was made; null where it is not kept any more. */
  #last: { readonly seq: number; readonly at: Promise<Date | null> } | null = null;

  constructor(statements: Statements, live: Live) {
    this.#statements = statements;
    this.#live = live;
  }

  /**
   * Sets ETag and Last-Modified, before anything is read: what is read then is at least as new. True where the client
   * has it. While the log cannot be followed, nobody can tell.
   */
  async check({ headers }: IncomingMessage, response: ServerResponse, address: string): Promise<boolean> {
    if (!this.#live.isFollowing()) return false;
    const { id, last } = this.#live.follower.log;
    // Weak: what is told of one state of the record may differ in bytes.
    const tag = `W/"${hash("sha256", JSON.stringify([id, last, address, packageJson.version]), "base64url").slice(0, 22)}"`;
    response.setHeader("ETag", tag);
    const at = await this.#timeOf(last);
    // Within its second there may be other changes, which the header could not tell apart.
    const isOver = at !== null && Date.now() - at.getTime() > 2000;
    if (isOver) response.setHeader("Last-Modified", at.toUTCString());
    const known = headers["if-none-match"];
    if (known !== undefined) return known === "*" || known.split(/,\s*/).includes(tag);
    const since = Date.parse(headers["if-modified-since"] ?? "");
    return isOver && !Number.isNaN(since) && Math.floor(at.getTime() / 1000) * 1000 <= since;
  }

  #timeOf(seq: number): Promise<Date | null> {
    if (this.#last?.seq !== seq) {
      const at = this.#statements.change
        .findUnique({ where: { seq }, select: { at: true } })
        .then((change) => change?.at ?? null);
      this.#last = { seq, at };
      at.catch(() => {
        this.#last = null;
      });
    }
    return this.#last.at;
  }
}
