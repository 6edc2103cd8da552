import type { Preset } from "./preset.ts";
import type { ProviderName } from "./provider-inputs.ts";
import { auth0 } from "./providers/auth0.ts";
import { betterAuth } from "./providers/better-auth.ts";
import { clerk } from "./providers/clerk.ts";
import { cognito } from "./providers/cognito.ts";
import { descope } from "./providers/descope.ts";
import { entra } from "./providers/entra.ts";
import { firebase } from "./providers/firebase.ts";
import { google } from "./providers/google.ts";
import { keycloak } from "./providers/keycloak.ts";
import { kinde } from "./providers/kinde.ts";
import { logto } from "./providers/logto.ts";
import { oidc } from "./providers/oidc.ts";
import { stytch, stytchB2b } from "./providers/stytch.ts";
import { supabase } from "./providers/supabase.ts";
import { workos } from "./providers/workos.ts";

/** All presets by provider; a form or a command line is made from their `fields`. */
export const presets: { readonly [P in ProviderName]: Preset<P> } = {
  clerk,
  auth0,
  supabase,
  firebase,
  stytch,
  "stytch-b2b": stytchB2b,
  kinde,
  workos,
  logto,
  descope,
  "better-auth": betterAuth,
  keycloak,
  cognito,
  entra,
  google,
  oidc,
};
