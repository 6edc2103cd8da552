import type { TokenCheck, TryTokenResponse } from "../src/admin/admin-api.ts";

const pass = (check: TokenCheck["check"], message: string): TokenCheck => ({
  check,
  outcome: "passed",
  message,
  remedy: null,
});
const form = pass("form", "The token is a signed JWT.");
const checks: TokenCheck[] = [
  pass("enabled", "The rule is enabled."),
  pass("issuer", '`iss` is "https://clerk.example.com".'),
  pass("audience", '`aud` is "assistant-ui".'),
  pass("algorithm", "The token is signed with RS256."),
  pass("key", "The token's key is published."),
  pass("signature", "The signature is valid."),
  pass("times", "The token expires in 60 seconds."),
  pass("claims", "The claims have the required values."),
  pass("identity", "The token names a user and a workspace."),
  pass("sign-out", "The token is newer than any sign-out of its user and workspace."),
];
const decoded = {
  header: { alg: "RS256", kid: "ins_2example", typ: "JWT" },
  claims: {
    iss: "https://clerk.example.com",
    aud: "assistant-ui",
    sub: "user_2abc",
    org_id: "org_9",
    iat: 1_795_000_000,
    exp: 1_795_000_060,
  },
};
const rule = { ruleId: "rule_0example1", ruleName: "Clerk", provider: "clerk", checks };

const replaced = (...others: TokenCheck[]) =>
  checks.map((each) => others.find(({ check }) => check === each.check) ?? each);

export const accepted: TryTokenResponse = {
  report: {
    verdict: "accepted",
    summary: 'The rule "Clerk" accepts the token.',
    remedy: null,
    checks: [form],
    rules: [rule],
    identity: { userId: "user_2abc", workspaceId: "org_9:user_2abc" },
  },
  decoded,
};

const slash: TokenCheck = {
  check: "issuer",
  outcome: "failed",
  message:
    '`iss` is "https://clerk.example.com/"; the rule\'s "https://clerk.example.com" differs in a trailing slash.',
  remedy: "Copy the issuer into the rule exactly as in the token.",
};

export const refused: TryTokenResponse = {
  report: {
    verdict: "refused",
    summary: `Refused; the closest rule is "Clerk". ${slash.message}`,
    remedy: slash.remedy,
    checks: [form],
    rules: [
      {
        ...rule,
        checks: replaced(
          slash,
          { check: "key", outcome: "skipped", message: "Keys of another issuer are not fetched.", remedy: null },
          { check: "signature", outcome: "skipped", message: "Not checked.", remedy: null },
        ),
      },
      { ...rule, ruleId: "rule_0example2", ruleName: "Old portal", provider: null },
    ],
    identity: null,
  },
  decoded: { ...decoded, claims: { ...decoded.claims, iss: "https://clerk.example.com/" } },
};

const keyless: TokenCheck = {
  check: "key",
  outcome: "unknown",
  message: "The keys cannot be fetched: the endpoint answered 503.",
  remedy: "Open the rule's JWKS URL in a browser: it must return JSON within 2 seconds, without a redirect.",
};

export const unknown: TryTokenResponse = {
  report: {
    verdict: "unknown",
    summary: `Unknown; the closest rule is "Clerk". ${keyless.message}`,
    remedy: keyless.remedy,
    checks: [form],
    rules: [{ ...rule, checks: replaced(keyless) }],
    identity: null,
  },
  decoded,
};

export const opaque: TryTokenResponse = {
  report: {
    verdict: "refused",
    summary: "Refused. It is an opaque token, not a JWT.",
    remedy: "Send the ID token, or ask the provider for a JWT by naming an audience.",
    checks: [
      {
        check: "form",
        outcome: "failed",
        message: "It is an opaque token, not a JWT.",
        remedy: "Send the ID token, or ask the provider for a JWT by naming an audience.",
      },
    ],
    rules: [],
    identity: null,
  },
  decoded: null,
};
