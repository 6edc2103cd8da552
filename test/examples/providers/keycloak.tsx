import { AssistantCloudProvider } from "assistant-cloud-auth";
import { useKeycloakTokenSource } from "assistant-cloud-auth/keycloak";
import Keycloak from "keycloak-js";
import type { ReactNode } from "react";

export const keycloak = new Keycloak({ url: "https://auth.example.com", realm: "acme", clientId: "assistant-ui" });

/** Call it once at the start of the app; the cloud shows its loading state until it settles. */
export const start = () => keycloak.init({ onLoad: "check-sso" });

export function Cloud({ children }: { children: ReactNode }) {
  const tokenSource = useKeycloakTokenSource(keycloak);
  return (
    <AssistantCloudProvider baseUrl="https://proj-0example.assistant-api.com" tokenSource={tokenSource}>
      {children}
    </AssistantCloudProvider>
  );
}
