import { CircleCheck, CircleHelp, CircleX } from "lucide-react";
import type { TokenCheck, TryTokenResponse } from "../../src/admin/admin-api.ts";
import { InlineCode } from "../ui/inline-code.tsx";
import { CheckList } from "./check-list.tsx";
import { DecodedToken } from "./decoded-token.tsx";

const VERDICTS = {
  accepted: { title: "Accepted", Icon: CircleCheck },
  refused: { title: "Refused", Icon: CircleX },
  unknown: { title: "Not known", Icon: CircleHelp },
} as const;

/** Shows whether a token exchange would accept a token, and why. */
export function TokenVerdict({ answer: { report, decoded } }: { answer: TryTokenResponse }) {
  const { verdict, summary, remedy, checks, rules, identity } = report;
  const { title, Icon } = VERDICTS[verdict];
  return (
    <div className="verdict-parts">
      <section className="verdict" data-verdict={verdict} aria-label="Verdict">
        <Icon size={26} aria-hidden />
        <div>
          <h3>{title}</h3>
          <p>
            <InlineCode text={withoutTitle(summary, title)} />
          </p>
          {remedy !== null && (
            <p>
              <strong>What to do:</strong> <InlineCode text={remedy} />
            </p>
          )}
          {verdict === "refused" && isRefusedByRules(report) && (
            <p>
              <a className="button" href="#/rules">
                Auth rules
              </a>
            </p>
          )}
          {identity !== null && (
            <dl className="verdict-identity">
              <dt>User</dt>
              <dd>
                <code>{identity.userId}</code>
              </dd>
              <dt>Workspace</dt>
              <dd>
                <code>{identity.workspaceId}</code>
              </dd>
            </dl>
          )}
        </div>
      </section>
      {rules.length === 0 ? (
        <section className="card" aria-label="Checks">
          <h3 className="verdict-heading">Checks</h3>
          <CheckList checks={checks} />
        </section>
      ) : (
        rules.map(({ ruleId, ruleName, provider, checks: ofRule }, index) => (
          <section key={ruleId} className="card" aria-label={`Checks of ${ruleName}`}>
            <h3 className="verdict-heading">
              {ruleName}
              {provider !== null && <span className="pill">{provider}</span>}
              {index === 0 && rules.length > 1 && (
                <span className="pill">{verdict === "accepted" ? "Accepts this token" : "Closest match"}</span>
              )}
            </h3>
            <CheckList checks={index === 0 ? [...checks, ...ofRule] : ofRule} />
          </section>
        ))
      )}
      {decoded !== null && <DecodedToken decoded={decoded} />}
    </div>
  );
}

/** The checks that do not depend on the settings of a rule. */
const WITHOUT_RULE: readonly TokenCheck["check"][] = ["form", "signature", "times", "sign-out"];

/**
 * Returns whether a change of the auth rules may help after a refusal. This is the case if the token does not match the
 * settings of the closest rule, or if there are no rules yet.
 */
function isRefusedByRules({ checks, rules }: TryTokenResponse["report"]): boolean {
  return [...checks, ...(rules[0]?.checks ?? [])].some(
    ({ check, outcome }) => outcome === "failed" && !WITHOUT_RULE.includes(check),
  );
}

/** Returns the summary without the verdict at its start, because the heading already shows the verdict. */
function withoutTitle(summary: string, title: string): string {
  const rest = summary.startsWith(title) ? summary.slice(title.length).replace(/^[;.]\s*/, "") : summary;
  return rest.charAt(0).toUpperCase() + rest.slice(1);
}
