import type { CSSProperties, ReactNode, Ref } from "react";
import { type AuthErrorMessages, authErrorMessage } from "../core/auth-error-message.ts";
import type { AssistantCloudAuthError } from "../core/errors.ts";

export interface DefaultAuthErrorProps {
  /** Receives the element that can take the focus. */
  alert: Ref<HTMLElement>;
  error: AssistantCloudAuthError;
  isRetrying: boolean;
  messages: AuthErrorMessages | undefined;
  retry(): void;
  onSignIn: (() => void) | undefined;
}

// Colors and font are the page's own.
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

/** What an {@link AuthErrorBoundary} without a `fallback` shows: one sentence and one button. */
export function DefaultAuthError({
  alert,
  error,
  isRetrying,
  messages,
  retry,
  onSignIn,
}: DefaultAuthErrorProps): ReactNode {
  const { text, action, label } = authErrorMessage(error, messages);
  const signsIn = action === "sign_in" && onSignIn !== undefined;
  // Without a way to sign in, what helps is to ask again after the app has signed the user in.
  const words = action === "sign_in" && !signsIn ? authErrorMessage(null, messages).label : label;
  return (
    <section ref={alert} role="alert" aria-busy={isRetrying} tabIndex={-1} style={box}>
      {text}
      {words !== null && (
        // Not `disabled`, which would take the focus away.
        <button type="button" style={button} aria-disabled={isRetrying} onClick={signsIn ? onSignIn : retry}>
          {words}
        </button>
      )}
    </section>
  );
}
