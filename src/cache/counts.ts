/** What a cache was asked for until now, and what became of what it held. */
export class CacheCounts {
  hits = 0;
  misses = 0;
  /** Let go since something that it was made of changed. */
  evicted = 0;
  /** Let go since there was no room for it. */
  displaced = 0;
}
