import type { ProviderName } from "assistant-cloud-server";
import { auth0Tokens } from "./fixtures/auth0.ts";
import { betterAuthTokens } from "./fixtures/better-auth.ts";
import { clerkTokens } from "./fixtures/clerk.ts";
import { cognitoTokens } from "./fixtures/cognito.ts";
import { descopeTokens } from "./fixtures/descope.ts";
import { entraTokens } from "./fixtures/entra.ts";
import { firebaseTokens } from "./fixtures/firebase.ts";
import { googleTokens } from "./fixtures/google.ts";
import { keycloakTokens } from "./fixtures/keycloak.ts";
import { kindeTokens } from "./fixtures/kinde.ts";
import { logtoTokens } from "./fixtures/logto.ts";
import { oidcTokens } from "./fixtures/oidc.ts";
import { stytchTokens } from "./fixtures/stytch.ts";
import { stytchB2bTokens } from "./fixtures/stytch-b2b.ts";
import { supabaseTokens } from "./fixtures/supabase.ts";
import { workosTokens } from "./fixtures/workos.ts";
import type { TokenFixture } from "./token-fixture.ts";

/** The documented tokens of every provider that has a preset. */
export const fixtures: { readonly [P in ProviderName]: readonly TokenFixture<P>[] } = {
  clerk: clerkTokens,
  auth0: auth0Tokens,
  supabase: supabaseTokens,
  firebase: firebaseTokens,
  stytch: stytchTokens,
  "stytch-b2b": stytchB2bTokens,
  kinde: kindeTokens,
  workos: workosTokens,
  logto: logtoTokens,
  descope: descopeTokens,
  "better-auth": betterAuthTokens,
  keycloak: keycloakTokens,
  cognito: cognitoTokens,
  entra: entraTokens,
  google: googleTokens,
  oidc: oidcTokens,
};
