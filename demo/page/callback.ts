import { UserManager } from "oidc-client-ts";

// The provider redirects popups and hidden frames to this page, and the page that opened them waits for its URL.
const manager = new UserManager({ authority: "", client_id: "", redirect_uri: "" });
const inPopup = window.opener !== null;
void (inPopup ? manager.signinPopupCallback() : manager.signinSilentCallback());
