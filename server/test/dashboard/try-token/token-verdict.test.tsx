import { cleanup, render, screen } from "@testing-library/react";
import { afterEach, expect, it } from "vitest";
import { TokenVerdict } from "../../../dashboard/try-token/token-verdict.tsx";
import type { TokenCheck } from "../../../src/admin/admin-api.ts";
import { opaque, refused } from "../../../stories/try-token-api.ts";

afterEach(cleanup);

/** Renders the verdict on a token that fails only the given check. Returns the link to the auth rules, if any. */
function linkAfterFailed(failedCheck: TokenCheck["check"]): HTMLElement | null {
  const { report } = refused;
  const [closest, ...others] = report.rules;
  const checks = (closest?.checks ?? []).map(
    (each): TokenCheck => ({ ...each, outcome: each.check === failedCheck ? "failed" : "passed" }),
  );
  const rules = [{ ruleId: "rule_1", ruleName: "Clerk", provider: null, ...closest, checks }, ...others];
  render(<TokenVerdict answer={{ ...refused, report: { ...report, rules } }} />);
  return screen.queryByRole("link", { name: "Auth rules" });
}

it.each(["enabled", "issuer", "audience", "algorithm", "key", "claims", "identity"] as const)(
  "links to the auth rules if a rule's setting may explain the failed check “%s”",
  (check) => {
    expect(linkAfterFailed(check)).not.toBeNull();
  },
);

it.each(["signature", "times", "sign-out"] as const)(
  "does not link to the auth rules if no rule can change the failed check “%s”",
  (check) => {
    expect(linkAfterFailed(check)).toBeNull();
  },
);

it("links to the auth rules if no rule exists, but not if the text is not a token", () => {
  const none: TokenCheck = {
    check: "issuer",
    outcome: "failed",
    message: "There are no auth rules yet.",
    remedy: null,
  };
  const { rerender } = render(
    <TokenVerdict answer={{ ...refused, report: { ...refused.report, checks: [none], rules: [] } }} />,
  );
  expect(screen.queryByRole("link", { name: "Auth rules" })).not.toBeNull();
  rerender(<TokenVerdict answer={opaque} />);
  expect(screen.queryByRole("link", { name: "Auth rules" })).toBeNull();
});
