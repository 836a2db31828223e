import pg from "pg";

/** Hears the notifications (LISTEN) of one channel, for as long as it takes. */
export interface Listening {
  close(): Promise<void>;
}

/**
 * Listens on a connection of its own. Where that breaks, or no longer answers, another is made. `heard` gets what was
 * notified, and null when it begins to listen. `failed` hears why, once for each time that it no longer works.
 */
export function listenPostgres(
  settings: pg.ClientConfig,
  channel: string,
  heard: (payload: string | null) => void,
  failed: (error: unknown) => void,
): Listening {
  let client: pg.Client | null = null;
  let timer: NodeJS.Timeout | undefined;
  let isClosed = false;
  let failures = 0;

  const lose = (lost: pg.Client, error: unknown) => {
    if (client !== lost) return;
    client = null;
    clearTimeout(timer);
    void lost.end().catch(() => {}); // It is broken: there is nobody to tell.
    if (isClosed) return;
    if (failures++ === 0) failed(error);
    timer = setTimeout(connect, Math.min(50 * 2 ** failures, SLOWEST_RETRY_MS)).unref();
  };

  const check = (checked: pg.Client) => {
    timer = setTimeout(async () => {
      // A connection can be gone without a word.
      const silence = setTimeout(() => {
        lose(checked, new Error("The connection that listens does not answer"));
      }, ANSWER_WITHIN_MS).unref();
      try {
        await checked.query("SELECT 1");
        if (client === checked) check(checked);
      } catch (error) {
        lose(checked, error);
      } finally {
        clearTimeout(silence);
      }
    }, CHECK_EVERY_MS).unref();
  };

  const connect = async () => {
    const next = new pg.Client({ ...settings, keepAlive: true, connectionTimeoutMillis: ANSWER_WITHIN_MS });
    client = next;
    next.on("error", (error) => lose(next, error));
    next.on("end", () => lose(next, new Error("The connection that listens was closed")));
    next.on("notification", ({ payload = "" }) => heard(payload));
    try {
      await next.connect();
      await next.query(`LISTEN ${pg.escapeIdentifier(channel)}`);
      if (client !== next) return;
      failures = 0;
      check(next);
      heard(null);
    } catch (error) {
      lose(next, error);
    }
  };
  void connect();

  return {
    close: async () => {
      isClosed = true;
      clearTimeout(timer);
      const last = client;
      client = null;
      await last?.end().catch(() => {}); // Broken or not, it is not needed any more.
    },
  };
}

const CHECK_EVERY_MS = 10_000;
const ANSWER_WITHIN_MS = 5000;
const SLOWEST_RETRY_MS = 5000;
