import type { RuleJson } from "../../src/admin/admin-api.ts";
import { Button } from "../ui/button.tsx";
import { Modal } from "../ui/modal.tsx";
import { ruleInputOf } from "./edit/rule-draft.ts";
import { JwksResult } from "./jwks-result.tsx";
import { useRuleFields } from "./use-rule-fields.ts";
import { useJwksCheck } from "./use-rule-preview.ts";

/**
 * Shows the dialog that tests a rule. The authority fetches the rule's JWKS with the same limits as for a token
 * exchange.
 */
export function TestRule({ rule, onClose }: { rule: RuleJson; onClose(): void }) {
  const check = useJwksCheck({ kind: "custom", rule: ruleInputOf(useRuleFields(), rule) });
  return (
    <Modal
      isOpen
      onClose={onClose}
      title={`Test ${rule.name}`}
      description={
        <>
          Fetches <code className="rule-url">{rule.jwksUrl}</code> the way a token exchange does.
        </>
      }
    >
      <JwksResult check={check} />
      <p className="jwks-note">To check a specific token, use Try a token.</p>
      <div className="modal-actions">
        <a className="button" href="#/try">
          Try a token
        </a>
        <Button kind="primary" onClick={onClose}>
          Done
        </Button>
      </div>
    </Modal>
  );
}
