import { useRef, useState } from "react";
import type { PresetInfo, RuleJson, SavedRuleJson } from "../../src/admin/admin-api.ts";
import { Button } from "../ui/button.tsx";
import { Modal } from "../ui/modal.tsx";
import { useToast } from "../ui/toasts.tsx";
import { RuleCode } from "./code/rule-code.tsx";
import { EditRule } from "./edit/edit-rule.tsx";
import { type RuleAction, RuleCard } from "./rule-card.tsx";
import { SavedState } from "./saved-state.tsx";
import { TestRule } from "./test-rule.tsx";
import { useRuleDeletion } from "./use-rule-deletion.ts";

/** Shows the list of rules, and the dialogs that its buttons open. */
export function RuleList({ rules, presets }: { rules: readonly RuleJson[]; presets: readonly PresetInfo[] }) {
  const [saved, setSaved] = useState<SavedRuleJson | null>(null);
  const [open, setOpen] = useState<{ action: RuleAction; rule: RuleJson } | null>(null);
  const list = useRef<HTMLUListElement>(null);
  const notify = useToast();
  const deletion = useRuleDeletion(list);
  const close = () => {
    setOpen(null);
    setSaved(null);
  };
  const titleOf = (provider: string | null) =>
    provider === null ? "Custom" : (presets.find((preset) => preset.provider === provider)?.title ?? provider);
  return (
    <>
      <ul ref={list} className="rule-list" tabIndex={-1} aria-label="Auth rules">
        {rules.map((rule) => (
          <RuleCard
            key={rule.id}
            rule={rule}
            providerTitle={titleOf(rule.provider)}
            isDeleting={deletion.isDeleting(rule.id)}
            onAct={(action) => setOpen({ action, rule })}
            onDelete={() => deletion.remove(rule)}
          />
        ))}
      </ul>
      {saved !== null && (
        <Modal isOpen onClose={close} title={`${saved.name} saved`} description="The new settings are in effect.">
          <SavedState rule={saved} />
          <div className="modal-actions">
            <Button kind="primary" onClick={close}>
              Done
            </Button>
          </div>
        </Modal>
      )}
      {open?.action === "edit" && saved === null && (
        <EditRule
          rule={open.rule}
          onClose={close}
          onSaved={(saved) => {
            // With a new JWKS endpoint, the keys may be out of reach. The dialog shows a check of the keys, and the
            // rule's warnings.
            if (saved.warnings.length > 0 || saved.jwksUrl !== open.rule.jwksUrl) return setSaved(saved);
            close();
            notify({ text: `${saved.name} saved.` });
          }}
        />
      )}
      {open?.action === "test" && <TestRule rule={open.rule} onClose={close} />}
      {open?.action === "code" && (
        <Modal
          isOpen
          isWide
          onClose={close}
          title={`Code for ${open.rule.name}`}
          description="Passes the provider's token to the client, which exchanges it for a workspace token and renews it."
        >
          <RuleCode rule={open.rule} />
        </Modal>
      )}
    </>
  );
}
