import type { InputOf, Preset } from "./preset.ts";
import { auth0 } from "./providers/auth0.ts";
import { betterAuth } from "./providers/better-auth.ts";
import { clerk } from "./providers/clerk.ts";
import { cognito } from "./providers/cognito.ts";
import { descope } from "./providers/descope.ts";
import { entra } from "./providers/entra.ts";
import { firebase } from "./providers/firebase.ts";
import { google } from "./providers/google.ts";
import { keycloak } from "./providers/keycloak.ts";
import { kinde } from "./providers/kinde.ts";
import { logto } from "./providers/logto.ts";
import { oidc } from "./providers/oidc.ts";
import { stytch } from "./providers/stytch.ts";
import { stytchB2b } from "./providers/stytch-b2b.ts";
import { supabase } from "./providers/supabase.ts";
import { workos } from "./providers/workos.ts";

/** All presets, keyed by the provider's name, such as `clerk`. The dashboard and the command line use this order. */
export const presets = {
  clerk,
  auth0,
  supabase,
  firebase,
  stytch,
  "stytch-b2b": stytchB2b,
  kinde,
  workos,
  logto,
  descope,
  "better-auth": betterAuth,
  keycloak,
  cognito,
  entra,
  google,
  oidc,
};

/** The names of the providers that have a preset. */
export type ProviderName = keyof typeof presets;

/** The type of each preset's input. The command `assistant-cloud-server rules presets` describes the fields. */
export type ProviderInputs = { [P in ProviderName]: InputOf<(typeof presets)[P]["fields"]> };

/** Returns the preset for a provider name that a user entered; undefined for an unknown name or null. */
export function findPreset(provider: string | null): Preset | undefined {
  return provider !== null && Object.hasOwn(presets, provider) ? presets[provider as ProviderName] : undefined;
}

type Claims = Readonly<Record<string, unknown>>;

/**
 * Guesses a token's provider from its issuer, and returns the preset of that provider. Use the result only for hints,
 * never for a decision.
 *
 * @param ofRule the provider of the rule that the token is checked against, or null. If no preset matches the
 *   issuer, for example because of a custom domain, the function returns this provider's preset. Default: null.
 * @returns undefined if no preset matches the issuer and `ofRule` has no preset
 */
export function guessPreset({ iss }: Claims, ofRule: string | null = null): Preset | undefined {
  return (typeof iss === "string" ? presetOfIssuer(iss) : undefined) ?? findPreset(ofRule);
}

/** Returns the first preset whose `issuerPattern` matches an issuer; undefined if no pattern matches. */
export function presetOfIssuer(issuer: string): Preset | undefined {
  return Object.values<Preset>(presets).find(({ issuerPattern }) => issuerPattern?.test(issuer));
}
