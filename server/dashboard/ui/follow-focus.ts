/**
 * Remembers the focused element when an action starts that may remove it, such as the Remove button of a row. Returns a
 * function that moves the focus to another element after the action, or to the `main` element if that element is gone
 * too. It does nothing if the user has moved the focus in the meantime.
 */
export function followFocus(): (next: HTMLElement | null) => void {
  const pressed = document.activeElement;
  return (next) => {
    const now = document.activeElement;
    if (now === pressed || now === document.body) (next ?? document.querySelector("main"))?.focus();
  };
}
