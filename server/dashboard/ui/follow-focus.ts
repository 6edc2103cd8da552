/**
 * Remembers the focused element. Call this function before an action that may remove that element, such as the Remove
 * button of a row. Returns a function that moves the focus to `next` after the action, or to the `main` element if
 * `next` is null. If the user has moved the focus in the meantime, the returned function does nothing.
 */
export function followFocus(): (next: HTMLElement | null) => void {
  const pressed = document.activeElement;
  return (next) => {
    const now = document.activeElement;
    if (now === pressed || now === document.body) (next ?? document.querySelector("main"))?.focus();
  };
}
