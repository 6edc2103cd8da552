const MAX_EVENTS = 10_000;

/** The events that were delivered, so that another delivery of one changes nothing. */
export interface DeliveredEvents {
  has(issuer: string, id: string): boolean;
  add(issuer: string, id: string): void;
}

/** Creates an empty memory of 10,000 events; the oldest make room. */
export function createDeliveredEvents(): DeliveredEvents {
  const seen = new Set<string>();
  const keyOf = (issuer: string, id: string) => JSON.stringify([issuer, id]);
  return {
    has: (issuer, id) => seen.has(keyOf(issuer, id)),
    add(issuer, id) {
      const [oldest] = seen;
      if (seen.size >= MAX_EVENTS && oldest !== undefined) seen.delete(oldest);
      seen.add(keyOf(issuer, id));
    },
  };
}
