import { vi } from "vitest";

/** Returns a live set of the target's listeners. The set contains only listeners that are added after this call. */
export function watchListeners(target: EventTarget): Set<string> {
  const present = new Set<string>();
  const numbers = new Map<unknown, number>();
  const nameOf = (type: string, listener: unknown) => {
    if (!numbers.has(listener)) numbers.set(listener, numbers.size);
    return `${type} ${numbers.get(listener)}`;
  };
  const { addEventListener, removeEventListener } = target;
  vi.spyOn(target, "addEventListener").mockImplementation((type, listener, options) => {
    present.add(nameOf(type, listener));
    addEventListener.call(target, type, listener, options);
  });
  vi.spyOn(target, "removeEventListener").mockImplementation((type, listener, options) => {
    present.delete(nameOf(type, listener));
    removeEventListener.call(target, type, listener, options);
  });
  return present;
}
