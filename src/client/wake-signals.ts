/**
 * Calls back whenever timers may have been late or the network is back: the page is shown, focused,
 * restored or resumed, or the browser goes online. Does nothing where there is no window.
 *
 * @returns a function that stops listening
 */
export function onWake(callback: (isBackOnline: boolean) => void): () => void {
  if (typeof window === "undefined" || typeof document === "undefined") return () => {};
  const shown = () => {
    if (document.visibilityState === "visible") callback(false);
  };
  const wake = () => callback(false);
  const online = () => callback(true);
  const signals: [EventTarget, string, () => void][] = [
    [document, "visibilitychange", shown],
    [document, "resume", wake],
    [window, "pageshow", wake],
    [window, "focus", wake],
    [window, "online", online],
  ];
  for (const [target, type, listener] of signals) target.addEventListener(type, listener);
  return () => {
    for (const [target, type, listener] of signals) target.removeEventListener(type, listener);
  };
}
