import { withoutSlash } from "../input-reader.ts";
import { definePreset } from "../preset.ts";

/**
 * The preset for Supabase projects with asymmetric signing keys. Projects with the legacy secret (HS256) publish no
 * key, so the server cannot verify their tokens.
 */
export const supabase = definePreset({
  title: "Supabase",
  fields: {
    projectRef: {
      label: "Project reference",
      description: "project reference, from the project's settings; enter this or the URL",
      example: "abcdefghijklmnopqrst",
      required: false,
    },
    url: {
      label: "Project URL",
      description: "project URL, if it is not https://<ref>.supabase.co",
      example: "https://supabase.example.com",
      required: false,
    },
  },
  steps: [
    "In Project Settings › JWT Keys › JWT Signing Keys, the key in use must be asymmetric (ES256 or RS256). If the project uses the legacy secret (HS256), select Migrate JWT secret, then Rotate keys. Revoke the old secret 15 minutes after the last token has expired.",
    "Before you rotate to a new key, keep it on standby for 20 minutes. Supabase's edge and client libraries cache the keys for up to that time.",
    "If you use organizations, let your server write `org_id` into the user's `app_metadata`. Call `supabase.auth.refreshSession()` after the user switches the organization.",
  ],
  typical: ["projectRef"],
  hosted: "The hosted cloud accepts only RS256, so choose an RSA key.",
  organizationClaim: "app_metadata.org_id",
  rule(read) {
    const ref = read.optional("projectRef");
    const hasUrl = read.optional("url") !== undefined;
    if (ref === undefined && !hasUrl) {
      throw read.refuse("projectRef", "is missing", "Enter the project reference, or `url` for a custom domain.");
    }
    if (ref !== undefined && hasUrl) {
      throw read.refuse("projectRef", "and `url` exclude each other", "Keep one of the two.");
    }
    if (ref !== undefined && !/^[a-z0-9]{8,40}$/.test(ref)) {
      throw read.refuse(
        "projectRef",
        ref.includes(".") || ref.includes("/") ? "is a URL, not the reference" : "is not a project reference",
        "Enter only the 20 letters before .supabase.co, or enter the whole URL as `url`.",
      );
    }
    const base = ref === undefined ? withoutSlash(read.url("url")) : `https://${ref}.supabase.co`;
    if (/supabase\.com(\/dashboard[\s\S]*)?$/.test(base)) {
      throw read.refuse("url", "is Supabase's own site", "Enter the project URL, such as https://<ref>.supabase.co.");
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
      note: ", Supabase's legacy method",
      remedy:
        "Migrate the project to asymmetric JWT signing keys (ES256) in Supabase's settings. With the legacy secret, the project publishes no key.",
    },
    noKeys: {
      remedy: "Migrate the project to asymmetric JWT signing keys. It signs with the legacy secret (HS256).",
    },
  },
  snippet: {
    entry: "supabase",
    hook: "useSupabaseTokenSource",
    imports: ['import { supabase } from "./supabase"; // what createClient() returned'],
    hookArguments: "supabase",
  },
});
