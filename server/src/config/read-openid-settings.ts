import { z } from "zod";
import { settingRefusal } from "../base/setting-refusal.ts";
import { bareHost, isLoopbackHost } from "../jwks/jwks-url.ts";
import { findClaimPathFault } from "../jwt/read-claim.ts";

/** The validated {@link OpenIdSignInOptions}. Omitted options have their defaults. */
export interface OpenIdSettings {
  issuer: string;
  clientId: string;
  clientSecret: string | null;
  subjects: readonly string[];
  /** The allowed email addresses. Their ASCII letters are in lower case. */
  emails: readonly string[];
  claim: { name: string; value: string } | null;
  name: string;
  scope: string;
  passwordSignIn: boolean;
}

const text = z.string().min(1, "must not be empty").max(512, "must have at most 512 characters");
const list = (item: z.ZodType<string>) => z.array(item).max(256, "must have at most 256 entries").default([]);

const schema = z.strictObject({
  issuer: z.string(),
  clientId: text,
  clientSecret: text.optional(),
  allow: z.strictObject({
    subjects: list(text),
    emails: list(text.regex(/^[^\s@]+@[^\s@]+$/, "must be an email address")),
    claim: z
      .strictObject({
        name: text.superRefine((name, context) => {
          const problem = findClaimPathFault(name);
          if (problem !== null) context.addIssue(problem);
        }),
        value: text,
      })
      .optional(),
  }),
  name: z.string().trim().min(1, "must not be empty").max(40, "must have at most 40 characters").optional(),
  scope: text
    .regex(/^[\x21\x23-\x5b\x5d-\x7e]+( [\x21\x23-\x5b\x5d-\x7e]+)*$/, "must be scopes separated by single spaces")
    .refine((scope) => scope.split(" ").includes("openid"), "must include `openid`")
    .optional(),
  passwordSignIn: z.boolean().default(true),
});

/**
 * Validates the option `adminOpenId`. Throws `invalid_setting` with the field and the problem.
 *
 * @param allowInsecure whether to allow an `http://` issuer on a loopback address
 */
export function readOpenIdSettings(options: unknown, allowInsecure: boolean): OpenIdSettings {
  const result = schema.safeParse(options);
  if (!result.success) {
    const [issue] = result.error.issues;
    // Zod's error may contain the input, such as an email address, so it is not the `cause` of the thrown error.
    throw settingRefusal("authority_option_invalid", {
      field: ["adminOpenId", ...(issue?.path ?? [])].map(String).join("."),
      problem: issue?.message ?? "invalid",
      remedy: "Correct that option.",
    });
  }
  const { allow, clientSecret, name, scope, ...rest } = result.data;
  const { subjects, emails, claim } = allow;
  const issuer = readOpenIdIssuer(rest.issuer, allowInsecure);
  if (subjects.length + emails.length === 0 && claim === undefined) {
    throw settingRefusal("option_invalid", {
      field: "adminOpenId.allow",
      problem: "is empty, so every user of the provider would be an admin",
      remedy:
        "Set `subjects`, `emails` or `claim` to limit who may sign in (`--openid-subject`, `--openid-email`, `--openid-claim`).",
    });
  }
  return {
    ...rest,
    clientSecret: clientSecret ?? null,
    subjects,
    emails: emails.map(toAsciiLowerCase),
    claim: claim ?? null,
    name: name ?? issuer.host,
    scope: scope ?? (emails.length === 0 ? "openid profile" : "openid profile email"),
  };
}

/**
 * Converts the ASCII letters of an email address to lower case. `toLowerCase()` would also turn the Kelvin sign into an
 * ASCII `k`.
 */
export function toAsciiLowerCase(address: string): string {
  return address.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}

/**
 * Parses the issuer of an OpenID provider. Throws `invalid_setting` if the issuer is invalid.
 *
 * @param allowInsecure whether to allow an `http://` URL on a loopback address
 */
export function readOpenIdIssuer(value: string, allowInsecure: boolean): URL {
  const refuse = (problem: string) =>
    settingRefusal("option_invalid", {
      field: "adminOpenId.issuer",
      problem,
      remedy: "Copy the issuer from the provider's settings, such as https://login.example.com.",
    });
  if (!URL.canParse(value)) throw refuse("is not an absolute URL");
  const url = new URL(value);
  if (url.username || url.password || url.search || url.hash) throw refuse("must have no user, query or fragment");
  if (url.protocol === "https:") return url;
  if (url.protocol !== "http:" || !isLoopbackHost(bareHost(url))) throw refuse("must start with https://");
  if (!allowInsecure) {
    throw refuse("may use http:// only in development, with `allowInsecureJwks`");
  }
  return url;
}
