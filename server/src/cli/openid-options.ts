import { type Command, InvalidArgumentError } from "commander";
import { AuthorityError } from "../base/authority-error.ts";
import type { OpenIdSignInOptions } from "../config/openid-sign-in-options.ts";
import { gather } from "./common-options.ts";
import { readText } from "./read-text.ts";

const SECRET_VARIABLE = "AUTHORITY_OPENID_CLIENT_SECRET";

/** The options of `serve` about the team's own OpenID provider. */
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

/** Adds the options about the team's own OpenID provider. */
export function addOpenIdOptions(command: Command): Command {
  return command
    .option("--openid-issuer <url>", "OpenID provider by which people may sign in to the dashboard")
    .option(
      "--openid-client-id <id>",
      "the dashboard's client id there; its redirect URI is <issuer>/admin/oidc/callback",
    )
    .option("--openid-client-secret-file <file>", `its secret, if it has one; ${SECRET_VARIABLE} wins over it`)
    .option("--openid-subject <sub>", "`sub` of somebody who may enter; may be given several times", gather)
    .option("--openid-email <address>", "verified e-mail of somebody who may enter; may be given several times", gather)
    .option(
      "--openid-claim <name=value>",
      "claim that everybody who enters must have, such as groups=platform",
      readClaimOption,
    )
    .option("--openid-name <text>", "what the button says (default: the provider's host)")
    .option("--openid-scope <words>", "scopes to ask for (default: openid profile, and email with --openid-email)")
    .option("--no-password", "let people sign in by the provider alone");
}

/** What the options mean to an authority; null where there is no provider. */
export async function toOpenIdOptions(options: OpenIdCommandOptions): Promise<OpenIdSignInOptions | null> {
  const { openidIssuer: issuer, openidClientId: clientId, openidClaim: claim } = options;
  if (issuer === undefined) {
    const given = Object.keys(options).find((name) => name.startsWith("openid"));
    if (given === undefined && options.password) return null;
    throw new AuthorityError(
      "invalid_setting",
      `${given === undefined ? "--no-password" : "An --openid option"} was given without --openid-issuer.`,
      "Name the provider with --openid-issuer, or leave the option out.",
    );
  }
  if (clientId === undefined) {
    throw new AuthorityError(
      "invalid_setting",
      "--openid-issuer was given without --openid-client-id.",
      "Register the dashboard with the provider, and give the id that it shows.",
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

/** Never from the command line itself, which every user of the machine can read. */
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
