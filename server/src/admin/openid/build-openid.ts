import type { Hono } from "hono";
import type { AuthoritySettings } from "../../config/authority-settings.ts";
import type { OpenIdSettings } from "../../config/read-openid-settings.ts";
import type { AuthorityStorage } from "../../storage/authority-storage.ts";
import { createOpenIdAttempts } from "./openid-attempts.ts";
import { createOpenIdProvider } from "./openid-provider.ts";
import { CALLBACK_PATH, createOpenIdApp, type OpenIdDependencies } from "./openid-routes.ts";

/** Creates the routes of the sign-in with the team's OpenID provider. */
export function buildOpenId(
  storage: AuthorityStorage,
  settings: AuthoritySettings,
  openId: OpenIdSettings,
  shared: Pick<OpenIdDependencies, "account" | "limit" | "addressOf">,
): Hono {
  const { issuer, onFault } = settings;
  return createOpenIdApp({
    issuer,
    provider: createOpenIdProvider(openId, `${issuer}${CALLBACK_PATH}`, settings.providerNetwork),
    attempts: createOpenIdAttempts(storage, settings),
    ...shared,
    onFault,
  });
}
