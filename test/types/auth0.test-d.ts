// Compiled, not run: the SDK's types must fit the hook's parameters.
import type { Auth0ContextInterface, useAuth0 } from "@auth0/auth0-react";
import { type Auth0Auth, useAuth0TokenSource } from "../../src/integrations/auth0.ts";

declare const auth0: ReturnType<typeof useAuth0>;
auth0 satisfies Auth0Auth;
declare const typed: Auth0ContextInterface<{ sub: string; org_id: string }>;
typed satisfies Auth0Auth;

export function Accepts() {
  useAuth0TokenSource(auth0);
  useAuth0TokenSource(auth0, { token: "id" });
  useAuth0TokenSource(auth0, { audience: "https://api.example.com" });
  // @ts-expect-error only the ID token and the access token exist
  useAuth0TokenSource(auth0, { token: "refresh" });
  // @ts-expect-error the hook takes the result of useAuth0, not one of its functions
  useAuth0TokenSource(auth0.getAccessTokenSilently);
}
