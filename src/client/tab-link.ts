import { type Clock, trySetTimer } from "./clock.ts";
import { ignore } from "./platform/attempt.ts";
import { type Cancellation, createCancellation, signalInit } from "./platform/cancellation.ts";
import { onPageEvent } from "./platform/page-events.ts";
import { hasTabChannels, openTabChannel, type TabChannel } from "./platform/tab-channel.ts";
import { findLocks } from "./platform/tab-locks.ts";
import { createTabPresence } from "./platform/tab-presence.ts";

/** A message between the tabs that share tokens. */
export type TabMessage =
  /**
   * Announces the sender's token; `age` is the token's age in milliseconds, as the sender estimates it. `afterSignOut`
   * is what `lastSignOut()` returned when a tab requested the token.
   */
  | { type: "token"; token: string; age: number; afterSignOut: string | null }
  /** Requests a token from the tabs that have one, so that the sender does not have to call the token source. */
  | { type: "ask" }
  /** Announces that the user has signed out. */
  | { type: "signed_out" };

/**
 * The right to call the token source. Only one tab at a time has this right, unless a tab's wait for its turn has timed
 * out.
 */
export interface Turn {
  /** Whether another tab passed the turn to this tab. The other tab's token may not have arrived yet. */
  readonly waited: boolean;
  /** Passes the turn to the next tab. */
  end(): void;
}

/** Connects the tabs of one browser that share the tokens of a user and workspace. */
export interface TabLink {
  /**
   * Starts to receive messages. Returns a function that stops receiving and releases the channel, locks and listeners.
   *
   * @param receive called for each message. The first argument is the message, which may have any shape. The second
   *   argument is the number of milliseconds since the message was sent. A frozen tab receives messages late
   * @param onMissedSignOut called if another tab signed out while this tab received no messages, for example in the
   *   back-forward cache
   */
  open(receive: (message: Partial<TabMessage> | null, delay: number) => void, onMissedSignOut: () => void): () => void;
  send(message: TabMessage): void;
  /**
   * Resolves when it is this tab's turn to call the token source. After 5 seconds, or at a cancellation, resolves
   * without waiting further for the other tabs.
   */
  takeTurn(cancellation: Cancellation): Promise<Turn>;
  /** Returns a value that changes with each sign-out; null before the first sign-out, or if no storage is available. */
  lastSignOut(): string | null;
  /** Returns whether other tabs that share the token may be open. */
  hasPeers(): boolean;
}

/**
 * Returns the milliseconds since `sentAt`; 0 if `sentAt` is unknown. `sentAt` is on the wall clock, which all tabs
 * share.
 */
function delayOf(sentAt: unknown, now: number): number {
  return typeof sentAt === "number" ? Math.max(0, now - sentAt) || 0 : 0;
}

/**
 * The longest time that a tab waits for its turn, in milliseconds. After this time, the tab calls the token source
 * without a turn, because the lock may belong to a page that no longer runs.
 */
const TURN_WAIT_MS = 5_000;

/**
 * Creates the link between the tabs that share tokens. The link needs Web Locks and BroadcastChannel. Returns null when
 * the browser lacks one of these APIs. If the browser refuses to open a channel, the tab sends and receives no
 * messages.
 *
 * A tab acquires a lock before it calls the token source, then sends the token to the other tabs. The browser releases
 * the lock of a closed tab. No tab holds a lock between calls, because a lock would prevent the browser from freezing
 * the tab. A page closes its channel when it enters the back-forward cache, and reopens the channel when it is shown
 * again.
 *
 * @param scope identifies the tabs: the base URL, and the source's kind and key; never leaves this browser
 */
export function createTabLink(scope: string, clock: Clock): TabLink | null {
  const locks = findLocks();
  if (locks === null || !hasTabChannels()) return null;
  const name = `assistant-cloud-auth:${scope}`;
  const presence = createTabPresence(scope);
  let channel: TabChannel | null = null;
  let isRefused = false;
  /**
   * What `lastSignOut()` returned when this tab last closed its channel; undefined while no channel has been closed.
   */
  let leftAt: string | null | undefined;
  let leave = ignore;
  let endTurn = ignore;

  const send = (message: TabMessage) => {
    // Open tabs record themselves again when they receive this message, so this drops only the records of crashed tabs.
    if (message.type === "ask") presence.removeOthers();
    if (message.type === "signed_out") presence.markSignOut();
    channel?.send({ ...message, sentAt: clock.wall() });
  };

  const enter = (...[receive, onMissedSignOut]: Parameters<TabLink["open"]>) => {
    leave();
    const entered = openTabChannel(name, (message) => {
      presence.enter();
      const received = message as (Partial<TabMessage> & { sentAt?: unknown }) | null;
      receive(received, delayOf(received?.sentAt, clock.wall()));
    });
    isRefused = entered === null;
    if (entered === null) return;
    channel = entered;
    presence.enter();
    if (leftAt !== undefined) {
      if (leftAt !== presence.lastSignOut()) onMissedSignOut();
      // The user may have signed in again in another tab in the meantime.
      send({ type: "ask" });
    }
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
    open(...listeners) {
      enter(...listeners);
      const stopShow = onPageEvent<PageTransitionEvent>("window", "pageshow", ({ persisted }) => {
        if (persisted) enter(...listeners);
      });
      const stopHide = onPageEvent("window", "pagehide", () => leave());
      return () => {
        stopShow();
        stopHide();
        leave();
      };
    },
    send,
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
    lastSignOut: presence.lastSignOut,
    hasPeers: () => channel !== null && presence.hasOthers(),
  };
}
