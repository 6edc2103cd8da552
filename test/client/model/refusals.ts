import { createChannelClass, createStorage } from "../../support/simulated-browser.ts";

/** Features that a browser can block, for example because of a user setting or in a frame. */
export const refusable = ["channels", "locks", "lock requests", "storage", "online"] as const;

export type Refusable = (typeof refusable)[number];

const refuse = (): never => {
  throw new DOMException("The operation is insecure.", "SecurityError");
};

/** The simulated browser features that the caller supplies. {@link createRefusals} creates the other features. */
export interface GuardedParts {
  locks: object;
  isOnline: () => boolean;
}

/** Creates browser globals. When `refused` contains a feature, each use of the feature fails with a `SecurityError`. */
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
    /** Returns the number of open channels. */
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
