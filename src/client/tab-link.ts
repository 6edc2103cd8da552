import type { Clock } from "./clock.ts";

/** What tabs of one scope tell each other. */
export type TabMessage =
  /** A token that the sender holds; `age` is the sender's estimate, in milliseconds. */
  | { type: "token"; token: string; age: number }
  /** The sender has no token and would rather not call the source. */
  | { type: "ask" }
  /** The sender's source says that nobody is signed in any more. */
  | { type: "signed_out" };

/** A tab's turn to call the source. */
export interface Turn {
  /** Another tab had the turn before; what it has got may still be on its way. */
  readonly waited: boolean;
  /** Gives the turn to the next tab. */
  end(): void;
}

/** Joins the tabs of one browser that hold tokens of the same user and workspace. */
export interface TabLink {
  /** Begins to listen, to messages of whatever shape; returns a function that ends it and leaves no channel, lock or listener. */
  open(receive: (message: Partial<TabMessage> | null) => void): () => void;
  /** Tells the other tabs. */
  send(message: TabMessage): void;
  /** Resolves when it is this tab's turn to call the source, or when waiting has lasted long enough. */
  takeTurn(signal: AbortSignal): Promise<Turn>;
  /** Whether other tabs of the scope are open; false when the browser does not say so soon. */
  hasPeers(signal: AbortSignal): Promise<boolean>;
}

/** How long a tab waits for its turn before it goes alone: a lock may be held by a page that no longer runs. */
const TURN_WAIT_MS = 5_000;
/** How long the browser may take to say who is there. */
const QUERY_WAIT_MS = 1_000;

/**
 * Makes the link of a scope with Web Locks and BroadcastChannel; null where the browser lacks either.
 *
 * Nothing is led for long: whoever gets the lock calls the source and tells the others, and a tab that is closed loses
 * its lock by itself. A page that is put into the back-forward cache lets go of both, and takes them up when shown again.
 *
 * @param scope names base URL, kind of source and key; it stays in this browser
 */
export function createTabLink(scope: string, clock: Clock): TabLink | null {
  const locks = globalThis.navigator?.locks;
  if (locks === undefined || typeof BroadcastChannel === "undefined") return null;
  const name = `assistant-cloud-auth:${scope}`;
  let channel: BroadcastChannel | null = null;
  let leave = () => {};
  let endTurn = () => {};

  function enter(receive: (message: Partial<TabMessage> | null) => void): void {
    leave();
    const entered = new BroadcastChannel(name);
    entered.onmessage = ({ data }) => receive(data);
    channel = entered;
    const here = new AbortController();
    const gone = new Promise<void>((resolve) => here.signal.addEventListener("abort", () => resolve()));
    // Held for as long as the tab takes part, so that a lonely tab need not wait for answers.
    ask(locks, `${name}:present`, { mode: "shared", signal: here.signal }, () => gone).catch(ignore);
    leave = () => {
      here.abort();
      endTurn();
      entered.close();
      channel = null;
    };
  }

  return {
    open(receive) {
      const show = ({ persisted }: PageTransitionEvent) => persisted && enter(receive);
      const hide = () => leave();
      enter(receive);
      globalThis.addEventListener?.("pageshow", show);
      globalThis.addEventListener?.("pagehide", hide);
      return () => {
        globalThis.removeEventListener?.("pageshow", show);
        globalThis.removeEventListener?.("pagehide", hide);
        leave();
      };
    },
    send: (message) => channel?.postMessage(message),
    takeTurn(signal) {
      return new Promise((resolve) => {
        const waiting = new AbortController();
        let alone = false;
        const goAlone = () => {
          alone = true;
          cancelTimer();
          waiting.abort();
          resolve({ waited: false, end: ignore });
        };
        const cancelTimer = clock.setTimer(goAlone, TURN_WAIT_MS);
        signal.addEventListener("abort", goAlone);
        const begin = async (waited: boolean) => {
          if (alone) return;
          cancelTimer();
          await new Promise<void>((end) => {
            endTurn = end;
            resolve({ waited, end });
          });
        };
        const take = async (lock: Lock | null) => {
          if (lock !== null) return begin(false);
          ask(locks, name, { signal: waiting.signal }, () => begin(true)).catch(goAlone);
        };
        ask(locks, name, { ifAvailable: true }, take).catch(goAlone);
      });
    },
    hasPeers(signal) {
      return new Promise((resolve) => {
        const answer = (hasPeers: boolean) => {
          cancelTimer();
          resolve(hasPeers);
        };
        const deny = () => answer(false);
        const cancelTimer = clock.setTimer(deny, QUERY_WAIT_MS);
        signal.addEventListener("abort", deny);
        countPresent(locks, name).then((present) => answer(present > 1), deny);
      });
    },
  };
}

async function countPresent(locks: LockManager, name: string): Promise<number> {
  const { held = [] } = await locks.query();
  return held.filter((lock) => lock.name === `${name}:present`).length;
}

/** A lock manager may throw at once, where storage is blocked, instead of rejecting. */
async function ask(
  locks: LockManager,
  name: string,
  options: LockOptions,
  whileHeld: (lock: Lock | null) => Promise<void>,
): Promise<void> {
  await locks.request(name, options, whileHeld);
}

function ignore(): void {}
