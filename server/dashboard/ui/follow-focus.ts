/**
 * Stores the focused element. Call this function before an action that may remove the element. For example, a row's
 * Remove button removes the row and the button. Call the returned function after the action. The returned function
 * moves the focus to `next`, or to the `main` element if `next` is null. If the user has moved the focus in the
 * meantime, the returned function does nothing.
 */
export function followFocus(): (next: HTMLElement | null) => void {
  const pressed = document.activeElement;
  return (next) => {
    const now = document.activeElement;
    if (now === pressed || now === document.body) (next ?? document.querySelector("main"))?.focus();
  };
}
