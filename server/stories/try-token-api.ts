import type { TokenCheck, TryTokenAnswer } from "../src/admin/admin-api.ts";

const pass = (check: TokenCheck["check"], message: string): TokenCheck => ({
  check,
  outcome: "passed",
  message,
  remedy: null,
});
const form = pass("form", "It is a signed JWT.");
const checks: TokenCheck[] = [
  pass("enabled", "The rule is in force."),
  pass("issuer", '`iss` is "https://clerk.example.com".'),
  pass("audience", '`aud` is "assistant-ui".'),
  pass("algorithm", "It is signed with RS256."),
  pass("key", "The provider publishes its key."),
  pass("signature", "The signature is right."),
  pass("times", "It is in force."),
  pass("claims", "Its claims are as the rule requires."),
  pass("identity", "It names a user and a workspace."),
  pass("sign-out", "It is newer than any sign-out of its user and workspace."),
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

export const accepted: TryTokenAnswer = {
  report: {
    verdict: "accepted",
    summary: 'The rule "Clerk" accepts it.',
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
    '`iss` is "https://clerk.example.com/"; the rule\'s "https://clerk.example.com" differs in the slash at the end.',
  remedy: "Give the rule the issuer exactly as the token has it.",
};

export const refused: TryTokenAnswer = {
  report: {
    verdict: "refused",
    summary: `Refused; the nearest rule is "Clerk". ${slash.message}`,
    remedy: slash.remedy,
    checks: [form],
    rules: [
      {
        ...rule,
        checks: replaced(
          slash,
          { check: "key", outcome: "skipped", message: "Another issuer's keys are not asked for.", remedy: null },
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
  message: "The provider's keys could not be fetched.",
  remedy: "Check the rule's JWKS URL and that the provider is up.",
};

export const unknown: TryTokenAnswer = {
  report: {
    verdict: "unknown",
    summary: `Not known; the nearest rule is "Clerk". ${keyless.message}`,
    remedy: keyless.remedy,
    checks: [form],
    rules: [{ ...rule, checks: replaced(keyless) }],
    identity: null,
  },
  decoded,
};

export const opaque: TryTokenAnswer = {
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
