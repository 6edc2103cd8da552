import type { CSSProperties, ReactNode, Ref } from "react";
import { type AuthErrorMessages, authErrorMessage } from "../core/auth-error-message.ts";
import type { AssistantCloudAuthError } from "../core/errors.ts";

export interface DefaultAuthErrorProps {
  /**
   * A ref to the alert. The boundary moves the focus to the alert if the focused element was inside the removed
   * children.
   */
  alert: Ref<HTMLElement>;
  error: AssistantCloudAuthError;
  isRetrying: boolean;
  willRetry: boolean;
  messages: AuthErrorMessages | null | undefined;
  retry(): void;
  onSignIn: (() => void) | undefined;
}

// No colors or font are set, so the fallback inherits the page's.
const box: CSSProperties = {
  display: "flex",
  flexWrap: "wrap",
  alignItems: "center",
  gap: "0.5em 1em",
  padding: "1em",
};
const button: CSSProperties = {
  padding: "0.4em 0.9em",
  border: "1px solid",
  borderRadius: "0.4em",
  background: "none",
  color: "inherit",
  font: "inherit",
  cursor: "pointer",
};

/** Renders the default fallback of an {@link AuthErrorBoundary}: one sentence and at most one button. */
export function DefaultAuthError({
  alert,
  error,
  isRetrying,
  willRetry,
  messages,
  retry,
  onSignIn,
}: DefaultAuthErrorProps): ReactNode {
  const unreachable = authErrorMessage(null, messages);
  const message = authErrorMessage(error, messages);
  // The engine does not retry, so the user must not wait for it.
  const { text, action, label } = message.action === "wait" && !willRetry ? unreachable : message;
  const signsIn = action === "sign_in" && typeof onSignIn === "function";
  // Without `onSignIn`, the button cannot sign the user in. The user signs in elsewhere in the app, so the button
  // offers a retry.
  const buttonText = action === "sign_in" && !signsIn ? unreachable.label : label;
  return (
    <section ref={alert} role="alert" aria-busy={isRetrying} tabIndex={-1} style={box}>
      {text}
      {buttonText !== null && (
        // `disabled` would remove the focus, so use `aria-disabled`.
        <button
          type="button"
          style={button}
          aria-disabled={isRetrying}
          onClick={() => (signsIn ? onSignIn() : retry())}
        >
          {buttonText}
        </button>
      )}
    </section>
  );
}
