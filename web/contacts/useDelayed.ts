import { useEffect, useState } from "preact/hooks";

/** A value once it has stayed the same for so long (ms): what is typed is asked for when typing rests. */
export function useDelayed<T>(value: T, wait: number): T {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), wait);
    return () => clearTimeout(timer);
  }, [value, wait]);
  return settled;
}
