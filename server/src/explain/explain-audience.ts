import { readClaim } from "../jwt/read-claim.ts";
import type { AuthRule } from "../rules/auth-rule.ts";
import { audiencesOf, namesAudience } from "../rules/rule-match.ts";
import { guessProvider } from "./guess-provider.ts";
import { showAll } from "./show.ts";
import { failed, passed, type TokenCheck } from "./token-report.ts";

type Claims = Readonly<Record<string, unknown>>;

const GRAPH = ["00000003-0000-0000-c000-000000000000", "https://graph.microsoft.com"];

/** Compares the audience, and says what to do at the provider where none fits. */
export function explainAudience(rule: AuthRule, payload: Claims): TokenCheck {
  const { audienceClaim: claim } = rule;
  const given = audiencesOf(rule, payload);
  if (rule.anyAudience) return passed("audience", "The rule takes tokens made for any audience.");
  if (namesAudience(rule, payload)) return passed("audience", `\`${claim}\` names ${showAll(rule.audiences)}.`);
  const provider = guessProvider(payload, rule.provider);
  if (given.length === 0) {
    const value = readClaim(payload, claim);
    const state = value === undefined ? "is missing" : Array.isArray(value) ? "is an empty list" : "is not a text";
    const kind = kindWithoutAudience(provider, payload);
    return failed("audience", `\`${claim}\` ${state}${kind === null ? "" : `: ${kind}`}.`, remedyWhenMissing(provider));
  }
  const slash = given.find((audience) => rule.audiences.some((wanted) => isSameButSlash(audience, wanted)));
  return failed(
    "audience",
    `\`${claim}\` is ${showAll(given)}; the rule wants ${showAll(rule.audiences)}.`,
    slash === undefined
      ? remedyWhenWrong(provider, given)
      : "They differ in the slash at the end: give the rule the audience exactly as the token has it.",
  );
}

function kindWithoutAudience(provider: string | null, payload: Claims): string | null {
  if (provider === "clerk" && Object.hasOwn(payload, "sid")) return "it is a session token, not one of a JWT template";
  if (provider === "cognito" && payload["token_use"] === "access") return "Cognito's access tokens have none";
  if (provider === "workos") return "AuthKit's access tokens have none";
  return null;
}

function remedyWhenMissing(provider: string | null): string {
  const remedies: Readonly<Record<string, string>> = {
    clerk:
      'Ask for the template\'s token, getToken({ template: "assistant-ui" }), and let the template set `aud`; or make the rule with `authorizedParties` for session tokens.',
    cognito: "Send the ID token, or make the rule for access tokens (tokenUse: access), which reads `client_id`.",
    kinde: "Register an API in Kinde, allow it for the application, and ask for its `audience` at sign-in.",
    workos: "Make the rule with the workos preset, which binds by the client's own keys.",
    descope: "Leave the audience out of the rule, or let a JWT template set `aud`.",
    auth0: "Ask for the API's `audience` at sign-in.",
    logto: "Ask for the API's `resource`.",
    keycloak: "Add an audience mapper to the client's scope.",
  };
  return (
    remedies[provider ?? ""] ??
    "Have the provider name an audience, or name the claim that has it (`audienceClaim`), such as client_id."
  );
}

function remedyWhenWrong(provider: string | null, given: readonly string[]): string {
  if (given.some((audience) => GRAPH.includes(audience))) {
    return "The token is for Microsoft Graph: send the ID token, or ask for a scope of your own API.";
  }
  if (provider === "keycloak" && given.every((audience) => audience === "account")) {
    return "Add an audience mapper to the client's scope; without one Keycloak names `account` alone.";
  }
  if (provider === "auth0" && given.every((audience) => audience.endsWith("/userinfo"))) {
    return "Ask for your API's `audience` at sign-in.";
  }
  return "Ask the provider for a token made for this app; or add that audience to the rule, if it is this app.";
}

const isSameButSlash = (one: string, other: string) => one.replace(/\/+$/, "") === other.replace(/\/+$/, "");
