import { type Command, InvalidArgumentError } from "commander";
import { AuthorityError } from "../base/authority-error.ts";
import type { OpenIdSignInOptions } from "../config/openid-sign-in-options.ts";
import { collect } from "./common-options.ts";
import { readText } from "./read-text.ts";

const SECRET_VARIABLE = "AUTHORITY_OPENID_CLIENT_SECRET";

/** The options of `serve` for dashboard sign-in through an OpenID provider. */
export interface OpenIdCommandOptions {
  openidIssuer?: string;
  openidClientId?: string;
  openidClientSecretFile?: string;
  openidSubject?: string[];
  openidEmail?: string[];
  openidClaim?: { name: string; value: string };
  openidName?: string;
  openidScope?: string;
  password: boolean;
}

/** Adds the options for dashboard sign-in through an OpenID provider. */
export function addOpenIdOptions(command: Command): Command {
  return command
    .option("--openid-issuer <url>", "issuer of the OpenID provider for sign-in to the dashboard")
    .option(
      "--openid-client-id <id>",
      "client id of the dashboard at the provider; its redirect URI is <issuer>/admin/oidc/callback",
    )
    .option("--openid-client-secret-file <file>", `file with the client secret; ${SECRET_VARIABLE} overrides it`)
    .option("--openid-subject <sub>", "`sub` of a user who may sign in; may be repeated", collect)
    .option("--openid-email <address>", "verified email of a user who may sign in; may be repeated", collect)
    .option(
      "--openid-claim <name=value>",
      "claim that every user who signs in must have, such as groups=platform",
      readClaimOption,
    )
    .option("--openid-name <text>", "label of the sign-in button (default: the provider's host)")
    .option("--openid-scope <scopes>", "scopes to request (default: openid profile, and email with --openid-email)")
    .option("--no-password", "disable sign-in with a password");
}

/**
 * Converts the options to `adminOpenId` of `createAuthority`. Returns null if no OpenID option is set. Throws
 * `invalid_setting` if the issuer or the client id is missing, or if the secret file cannot be read.
 */
export async function toOpenIdOptions(options: OpenIdCommandOptions): Promise<OpenIdSignInOptions | null> {
  const { openidIssuer: issuer, openidClientId: clientId, openidClaim: claim } = options;
  if (issuer === undefined) {
    const given = Object.keys(options).find((name) => name.startsWith("openid"));
    if (given === undefined && options.password) return null;
    throw new AuthorityError(
      "invalid_setting",
      `${given === undefined ? "--no-password" : "An --openid option"} requires --openid-issuer.`,
      "Add --openid-issuer, or remove the option.",
    );
  }
  if (clientId === undefined) {
    throw new AuthorityError(
      "invalid_setting",
      "--openid-issuer requires --openid-client-id.",
      "Register the dashboard with the provider, and pass the client id that it shows.",
    );
  }
  const clientSecret = await readSecret(options.openidClientSecretFile);
  return {
    issuer,
    clientId,
    ...(clientSecret === null ? {} : { clientSecret }),
    allow: {
      subjects: options.openidSubject ?? [],
      emails: options.openidEmail ?? [],
      ...(claim === undefined ? {} : { claim }),
    },
    ...(options.openidName === undefined ? {} : { name: options.openidName }),
    ...(options.openidScope === undefined ? {} : { scope: options.openidScope }),
    passwordSignIn: options.password,
  };
}

/**
 * Reads the client secret from the environment. If the environment does not contain the secret, reads it from the file.
 * Returns null if no secret is set. No command-line argument contains the secret, because every local user can list the
 * arguments of a process.
 */
async function readSecret(file: string | undefined): Promise<string | null> {
  const given = process.env[SECRET_VARIABLE];
  if (given) return given;
  return file === undefined ? null : (await readText(file)).trim();
}

function readClaimOption(text: string): { name: string; value: string } {
  const [, name, value] = /^([^=]+)=(.+)$/s.exec(text) ?? [];
  if (name === undefined || value === undefined) {
    throw new InvalidArgumentError("It must be name=value, such as groups=platform.");
  }
  return { name, value };
}
