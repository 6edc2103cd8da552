import { AssistantCloudAuthError, type AssistantCloudAuthErrorCode, authErrorMessage } from "assistant-cloud-auth";
import { describe, expect, it } from "vitest";

const situations = {
  unauthenticated: "session_ended",
  source_failed: "unreachable",
  source_timeout: "unreachable",
  network: "unreachable",
  offline: "offline",
  rate_limited: "busy",
  rejected: "refused",
  exchange_failed: "unreachable",
  invalid_token: "unreachable",
  expired_token: "unreachable",
  identity_mismatch: "session_ended",
  circuit_open: "busy",
  superseded: "unreachable",
  interaction_required: "session_ended",
  token_revoked: "session_ended",
  signed_out: "session_ended",
  disposed: "unreachable",
  configuration: "broken",
} satisfies Record<AssistantCloudAuthErrorCode, string>;
const codes = Object.keys(situations) as AssistantCloudAuthErrorCode[];
const errorOf = (code: AssistantCloudAuthErrorCode, cause?: unknown) =>
  new AssistantCloudAuthError(code, "`tokenSource` returned a JWT that expired.", { cause });

describe("the error message for an end user", () => {
  it.each(codes)("authErrorMessage() returns a short text without developer terms for the code %s", (code) => {
    const { situation, text, action, label } = authErrorMessage(errorOf(code));
    expect(situation).toBe(situations[code]);
    expect(text.length).toBeLessThan(70);
    expect(`${text} ${label}`).not.toMatch(/token|source|engine|cause|provider|workspace|JWT|`/i);
    expect(label === null).toBe(action === "wait" || action === "none");
  });

  it.each([undefined, null, "a text", new Error("a fault of the app")])(
    "authErrorMessage() offers a retry for %s, which is not an error of this package",
    (error) => {
      expect(authErrorMessage(error)).toMatchObject({ situation: "unreachable", action: "retry" });
    },
  );

  it("describes the cause of `expired_token` or `circuit_open` if the cause is not an unreachable server", () => {
    expect(authErrorMessage(errorOf("expired_token", errorOf("offline"))).situation).toBe("offline");
    expect(authErrorMessage(errorOf("expired_token", errorOf("unauthenticated"))).situation).toBe("session_ended");
    expect(authErrorMessage(errorOf("circuit_open", errorOf("configuration"))).situation).toBe("broken");
    expect(authErrorMessage(errorOf("circuit_open", errorOf("network"))).situation).toBe("busy");
    expect(authErrorMessage(errorOf("rejected", errorOf("offline"))).situation).toBe("refused");
  });

  it("F60 offers a retry for a refusal that the engine retries, and names the refusal when it is final", () => {
    const refusal = (retryable: boolean) => new AssistantCloudAuthError("rejected", "403", { retryable });
    expect(authErrorMessage(refusal(true))).toMatchObject({ situation: "unreachable", action: "retry" });
    expect(authErrorMessage(errorOf("expired_token", refusal(true))).situation).toBe("unreachable");
    expect(authErrorMessage(refusal(false)).situation).toBe("refused");
  });

  it("replaces only the texts and labels that the app supplies", () => {
    const messages = { offline: { text: "Keine Verbindung." }, unreachable: { label: "Noch einmal" } };
    expect(authErrorMessage(errorOf("offline"), messages)).toMatchObject({ text: "Keine Verbindung.", action: "wait" });
    expect(authErrorMessage(errorOf("network"), messages)).toMatchObject({
      text: authErrorMessage(errorOf("network")).text,
      label: "Noch einmal",
    });
  });

  it("treats an unknown error code like an unreachable server", () => {
    const newer = Object.assign(errorOf("network"), { code: "a_new_code" });
    expect(authErrorMessage(newer).situation).toBe("unreachable");
  });
});
