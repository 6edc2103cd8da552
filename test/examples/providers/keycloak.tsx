import { AssistantCloudProvider } from "assistant-cloud-auth";
import { useKeycloakTokenSource } from "assistant-cloud-auth/keycloak";
import Keycloak from "keycloak-js";
import type { ReactNode } from "react";

export const keycloak = new Keycloak({ url: "https://auth.example.com", realm: "acme", clientId: "assistant-ui" });

/** Call this function once when the app starts. Until the promise settles, the status is `loading`. */
export const start = () => keycloak.init({ onLoad: "check-sso" });

export function Cloud({ children }: { children: ReactNode }) {
  const tokenSource = useKeycloakTokenSource(keycloak);
  return (
    <AssistantCloudProvider baseUrl="https://proj-0example.assistant-api.com" tokenSource={tokenSource}>
      {children}
    </AssistantCloudProvider>
  );
}
