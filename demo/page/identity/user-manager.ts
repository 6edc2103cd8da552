import { InMemoryWebStorage, UserManager, WebStorageStateStore } from "oidc-client-ts";
import type { DemoConfig } from "../../config.ts";

/**
 * Creates the page's OpenID client. It uses the authorization code flow with PKCE, and stores the user only in memory.
 */
export function createUserManager({ issuer, clientId }: DemoConfig): UserManager {
  const callback = `${location.origin}/callback.html`;
  return new UserManager({
    authority: issuer,
    client_id: clientId,
    redirect_uri: `${location.origin}/`,
    post_logout_redirect_uri: `${location.origin}/`,
    silent_redirect_uri: callback,
    popup_redirect_uri: callback,
    scope: "openid profile",
    automaticSilentRenew: false,
    silentRequestTimeoutInSeconds: 8,
    // After a reload, the page signs in silently with the person's session at the provider, so memory is enough.
    userStore: new WebStorageStateStore({ store: new InMemoryWebStorage() }),
    stateStore: new WebStorageStateStore({ store: sessionStorage }),
    popupWindowFeatures: { width: 460, height: 560 },
  });
}
