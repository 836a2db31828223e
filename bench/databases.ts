import pg from "pg";

/** Works in a new PostgreSQL database on the server of `BENCH_DATABASE_URL`, which is dropped after. */
export async function inDatabase<T>(work: (url: string) => Promise<T>): Promise<T> {
  const url = process.env.BENCH_DATABASE_URL ?? "postgresql://postgres@127.0.0.1:5432/postgres";
  const name = `readout_bench_${process.pid}`;
  const server = new pg.Client({ connectionString: url });
  await server.connect();
  await server.query(`CREATE DATABASE ${name}`);
  try {
    const own = new URL(url);
    own.pathname = `/${name}`;
    return await work(own.href);
  } finally {
    await server.query(`DROP DATABASE ${name} WITH (FORCE)`);
    await server.end();
  }
}
