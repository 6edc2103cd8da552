import { CircleCheck, CircleHelp, CircleMinus, CircleX } from "lucide-react";
import type { TokenCheck } from "../../src/admin/admin-api.ts";
import { InlineCode } from "../ui/inline-code.tsx";

const OUTCOMES = {
  passed: { word: "Passed", Icon: CircleCheck },
  failed: { word: "Failed", Icon: CircleX },
  unknown: { word: "Not known", Icon: CircleHelp },
  skipped: { word: "Skipped", Icon: CircleMinus },
} as const;

const NAMES: Readonly<Record<TokenCheck["check"], string>> = {
  form: "Format",
  enabled: "Rule enabled",
  issuer: "Issuer",
  audience: "Audience",
  algorithm: "Algorithm",
  key: "Key",
  signature: "Signature",
  times: "Validity period",
  claims: "Claims",
  identity: "User and workspace",
  "sign-out": "Sign-out",
};

/** Shows the checks of a token, each with its outcome. */
export function CheckList({ checks }: { checks: readonly TokenCheck[] }) {
  return (
    <ul className="check-list">
      {checks.map(({ check, outcome, message, remedy }) => {
        const { word, Icon } = OUTCOMES[outcome];
        return (
          <li key={check} data-outcome={outcome}>
            <span className="check-outcome">
              <Icon size={16} aria-hidden />
              {word}
            </span>
            <span className="check-name">{NAMES[check]}</span>
            <span className="check-message">
              <InlineCode text={message} />
              {remedy !== null && outcome !== "passed" && (
                <em>
                  {" "}
                  <InlineCode text={remedy} />
                </em>
              )}
            </span>
          </li>
        );
      })}
    </ul>
  );
}
