import "./button.css";
import type { ComponentProps } from "react";

interface ButtonProps extends ComponentProps<"button"> {
  /**
   * The style: `primary` for the main action, `danger` for a destructive action, `quiet` without a border. Default:
   * `plain`.
   */
  kind?: "primary" | "danger" | "plain" | "quiet";
  /** Whether the button's action is running. If so, the button keeps the focus but ignores clicks. Default: false. */
  isBusy?: boolean;
}

/**
 * Shows a button. A busy button has `aria-disabled` instead of `disabled`, because a disabled button loses the focus.
 */
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
