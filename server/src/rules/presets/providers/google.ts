import { definePreset } from "../preset.ts";

/** The preset for Google Sign-In. It accepts ID tokens. Their issuer is written with or without `https://`. */
export const google = definePreset({
  title: "Google",
  fields: {
    clientId: {
      label: "Client ID",
      description: "OAuth client id",
      example: "1234567890-abc.apps.googleusercontent.com",
      required: true,
      many: true,
    },
  },
  steps: [
    "In the Google Cloud console, open Google Auth Platform › Clients, select Create client and choose Web application. Copy the Client ID. You do not need the secret.",
    "Enter the origins of your pages in Authorized JavaScript origins. For development, enter both `http://localhost` and `http://localhost:<port>`.",
  ],
  organizationClaim: "hd",
  rule(read) {
    const clientIds = read.list("clientId");
    if (clientIds.length === 0 || clientIds.some((id) => !/^[\w-]+\.apps\.googleusercontent\.com$/.test(id))) {
      const problem = clientIds.some((id) => id.startsWith("GOCSPX-")) ? "is the client secret" : "is not a client id";
      throw read.refuse("clientId", problem, "Enter the id that ends with .apps.googleusercontent.com.");
    }
    return {
      issuer: ["https://accounts.google.com", "accounts.google.com"],
      jwksUrl: "https://www.googleapis.com/oauth2/v3/certs",
      audience: clientIds,
      algorithms: ["RS256"],
    };
  },
  issuerPattern: /^(https:\/\/)?accounts\.google\.com$/,
  refusals: {
    opaque: {
      prefix: "ya29.",
      message: "It is a Google access token. It is opaque, so only Google can read it.",
      remedy: "Send the ID token, which Google Sign-In returns as `credential`.",
    },
  },
  snippet: {
    entry: "google",
    hook: "useGoogleTokenSource",
    imports: ['import { useCredential } from "./google"; // what GoogleLogin gave to onSuccess'],
    insideComponent: ["const credential = useCredential();"],
    hookArguments: "credential",
  },
});
