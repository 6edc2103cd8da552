import { withoutSlash } from "../input-reader.ts";
import { definePreset } from "../preset.ts";

/** The preset for Supabase projects with asymmetric signing keys. Legacy HS256 projects publish no key. */
export const supabase = definePreset({
  title: "Supabase",
  fields: {
    projectRef: {
      label: "Project reference",
      description: "project reference, in the project's settings; this or the URL",
      example: "abcdefghijklmnopqrst",
      required: false,
    },
    url: {
      label: "Project URL",
      description: "project URL, where it is not https://<ref>.supabase.co",
      example: "https://supabase.example.com",
      required: false,
    },
  },
  steps: [
    "In Project Settings › JWT Keys › JWT Signing Keys, the key in use must be asymmetric (ES256 or RS256). On the legacy secret (HS256), select Migrate JWT secret, then Rotate keys; revoke the old secret once the last token has expired and 15 minutes have passed.",
    "Supabase's edge and its client libraries cache the keys, for 20 minutes in all: let a new key wait on standby that long before you rotate to it.",
    "For organizations, let your server put `org_id` into the user's `app_metadata`, and call `supabase.auth.refreshSession()` after a switch.",
  ],
  typical: ["projectRef"],
  hosted: "It takes RS256 only: choose an RSA key.",
  organizationClaim: "app_metadata.org_id",
  rule(read) {
    const ref = read.optional("projectRef");
    const hasUrl = read.optional("url") !== undefined;
    if (ref === undefined && !hasUrl) {
      throw read.refuse("projectRef", "is missing", "Give the project reference, or `url` for a custom domain.");
    }
    if (ref !== undefined && hasUrl) {
      throw read.refuse("projectRef", "and `url` exclude each other", "Keep one of the two.");
    }
    if (ref !== undefined && !/^[a-z0-9]{8,40}$/.test(ref)) {
      throw read.refuse(
        "projectRef",
        ref.includes(".") || ref.includes("/") ? "is a URL, not the reference" : "is not a project reference",
        "Give the 20 letters before .supabase.co alone, or the whole URL as `url`.",
      );
    }
    const base = ref === undefined ? withoutSlash(read.url("url")) : `https://${ref}.supabase.co`;
    if (/supabase\.com(\/dashboard[\s\S]*)?$/.test(base)) {
      throw read.refuse("url", "is Supabase's own site", "Give the project URL, such as https://<ref>.supabase.co.");
    }
    const issuer = `${base.replace(/\/auth\/v1$/, "")}/auth/v1`;
    return {
      issuer,
      jwksUrl: `${issuer}/.well-known/jwks.json`,
      audience: "authenticated",
      algorithms: ["ES256", "RS256"],
    };
  },
  issuerPattern: /\.supabase\.(co|in)\/?|\/auth\/v1\/?$|^supabase$/,
  refusals: {
    sharedSecret: {
      note: ", Supabase's legacy way",
      remedy:
        "Migrate the project to asymmetric JWT signing keys (ES256) in Supabase's settings; with the legacy secret it publishes no key.",
    },
    noKeys: {
      remedy: "The project signs with the legacy secret (HS256): migrate it to asymmetric JWT signing keys.",
    },
  },
  snippet: {
    entry: "supabase",
    hook: "useSupabaseTokenSource",
    imports: ['import { supabase } from "./supabase"; // what createClient() returned'],
    given: "supabase",
  },
});
