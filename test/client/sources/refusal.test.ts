import { describe, expect, it } from "vitest";
import { toRefusal } from "../../../src/client/sources/refusal.ts";

/** Creates an error with the fields that OAuth SDKs set. */
const failed = (error: string, more: object = {}) => Object.assign(new Error(error), { error, ...more });

describe("toRefusal", () => {
  it.each(["login_required", "invalid_grant"])("F67 returns `signed_out` if the provider reports %s", (code) => {
    const cause = failed(code, { status: 400 });
    expect(toRefusal(cause)).toMatchObject({ code: "signed_out", cause });
  });

  it.each([
    "interaction_required",
    "consent_required",
    "mfa_required",
    "account_selection_required",
    "missing_refresh_token",
    "unmet_authentication_requirements",
    "insufficient_user_authentication",
  ])("F74 turns the error %s into `interaction_required`, and the remedy explains how to sign in", (code) => {
    const cause = failed(code);
    expect(toRefusal(cause, "signIn()")).toMatchObject({
      code: "interaction_required",
      retryable: false,
      remedy: "Sign the user in again with signIn().",
      cause,
    });
    expect(toRefusal(cause)).toMatchObject({ remedy: expect.stringMatching(/popup or redirect/) });
  });

  it.each([
    new TypeError("Failed to fetch"),
    failed("temporarily_unavailable"),
    failed("access_denied"),
    failed("invalid_grant", { status: 503 }),
    failed("login_required", { status: 429 }),
    "a text",
    undefined,
    null,
  ])("F67 returns %s unchanged, so the engine retries", (thrown) => {
    expect(toRefusal(thrown)).toBe(thrown);
  });
});
