import { type RefObject, useEffect } from "react";

/**
 * Takes whoever types to the first control that is wrong, once it is shown as such.
 *
 * @param refusal why the form was not taken, another object each time; null when it was
 */
export function useFocusInvalid(form: RefObject<HTMLElement | null>, refusal: object | null): void {
  useEffect(() => {
    if (refusal !== null) form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [form, refusal]);
}
