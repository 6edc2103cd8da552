/**
 * Returns the owner and name of each API that code must not call during a render. This is a function, because fake
 * timers replace some owners.
 */
const listImpure = (): [owner: object | undefined, name: string][] => [
  [Date, "now"],
  [Math, "random"],
  [performance, "now"],
  [crypto, "randomUUID"],
  [crypto, "getRandomValues"],
  [globalThis.Storage?.prototype, "getItem"],
  [globalThis.Storage?.prototype, "setItem"],
  [globalThis, "fetch"],
  [globalThis, "setTimeout"],
  [globalThis, "setInterval"],
];

/**
 * Returns whether code in `src/react`, `src/client` or `src/core` made the current call during a render. Returns false
 * in effects, and for calls that React itself makes.
 */
function isRenderingOurs(): boolean {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 200;
  const { stack = "" } = new Error();
  Error.stackTraceLimit = stackTraceLimit;
  return /\bsrc\/(react|client|core)\//.test(stack) && /beginWork|renderElement/.test(stack);
}

/**
 * Replaces the functions for the clock, randomness, storage, network and timers. A replaced function throws if code in
 * `src/react`, `src/client` or `src/core` calls it while React renders.
 * @returns `touched`: the names of the functions that threw. `restore`: restores the original functions
 */
export function forbidImpureRendering(): { touched: string[]; restore: () => void } {
  const touched: string[] = [];
  const undo: (() => void)[] = [];
  for (const [owner, name] of listImpure()) {
    if (owner === undefined) continue;
    const own = Object.getOwnPropertyDescriptor(owner, name);
    const native = (owner as Record<string, (...args: unknown[]) => unknown>)[name];
    const value = function (this: unknown, ...args: unknown[]) {
      if (!isRenderingOurs()) return native?.apply(this, args);
      touched.push(name);
      throw new Error(`${name}() was called while rendering.`);
    };
    Object.defineProperty(owner, name, { configurable: true, writable: true, value });
    undo.push(() => {
      if (own === undefined) Reflect.deleteProperty(owner, name);
      else Object.defineProperty(owner, name, own);
    });
  }
  return {
    touched,
    restore() {
      for (const step of undo.splice(0)) step();
    },
  };
}
