import type { TokenSource } from "../core/token-source.ts";
import { keyOf } from "./call-source.ts";
import type { TabLink, TabMessage } from "./tab-link.ts";

/** What an engine does with the news of other tabs. */
export interface TabNews {
  /** Another tab holds a token; `age` in milliseconds, null when it did not say. */
  onToken(token: unknown, age: number | null): void;
  /** Another tab's source says that nobody is signed in. */
  onSignOut(): void;
  /** Another tab has signed out, and perhaps in again, while this one heard nothing. */
  onMissedSignOut(): void;
  /** Another tab has no token and asks for one. */
  onAsk(): void;
}

/** An engine's part in the tabs of one user and workspace. */
export interface TabMembership {
  /** The link while it takes part and is not alone by nature; else null. */
  readonly link: TabLink | null;
  /** Takes part from now on; returns a function that ends it. */
  connect(): () => void;
  /** Goes over to the tabs of another source, if it takes part. */
  move(): void;
}

/** A tab with another version of this package may say anything. */
const isAge = (age: unknown): age is number => typeof age === "number" && age >= 0 && age < Number.POSITIVE_INFINITY;

/** Makes the membership of an engine whose present source `sourceOf` gives; without a key it stays alone. */
export function createTabMembership(
  sourceOf: () => TokenSource,
  linkTabs: (source: TokenSource) => TabLink | null,
  news: TabNews,
): TabMembership {
  let link: TabLink | null = null;
  let part: "none" | "taken" | "ending" = "none";
  let leave = () => {};
  /** The link that was used last: it knows what the tab has missed since it left. */
  let last: { key: string; kind: string; link: TabLink | null } | null = null;

  function linkOf(source: TokenSource): TabLink | null {
    const key = keyOf(source);
    if (key === null || source.isPending) return null;
    if (last?.key !== key || last.kind !== source.kind) last = { key, kind: source.kind, link: linkTabs(source) };
    return last.link;
  }

  function hear(message: Partial<TabMessage> | null): void {
    if (message?.type === "token") news.onToken(message.token, isAge(message.age) ? message.age : null);
    else if (message?.type === "ask") news.onAsk();
    else if (message?.type === "signed_out") news.onSignOut();
  }

  function join(): void {
    leave();
    link = linkOf(sourceOf());
    const close = link?.open(hear, news.onMissedSignOut);
    leave = () => {
      link = null;
      close?.();
    };
  }

  function end(): void {
    part = "none";
    leave();
  }

  return {
    get link() {
      return link;
    },
    connect() {
      if (part === "none") join();
      part = "taken";
      let isOver = false;
      return () => {
        // A second call would end the part that another driver has taken since.
        if (isOver) return;
        isOver = true;
        part = "ending";
        // StrictMode and hot reload connect again at once: what the other tabs were asked, they may still answer.
        void Promise.resolve().then(() => {
          if (part === "ending") end();
        });
      };
    },
    move() {
      if (part === "taken") join();
      else end();
    },
  };
}
