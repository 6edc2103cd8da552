import type { RulePreview } from "../../src/admin/admin-api.ts";

interface RuleFactsProps {
  rule: RulePreview;
  /** Also shows what seldom matters. Default: false. */
  isWhole?: boolean;
}

/** What a rule trusts, and for which workspace. */
export function RuleFacts({ rule, isWhole = false }: RuleFactsProps) {
  const required = Object.entries(rule.requiredClaims);
  return (
    <dl className="rule-facts">
      <dt>Issuer</dt>
      {rule.issuers.map((issuer) => (
        <dd key={issuer}>
          <code>{issuer}</code>
        </dd>
      ))}
      <dt>JWKS endpoint</dt>
      <dd>
        <code>{rule.jwksUrl}</code>
      </dd>
      <dt>{rule.audienceClaim === "aud" ? "Audience" : `Audience (${rule.audienceClaim})`}</dt>
      <dd>
        {rule.anyAudience ? <span className="pill">Any audience</span> : <code>{rule.audiences.join(", ")}</code>}
      </dd>
      <dt>Workspace</dt>
      <dd>
        <code>{rule.workspace}</code>
      </dd>
      {isWhole && (
        <>
          <dt>Algorithms</dt>
          <dd>
            <code>{rule.algorithms.join(", ")}</code>
          </dd>
          <dt>User</dt>
          <dd>
            <code>{rule.userClaim}</code>
          </dd>
          {required.length > 0 && <dt>Required claims</dt>}
          {required.map(([claim, value]) => (
            <dd key={claim}>
              <code>
                {claim} = {JSON.stringify(value)}
              </code>
            </dd>
          ))}
        </>
      )}
    </dl>
  );
}
