import { definePreset } from "../preset.ts";

const SERVICE_ACCOUNT = "securetoken@system.gserviceaccount.com";

/**
 * The preset for Firebase Authentication and Identity Platform. It accepts ID tokens. The keys come from Google's JWKS,
 * not from the list of X.509 certificates that many guides name.
 */
export const firebase = definePreset({
  title: "Firebase",
  fields: {
    projectId: {
      label: "Project ID",
      description: "project id, from the project's settings",
      example: "my-app-1a2b3",
      required: true,
    },
  },
  steps: [
    "In Authentication › Sign-in method, enable the sign-in providers of your users.",
    "In Project settings › General, copy the Project ID. Do not copy the project number or the web API key.",
    "If you use organizations, add tenants in Identity Platform and set `auth.tenantId` before the sign-in. Or let your server set a custom claim.",
  ],
  hosted: "Many guides name a URL with `metadata/x509`. That URL returns a list of certificates, not a JWKS.",
  organizationClaim: "firebase.tenant",
  rule(read) {
    const projectId = read.text("projectId");
    const remedy = "Enter the project's id, such as my-app-1a2b3, from the project's settings.";
    if (/^\d+$/.test(projectId)) throw read.refuse("projectId", "is the project's number", remedy);
    if (/^AIza/.test(projectId)) throw read.refuse("projectId", "is the web API key", remedy);
    if (/^1:\d+:/.test(projectId)) throw read.refuse("projectId", "is the app's id", remedy);
    // The ids of older projects in a Google Workspace contain the domain of the Workspace, such as example.com:app.
    if (!/^([a-z0-9-]+(\.[a-z0-9-]+)+:)?[a-z][a-z0-9-]{1,28}[a-z0-9]$/.test(projectId)) {
      throw read.refuse("projectId", "is not a project id", remedy);
    }
    return {
      issuer: `https://securetoken.google.com/${projectId}`,
      jwksUrl: `https://www.googleapis.com/service_accounts/v1/jwk/${SERVICE_ACCOUNT}`,
      audience: projectId,
      algorithms: ["RS256"],
    };
  },
  issuerPattern: /securetoken\.google\.com|session\.firebase\.google\.com/,
  sharesHost: true,
  refusals: {
    unsigned: {
      message: "It is an unsigned token of the Firebase emulator (alg none).",
      remedy: "Sign in at the real project; unsigned tokens are never accepted.",
    },
  },
  snippet: {
    entry: "firebase",
    hook: "useFirebaseTokenSource",
    imports: ['import { getAuth } from "firebase/auth";'],
    beforeComponent: ["const auth = getAuth();"],
    hookArguments: "auth",
  },
});
