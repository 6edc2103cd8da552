import type { Tab } from "./open-tab.ts";

declare global {
  interface Window {
    /** The open channels and pending timers of the page. */
    resources: { channels: Set<BroadcastChannel>; timers: Set<number>; count(): { channels: number; timers: number } };
  }
}

/** Tracks the page's channels and timers. Call this function in the page before the page's own scripts run. */
export function countResources(): void {
  const channels = new Set<BroadcastChannel>();
  const timers = new Set<number>();
  const Channel = window.BroadcastChannel;
  const { setTimeout, setInterval, clearTimeout } = window;
  const clear = (timer: number) => {
    timers.delete(timer);
    clearTimeout(timer);
  };
  Object.assign(window, {
    resources: { channels, timers, count: () => ({ channels: channels.size, timers: timers.size }) },
    BroadcastChannel: class extends Channel {
      constructor(name: string) {
        super(name);
        channels.add(this);
      }
      override close() {
        channels.delete(this);
        super.close();
      }
    },
    setTimeout(callback: () => void, ms?: number) {
      const timer = setTimeout(() => {
        timers.delete(timer);
        callback();
      }, ms);
      timers.add(timer);
      return timer;
    },
    setInterval(callback: () => void, ms?: number) {
      const timer = setInterval(callback, ms);
      timers.add(timer);
      return timer;
    },
    // HTML has one list of timers, so `clearInterval` also clears timeouts.
    clearTimeout: clear,
    clearInterval: clear,
  });
}

/** Counts the listeners of each type on the page's window and document. */
export async function listenersOf({ devtools }: Tab): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const expression of ["window", "document"]) {
    const { result } = await devtools.send("Runtime.evaluate", { expression });
    if (result.objectId === undefined) throw new Error(`There is no ${expression}.`);
    const { listeners } = await devtools.send("DOMDebugger.getEventListeners", { objectId: result.objectId });
    for (const { type } of listeners) counts[type] = (counts[type] ?? 0) + 1;
  }
  return counts;
}
