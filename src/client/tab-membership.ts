import type { TokenSource } from "../core/token-source.ts";
import { keyOf } from "./call-source.ts";
import { ignore } from "./platform/attempt.ts";
import type { TabLink, TabMessage } from "./tab-link.ts";

/** An engine's handlers for the messages of other tabs. */
export interface TabListener {
  /**
   * Called with another tab's token; `age` in milliseconds, null when unknown. `afterSignOut` is what
   * `TabLink.lastSignOut()` returned when a tab requested the token; null when unknown.
   */
  onToken(token: unknown, age: number | null, afterSignOut: string | null): void;
  /**
   * Called when the user has signed out in another tab, `ago` milliseconds ago. `ago` is null if this tab received no
   * messages at that time, as in the back-forward cache.
   */
  onSignOut(ago: number | null): void;
  /** Called when another tab requests a token. */
  onAsk(): void;
}

/** Makes an engine join and leave the tabs that share its tokens. */
export interface TabMembership {
  /** The link to the other tabs; null when the engine is not connected or cannot share its tokens. */
  readonly link: TabLink | null;
  /**
   * Joins the tabs that share the token source's key. Returns a function that leaves them, unless `connect` has been
   * called again since.
   */
  connect(): () => void;
  /**
   * Calls `connect` if `connect` has never been called, and returns the result. Otherwise returns a function that does
   * nothing. React runs the effects of a provider's children before the provider's own effect. The children may
   * therefore request a token before the provider calls `connect`.
   */
  connectFirst(): () => void;
  /**
   * Leaves the tabs that share the old source's key. If the engine is connected, joins the tabs that share the new
   * source's key.
   */
  switchKey(): void;
}

/** Returns whether an age is valid. A tab with another version of this package may send any value. */
const isAge = (age: unknown): age is number => typeof age === "number" && age >= 0 && age < Number.POSITIVE_INFINITY;

/**
 * Creates an engine's {@link TabMembership}. Tabs do not share the tokens of a source without a key.
 *
 * @param sourceOf returns the engine's current source
 * @param linkTabs creates the link to the tabs that share a source's tokens; null if the engine shares no tokens
 */
export function createTabMembership(
  sourceOf: () => TokenSource,
  linkTabs: ((source: TokenSource) => TabLink | null) | null,
  listener: TabListener,
): TabMembership {
  let link: TabLink | null = null;
  let connection: "none" | "taken" | "ending" = "none";
  let changes = 0;
  let leave = ignore;
  /**
   * The last link. If the engine leaves the tabs and later returns to the same key, this link detects a sign-out that
   * the tab has missed.
   */
  let last: { key: string; kind: string; link: TabLink | null } | null = null;

  function linkOf(source: TokenSource): TabLink | null {
    const key = keyOf(source);
    if (key === null || source.isPending || linkTabs === null) return null;
    if (last?.key !== key || last.kind !== source.kind) last = { key, kind: source.kind, link: linkTabs(source) };
    return last.link;
  }

  function receive(message: Partial<TabMessage> | null, delay: number): void {
    if (message?.type === "token") {
      const { token, age, afterSignOut } = message;
      listener.onToken(token, isAge(age) ? age + delay : null, typeof afterSignOut === "string" ? afterSignOut : null);
    } else if (message?.type === "ask") listener.onAsk();
    else if (message?.type === "signed_out") listener.onSignOut(delay);
  }

  function join(): void {
    leave();
    link = linkOf(sourceOf());
    const close = link?.open(receive, () => listener.onSignOut(null));
    leave = () => {
      link = null;
      close?.();
    };
  }

  function end(): void {
    connection = "none";
    leave();
  }

  function connect(): () => void {
    if (connection === "none") join();
    connection = "taken";
    changes += 1;
    const mine = changes;
    return () => {
      if (changes !== mine) return;
      changes += 1;
      connection = "ending";
      // StrictMode and hot reload reconnect at once, so leave in a microtask and keep receiving the answers of other
      // tabs.
      void Promise.resolve().then(() => {
        if (connection === "ending") end();
      });
    };
  }

  return {
    get link() {
      return link;
    },
    connect,
    connectFirst: () => (changes === 0 ? connect() : ignore),
    switchKey() {
      if (connection === "taken") join();
      else end();
    },
  };
}
