import "./button.css";
import type { ComponentProps } from "react";

interface ButtonProps extends ComponentProps<"button"> {
  /** `primary` for the page's main action, `danger` for a destructive one. Default: `plain`. */
  kind?: "primary" | "danger" | "plain" | "quiet";
  /** Whether an action is running. The button then keeps its focus and ignores clicks. Default: false. */
  isBusy?: boolean;
}

/** A button. While busy it uses `aria-disabled`, since `disabled` would lose the focus. */
export function Button({ kind = "plain", isBusy = false, className, onClick, ...rest }: ButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      className={className === undefined ? "button" : `button ${className}`}
      data-kind={kind}
      aria-disabled={isBusy || undefined}
      onClick={isBusy ? (event) => event.preventDefault() : onClick}
    />
  );
}
