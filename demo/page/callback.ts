import { UserManager } from "oidc-client-ts";

// The provider sends popups and hidden frames back here; the page that opened them waits for the address.
const manager = new UserManager({ authority: "", client_id: "", redirect_uri: "" });
const inPopup = window.opener !== null;
void (inPopup ? manager.signinPopupCallback() : manager.signinSilentCallback());
