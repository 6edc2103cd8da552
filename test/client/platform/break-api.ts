import { replace } from "./simulated-platform.ts";

export type Fault =
  | "is missing"
  | "throws on access"
  | "throws on construction"
  | "throws on use"
  | "throws on enumeration"
  | "rejects"
  | "never settles";

const refuse = (): never => {
  throw new DOMException("The operation is insecure.", "SecurityError");
};

/** Returns whether Vitest is the caller. Vitest accesses timers even during a test, and must not get an error. */
const isTestRunner = () => new Error().stack?.includes("withSafeTimers") === true;

type Owner = Record<string, unknown>;
type Class = new (...args: never[]) => object;

/** Returns a subclass whose instances throw at every method call. */
function unusable(Native: Class): Class {
  return class extends Native {
    constructor(...args: never[]) {
      super(...args);
      for (const [name, { value }] of Object.entries(Object.getOwnPropertyDescriptors(Native.prototype))) {
        if (typeof value === "function" && name !== "constructor") Object.defineProperty(this, name, { value: refuse });
      }
    }
  };
}

function isClass(value: unknown): value is Class {
  return typeof value === "function" && value.prototype !== undefined && Object.hasOwn(value.prototype, "constructor");
}

/** Makes the API at `path` below `root` fail. An example of a path is `navigator.locks.request`. */
export function breakApi(path: string, fault: Fault, root: object = globalThis): void {
  const keys = path.split(".");
  const key = keys.pop() ?? "";
  const owner = keys.reduce((parent, name) => parent[name] as Owner, root as Owner);
  const own = Object.getOwnPropertyDescriptor(owner, key);
  const native = own === undefined ? owner[key] : own.value;
  const broken: Record<Fault, PropertyDescriptor | null> = {
    "is missing": null,
    "throws on access": { get: () => (isTestRunner() ? native : refuse()), set: () => {} },
    "throws on construction": {
      value: class {
        constructor() {
          refuse();
        }
      },
    },
    "throws on use": { value: isClass(native) ? unusable(native) : refuse },
    "throws on enumeration": { value: new Proxy(Object(native), { ownKeys: refuse }) },
    rejects: { value: () => Promise.reject(new DOMException("Not allowed.", "NotAllowedError")) },
    "never settles": { value: () => new Promise(() => {}) },
  };
  const descriptor = broken[fault];
  replace(owner, key, descriptor === null || "get" in descriptor ? descriptor : { ...descriptor, writable: true });
}
