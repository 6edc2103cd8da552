// Compiled, not run: the credential of Google's callback must fit the hook's parameter.
import type { CredentialResponse, TokenResponse } from "@react-oauth/google";
import { useGoogleTokenSource } from "../../src/integrations/google.ts";

declare const response: CredentialResponse;
declare const tokens: TokenResponse;

export function TakesTheCredential() {
  return useGoogleTokenSource(response.credential);
}

export function TakesNothingElse() {
  // @ts-expect-error takes the credential, not the response around it
  useGoogleTokenSource(response);
  // @ts-expect-error does not take the response of an access token
  return useGoogleTokenSource(tokens);
}
