import { useEffect, useState } from "react";

/**
 * Returns the current time in milliseconds since the epoch. Rerenders the component every `intervalMs` milliseconds.
 */
export function useNow(intervalMs: number): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), intervalMs);
    return () => clearInterval(timer);
  }, [intervalMs]);
  return now;
}
