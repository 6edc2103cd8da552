type Owner = Record<string, unknown>;

/**
 * Returns the owner and name of each function that code must not call during a render. This is a function, because fake
 * timers replace some owners.
 */
const listFunctions = (): [owner: object | undefined, name: string][] => [
  [Date, "now"],
  [Math, "random"],
  [performance, "now"],
  [crypto, "randomUUID"],
  [crypto, "getRandomValues"],
  ...["digest", "encrypt", "decrypt", "sign", "verify", "generateKey", "importKey", "exportKey", "deriveKey"].map(
    (name): [object | undefined, string] => [globalThis.SubtleCrypto?.prototype, name],
  ),
  [globalThis.Storage?.prototype, "getItem"],
  [globalThis.Storage?.prototype, "setItem"],
  [globalThis.Storage?.prototype, "removeItem"],
  [globalThis, "fetch"],
  [globalThis, "setTimeout"],
  [globalThis, "setInterval"],
];

/** The classes that code must not construct during a render. `new Date(time)` is allowed, because it reads no clock. */
const CLASSES = ["Date", "BroadcastChannel"];

/**
 * Returns whether code in the folders of `src` that render made the current call during a render. Returns false in
 * effects, and for calls that React itself makes.
 */
function isRenderingOurs(): boolean {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 200;
  const { stack = "" } = new Error();
  Error.stackTraceLimit = stackTraceLimit;
  const isOurs = /\bsrc\/(react|client|core|assistant-cloud|integrations)\//.test(stack);
  return isOurs && /beginWork|renderElement/.test(stack);
}

/**
 * Replaces the functions and classes for the clock, randomness, storage, network, timers and other tabs. A replaced
 * function or class throws if code in `src` calls or constructs it while React renders.
 * @returns `touched`: the names of the functions and classes that threw. `restore`: restores the originals
 */
export function forbidImpureRendering(): { touched: string[]; restore: () => void } {
  const touched: string[] = [];
  const undo: (() => void)[] = [];
  const replace = (owner: object, name: string, value: unknown) => {
    const own = Object.getOwnPropertyDescriptor(owner, name);
    Object.defineProperty(owner, name, { configurable: true, writable: true, value });
    undo.push(() => {
      // The end of the fake timers may have restored the property already.
      if (Object.getOwnPropertyDescriptor(owner, name)?.value !== value) return;
      if (own === undefined) Reflect.deleteProperty(owner, name);
      else Object.defineProperty(owner, name, own);
    });
  };
  const refuseWhileRendering = (name: string) => {
    if (!isRenderingOurs()) return;
    touched.push(name);
    throw new Error(`${name} was used while rendering.`);
  };
  for (const [owner, name] of listFunctions()) {
    if (owner === undefined) continue;
    const native = (owner as Record<string, (...args: unknown[]) => unknown>)[name];
    replace(owner, name, function (this: unknown, ...args: unknown[]) {
      refuseWhileRendering(name);
      return native?.apply(this, args);
    });
  }
  for (const name of CLASSES) {
    const Native = (globalThis as unknown as Owner)[name] as (new (...args: unknown[]) => object) | undefined;
    if (Native === undefined) continue;
    const construct: ProxyHandler<typeof Native>["construct"] = (target, args, newTarget) => {
      if (name !== "Date" || args.length === 0) refuseWhileRendering(`new ${name}`);
      return Reflect.construct(target, args, newTarget);
    };
    replace(globalThis, name, new Proxy(Native, { construct }));
  }
  return {
    touched,
    restore() {
      for (const step of undo.splice(0).reverse()) step();
    },
  };
}
