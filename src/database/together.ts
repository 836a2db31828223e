/**
 * Does writes of one transaction that need nothing of one another, and may come to the database in any order: while it
 * works at one, the next is made and sent. One at most waits behind another, since the driver keeps no longer queue.
 * Throws what the first that failed has thrown, once none is under way.
 */
export async function together(...writes: readonly (() => Promise<unknown>)[]): Promise<void> {
  let running: Promise<unknown> = Promise.resolve();
  for (const write of writes) {
    const next = write();
    // Where it cannot even be made, it fails before the one under way has ended; that is told when its turn comes.
    next.catch(() => {});
    await running.catch(async (error) => {
      // It fails as well: the database does nothing more in a transaction that has failed.
      await next.catch(() => {});
      throw error;
    });
    running = next;
  }
  await running;
}
