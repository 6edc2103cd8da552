// Compiled, not run: what Google's callback gives fits ours.
import type { CredentialResponse, TokenResponse } from "@react-oauth/google";
import { useGoogleTokenSource } from "../../src/integrations/google.ts";

declare const response: CredentialResponse;
declare const tokens: TokenResponse;

export function TakesTheCredential() {
  return useGoogleTokenSource(response.credential);
}

export function TakesNothingElse() {
  // @ts-expect-error the credential, not the response around it
  useGoogleTokenSource(response);
  // @ts-expect-error nor the response of an access token
  return useGoogleTokenSource(tokens);
}
