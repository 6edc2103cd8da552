import { AuthErrorBoundary, type AuthErrorMessages } from "assistant-cloud-auth";
import type { ReactNode } from "react";

const german: AuthErrorMessages = {
  offline: { text: "Sie sind offline. Es geht weiter, sobald Sie verbunden sind." },
  session_ended: { text: "Ihre Sitzung ist beendet.", label: "Anmelden" },
  unreachable: { text: "Der Assistent ist nicht erreichbar.", label: "Noch einmal" },
};

export function Chat({ onSignIn, children }: { onSignIn: () => void; children: ReactNode }) {
  return (
    <AuthErrorBoundary messages={german} onSignIn={onSignIn}>
      {children}
    </AuthErrorBoundary>
  );
}
