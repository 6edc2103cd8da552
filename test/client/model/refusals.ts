import { createChannelClass, createStorage } from "../../support/simulated-browser.ts";

/** Browser features that an app may be denied by a user setting, in a frame, or because the browser lacks them. */
export const refusable = ["channels", "locks", "lock requests", "storage", "online"] as const;

export type Refusable = (typeof refusable)[number];

const refuse = (): never => {
  throw new DOMException("The operation is insecure.", "SecurityError");
};

/** The real features that the guards wrap. */
export interface GuardedParts {
  locks: object;
  isOnline: () => boolean;
}

/** Creates the globals of a browser that denies every feature currently in the set. */
export function createRefusals() {
  const refused = new Set<Refusable>();
  const Channel = createChannelClass();
  const check = (name: Refusable) => refused.has(name) && refuse();

  class GuardedChannel extends Channel {
    constructor(name: string) {
      check("channels");
      super(name);
    }
  }

  return {
    refused,
    /** Number of open channels. */
    channels: () => Channel.count,
    globals: ({ locks, isOnline }: GuardedParts) => ({
      BroadcastChannel: GuardedChannel,
      localStorage: new Proxy(createStorage(), {
        get(storage, key) {
          check("storage");
          return Reflect.get(storage, key);
        },
        ownKeys(storage) {
          check("storage");
          return Reflect.ownKeys(storage);
        },
      }),
      navigator: {
        get locks() {
          check("locks");
          return new Proxy(locks, {
            get(target, key) {
              if (key === "request" && refused.has("lock requests")) return async () => refuse();
              return Reflect.get(target, key);
            },
          });
        },
        get onLine() {
          check("online");
          return isOnline();
        },
      },
    }),
  };
}
