import { vi } from "vitest";
import { createChannelClass, createLockManager, createStorage } from "../../support/simulated-browser.ts";
import { SimulatedRequest } from "./simulated-cloud.ts";

const undoSteps: (() => void)[] = [];

/**
 * Replaces a property. {@link restorePlatform} restores the original. If `owner` is `globalThis`, a null `descriptor`
 * deletes the property. For any other owner, a null `descriptor` sets the property to undefined.
 */
export function replace(owner: object, key: string, descriptor: PropertyDescriptor | null): void {
  const original = Object.getOwnPropertyDescriptor(owner, key);
  undoSteps.push(() => {
    if (original === undefined) Reflect.deleteProperty(owner, key);
    else Object.defineProperty(owner, key, original);
  });
  if (descriptor === null && owner === globalThis) Reflect.deleteProperty(owner, key);
  else Object.defineProperty(owner, key, { configurable: true, ...(descriptor ?? { value: undefined }) });
}

export function restorePlatform(): void {
  for (const step of undoSteps.splice(0).reverse()) step();
  vi.useRealTimers();
}

class CountingTarget extends EventTarget {
  readonly #present = new Map<string, Set<unknown>>();

  get count(): number {
    return [...this.#present.values()].reduce((sum, { size }) => sum + size, 0);
  }

  override addEventListener(...args: Parameters<EventTarget["addEventListener"]>): void {
    const [type, listener] = args;
    this.#present.set(type, (this.#present.get(type) ?? new Set()).add(listener));
    super.addEventListener(...args);
  }

  override removeEventListener(...args: Parameters<EventTarget["removeEventListener"]>): void {
    const [type, listener] = args;
    this.#present.get(type)?.delete(listener);
    super.removeEventListener(...args);
  }
}

/**
 * Installs simulated browser APIs, fake timers and a predictable `Math.random`.
 * @param globals values that replace the globals with the same names; null removes a global
 */
export function installPlatform(globals: Record<string, unknown> = {}) {
  vi.useFakeTimers({
    toFake: ["setTimeout", "clearTimeout", "setInterval", "clearInterval", "Date", "performance"],
    now: new Date("2026-01-01T00:00:00Z"),
  });
  const locks = createLockManager();
  const Channel = createChannelClass();
  const browser = {
    window: new CountingTarget(),
    document: Object.assign(new CountingTarget(), { visibilityState: "visible" }),
    navigator: { product: "Gecko", onLine: true, locks },
    BroadcastChannel: Channel,
    Request: SimulatedRequest,
    localStorage: createStorage(),
    sessionStorage: createStorage(),
    reportError: (error: unknown) => void reported.push(error),
  };
  const reported: unknown[] = [];
  const warned: unknown[] = [];
  for (const [name, value] of Object.entries({ ...browser, ...globals })) {
    replace(globalThis, name, value === null ? null : { value, writable: true });
  }
  replace(console, "warn", { value: (text: unknown) => void warned.push(text), writable: true });
  // Every run draws the same numbers. Each number differs slightly, because two tabs must not get the same one.
  let drawn = 0.5;
  replace(Math, "random", { value: () => (drawn += 1e-9), writable: true });
  return {
    window: browser.window,
    document: browser.document,
    /** Errors that code has passed to `reportError`. */
    reported,
    /** Texts that code has passed to `console.warn`. */
    warned,
    /**
     * Counts the timers, listeners, channels and locks in use. All counts must be zero after all engines are disposed.
     */
    leftOver: () => ({
      timers: vi.getTimerCount(),
      listeners: browser.window.count + browser.document.count,
      channels: Channel.count,
      locks: locks.counts().held + locks.counts().waiting,
    }),
  };
}
