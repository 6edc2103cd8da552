import "./button.css";
import type { ComponentProps } from "react";

interface ButtonProps extends ComponentProps<"button"> {
  /** `primary` for what the page is for, `danger` for what loses something. Default: plain. */
  kind?: "primary" | "danger" | "plain" | "quiet";
  /** Something is under way; the button stays where the focus is and does nothing more. */
  isBusy?: boolean;
}

/** A button. One that is busy keeps its focus, which one that is disabled would lose. */
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
