import { attempt } from "./attempt.ts";

/**
 * Listens to an event of the page, or of a worker's global scope. Does nothing if the platform lacks the `target`.
 *
 * @returns a function that stops listening
 */
export function onPageEvent<E extends Event>(
  target: "window" | "document",
  type: string,
  listener: (event: E) => void,
): () => void {
  const listen = () => {
    const found: EventTarget = target === "document" ? document : (globalThis.window ?? globalThis);
    let live = true;
    const handle = (event: Event) => {
      if (live) listener(event as E);
    };
    found.addEventListener(type, handle);
    return () => {
      live = false;
      attempt(() => found.removeEventListener(type, handle));
    };
  };
  return attempt(listen) ?? (() => {});
}

/**
 * Calls `callback` when the page is shown, focused, restored or resumed, or when the browser goes online. At these
 * times, timers may be late or the network may be back. `isBackOnline` is true only when the browser goes online.
 *
 * @returns a function that stops listening
 */
export function onWake(callback: (isBackOnline: boolean) => void): () => void {
  const wake = () => callback(false);
  const stops = [
    onPageEvent("document", "visibilitychange", () => isVisible() && wake()),
    onPageEvent("document", "resume", wake),
    onPageEvent("window", "pageshow", wake),
    onPageEvent("window", "focus", wake),
    onPageEvent("window", "online", () => callback(true)),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}

/**
 * Calls `callback` when the page may be about to unload. The page may also stay, for example when the navigation is a
 * download. Listen only as long as needed, because a `beforeunload` listener prevents Firefox from storing the page in
 * its back-forward cache.
 *
 * @returns a function that stops listening
 */
export function onLeave(callback: () => void): () => void {
  const stops = ["beforeunload", "pagehide"].map((type) => onPageEvent("window", type, callback));
  return () => {
    for (const stop of stops) stop();
  };
}

function isVisible(): boolean {
  return attempt(() => document.visibilityState) !== "hidden";
}
