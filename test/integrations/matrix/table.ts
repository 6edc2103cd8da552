import type { Cell, Situation } from "./situations.ts";

const outages = { network: "retries", "429": "retries", "503": "retries", html: "retries" } as const;
const defaults = {
  ...outages,
  expired: "signs out",
  deadTokens: "limits the renewals",
  slowLoad: "sends no credential twice",
  signInAgain: "signs the user in again",
  ownRenewal: "sends no credential twice",
  otherPerson: "uses the identity in the SDK",
  interaction: "reports `interaction_required`",
  organization: "uses the identity in the SDK",
  tabs: "shares one token between the tabs",
} as const satisfies Record<Situation, Cell>;

const noRenewal = { never: "Google issues no other credential without the user: nothing is renewed." };

/**
 * The expected outcome of every integration in every situation. Auth.js has no row, because it has no hook in
 * `src/integrations`: only the app's server can read its token, so the app uses the backend integration.
 */
export const matrix = {
  auth0: defaults,
  "better-auth": {
    ...defaults,
    slowLoad: { never: "A token is fetched with the session's cookie, which is not used up." },
    ownRenewal: { never: "A token is fetched with the session's cookie, which is not used up." },
    interaction: { never: "A server that wants another factor issues no session before." },
  },
  clerk: {
    ...defaults,
    slowLoad: { never: "A token is fetched with the session's cookie, which is not used up." },
    ownRenewal: { never: "A token is fetched with the session's cookie, which is not used up." },
  },
  cognito: {
    ...defaults,
    interaction: { never: "Cognito challenges at sign-in only; Amplify drops a session that needs more." },
  },
  descope: {
    ...defaults,
    // At every 4xx response to a refresh, Descope's SDK drops its session in this tab.
    "429": "signs out",
    slowLoad: { never: "Descope's refresh token serves for any number of refreshes." },
    ownRenewal: { never: "Descope's refresh token serves for any number of refreshes." },
    interaction: { never: "A refresh succeeds or ends the session; steps up happen at sign-in." },
  },
  entra: {
    ...defaults,
    otherPerson: "does not send the other user's token",
    organization: {
      never: "Another directory is another account, which the app passes; its `real-sdk.test.tsx` shows it.",
    },
  },
  firebase: {
    ...defaults,
    slowLoad: { never: "Firebase's refresh token serves for any number of renewals." },
    ownRenewal: { never: "Firebase's refresh token serves for any number of renewals." },
    otherPerson: { never: "A user object renews by its own refresh token, whatever the browser's storage holds." },
    interaction: { never: "Firebase asks for a second factor at sign-in only." },
  },
  google: {
    network: noRenewal,
    "429": noRenewal,
    "503": noRenewal,
    html: noRenewal,
    expired: noRenewal,
    deadTokens: noRenewal,
    signInAgain: { never: "A credential that has expired counts as no user; the hook's own test shows the next one." },
    slowLoad: noRenewal,
    ownRenewal: noRenewal,
    // The credential is the token, so no token can belong to another user than the credential.
    otherPerson: "uses the identity in the SDK",
    interaction: { never: "Every new credential is an interaction; the hook's own test shows it." },
    organization: "uses the identity in the SDK",
    tabs: { never: "A refresh brings the same credential, so both tabs exchange what they have." },
  },
  keycloak: {
    ...defaults,
    signInAgain: { never: "login() leaves the page." },
    otherPerson: { never: "keycloak-js holds its tokens in memory, where no cookie reaches them." },
    interaction: { never: "Keycloak's token endpoint answers invalid_grant alone; an interaction is a login." },
  },
  kinde: {
    ...defaults,
    // Kinde's SDK reports an expired refresh token in the same way as an outage.
    expired: "retries",
    slowLoad: { never: "Kinde's provider renders the app only after its own renewal." },
    ownRenewal: "uses the token of the SDK's renewal",
    interaction: { never: "Kinde's SDK reports no reason for a refusal." },
  },
  logto: {
    ...defaults,
    signInAgain: { never: "signIn() leaves the page." },
  },
  oidc: defaults,
  stytch: {
    ...defaults,
    slowLoad: { never: "A session JWT is fetched with the session's token, which is not used up." },
    ownRenewal: { never: "A session JWT is fetched with the session's token, which is not used up." },
    interaction: { never: "Stytch asks for another factor at sign-in only." },
    organization: { never: "A consumer project has no organizations." },
  },
  "stytch-b2b": {
    ...defaults,
    slowLoad: { never: "A session JWT is fetched with the session's token, which is not used up." },
    ownRenewal: { never: "A session JWT is fetched with the session's token, which is not used up." },
    interaction: { never: "Stytch asks for another factor at sign-in only." },
  },
  supabase: {
    ...defaults,
    interaction: { never: "Supabase asks for another factor at sign-in only." },
  },
  workos: {
    ...defaults,
    signInAgain: { never: "signIn() leaves the page." },
    interaction: { never: "AuthKit forgets the user at every refusal of a refresh." },
  },
} as const satisfies Record<string, Record<Situation, Cell>>;

export type Integration = keyof typeof matrix;
