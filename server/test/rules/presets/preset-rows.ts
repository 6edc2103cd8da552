import type { ProviderName } from "assistant-cloud-server";
import { authServices } from "./rows/auth-services.ts";
import { cloudPlatforms } from "./rows/cloud-platforms.ts";
import { ownIssuers } from "./rows/own-issuers.ts";
import type { PresetRows } from "./rows/preset-row.ts";

/**
 * The exact rule that each preset must create from an input. In the integration tests, the first row of a preset also
 * configures the simulated provider.
 */
export const presetRows: PresetRows<ProviderName> = {
  clerk: authServices.clerk,
  auth0: authServices.auth0,
  supabase: cloudPlatforms.supabase,
  firebase: cloudPlatforms.firebase,
  stytch: authServices.stytch,
  "stytch-b2b": authServices["stytch-b2b"],
  kinde: authServices.kinde,
  workos: authServices.workos,
  logto: authServices.logto,
  descope: authServices.descope,
  "better-auth": ownIssuers["better-auth"],
  keycloak: ownIssuers.keycloak,
  cognito: cloudPlatforms.cognito,
  entra: cloudPlatforms.entra,
  google: cloudPlatforms.google,
  oidc: ownIssuers.oidc,
};
