import { UserManager } from "oidc-client-ts";

// The OpenID provider redirects popups and hidden frames to this page. This script passes the page's URL, which
// contains the provider's response, to the page that opened the popup or frame.
const manager = new UserManager({ authority: "", client_id: "", redirect_uri: "" });
const inPopup = window.opener !== null;
void (inPopup ? manager.signinPopupCallback() : manager.signinSilentCallback());
