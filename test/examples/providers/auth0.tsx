import { Auth0Provider, useAuth0 } from "@auth0/auth0-react";
import { AssistantCloudProvider } from "assistant-cloud-auth";
import { useAuth0TokenSource } from "assistant-cloud-auth/auth0";
import type { ReactNode } from "react";

export function App({ children }: { children: ReactNode }) {
  return (
    <Auth0Provider
      domain="tenant.eu.auth0.com"
      clientId="your-client-id"
      authorizationParams={{ redirect_uri: window.location.origin, audience: "https://api.example.com" }}
      useRefreshTokens
      cacheLocation="localstorage"
    >
      <Cloud>{children}</Cloud>
    </Auth0Provider>
  );
}

function Cloud({ children }: { children: ReactNode }) {
  const tokenSource = useAuth0TokenSource(useAuth0());
  return (
    <AssistantCloudProvider baseUrl="https://proj-0example.assistant-api.com" tokenSource={tokenSource}>
      {children}
    </AssistantCloudProvider>
  );
}
