import { type RefObject, useEffect } from "react";

/**
 * Focuses the first invalid control of a form after a failed submission.
 *
 * @param refusal why the submission failed, a new object each time; null if it did not fail
 */
export function useFocusInvalid(form: RefObject<HTMLElement | null>, refusal: object | null): void {
  useEffect(() => {
    if (refusal !== null) form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [form, refusal]);
}
