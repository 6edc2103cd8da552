import { type RefObject, useEffect } from "react";

/**
 * Focuses the first invalid control of a form after a failed submission.
 *
 * @param refusal the error of the failed submission, a new object each time; null if the submission did not fail
 */
export function useFocusInvalid(form: RefObject<HTMLElement | null>, refusal: object | null): void {
  useEffect(() => {
    if (refusal !== null) form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [form, refusal]);
}
