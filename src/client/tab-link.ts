import { type Clock, trySetTimer } from "./clock.ts";
import { type Cancellation, createCancellation, signalInit } from "./platform/cancellation.ts";
import { onPageEvent } from "./platform/page-events.ts";
import { hasTabChannels, openTabChannel, type TabChannel } from "./platform/tab-channel.ts";
import { findLocks } from "./platform/tab-locks.ts";
import { createTabPresence } from "./platform/tab-presence.ts";

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
  /**
   * Begins to listen, to messages of whatever shape; returns a function that ends it and leaves no channel, lock or listener.
   *
   * @param onMissedSignOut another tab has signed out since this one left, as into the back-forward cache
   */
  open(receive: (message: Partial<TabMessage> | null) => void, onMissedSignOut: () => void): () => void;
  /** Tells the other tabs. */
  send(message: TabMessage): void;
  /** Resolves when it is this tab's turn to call the source, or when waiting has lasted long enough. */
  takeTurn(cancellation: Cancellation): Promise<Turn>;
  /** Whether other tabs of the scope may be open. */
  hasPeers(): boolean;
}

/** How long a tab waits for its turn before it goes alone: a lock may be held by a page that no longer runs. */
const TURN_WAIT_MS = 5_000;

/**
 * Creates the link of a scope with Web Locks and BroadcastChannel; null where the browser lacks either. Where the browser
 * refuses to open a channel, the tab works alone.
 *
 * Whoever gets the lock calls the source and tells the others; a tab that is closed loses its lock by itself. No lock is
 * held between calls, because browsers freeze no tab that holds one. A page that is put into the back-forward cache closes
 * its channel, and opens it when shown again.
 *
 * @param scope names base URL, kind of source and key; it stays in this browser
 */
export function createTabLink(scope: string, clock: Clock): TabLink | null {
  const locks = findLocks();
  if (locks === null || !hasTabChannels()) return null;
  const name = `assistant-cloud-auth:${scope}`;
  const presence = createTabPresence(scope);
  let channel: TabChannel | null = null;
  let isRefused = false;
  /** What `lastSignOut()` returned when this tab left. */
  let leftAt: string | null | undefined;
  let leave = ignore;
  let endTurn = ignore;

  const enter = (...[receive, onMissedSignOut]: Parameters<TabLink["open"]>) => {
    leave();
    const entered = openTabChannel(name, (message) => {
      presence.enter();
      receive(message as Partial<TabMessage> | null);
    });
    isRefused = entered === null;
    if (entered === null) return;
    channel = entered;
    presence.enter();
    if (leftAt !== undefined && leftAt !== presence.lastSignOut()) onMissedSignOut();
    leave = () => {
      leave = ignore;
      leftAt = presence.lastSignOut();
      presence.leave();
      endTurn();
      entered.close();
      channel = null;
    };
  };

  return {
    open(...news) {
      enter(...news);
      const stopShow = onPageEvent<PageTransitionEvent>("window", "pageshow", ({ persisted }) => {
        if (persisted) enter(...news);
      });
      const stopHide = onPageEvent("window", "pagehide", () => leave());
      return () => {
        stopShow();
        stopHide();
        leave();
      };
    },
    send(message) {
      // Those that are alive enter again when they hear it.
      if (message.type === "ask") presence.removeOthers();
      if (message.type === "signed_out") presence.markSignOut();
      channel?.send(message);
    },
    takeTurn(cancellation) {
      if (isRefused) return Promise.resolve({ waited: false, end: ignore });
      return new Promise((resolve) => {
        const waiting = createCancellation();
        let alone = false;
        const goAlone = () => {
          alone = true;
          cancelTimer();
          waiting.cancel(undefined);
          resolve({ waited: false, end: ignore });
        };
        const cancelTimer = trySetTimer(clock, goAlone, TURN_WAIT_MS);
        cancellation.onCancel(goAlone);
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
          locks.request(name, signalInit(waiting.signal), () => begin(true)).catch(goAlone);
        };
        locks.request(name, { ifAvailable: true }, take).catch(goAlone);
      });
    },
    hasPeers: () => channel !== null && presence.hasOthers(),
  };
}

function ignore(): void {}
