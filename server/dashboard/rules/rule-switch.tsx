import { Switch } from "radix-ui";
import type { RuleAnswer } from "../../src/admin/admin-api.ts";
import { useToast } from "../ui/toasts.tsx";
import { useToggleRule } from "./use-rule-changes.ts";

/** Puts a rule in force or out of it. */
export function RuleSwitch({ rule: { id, name, enabled } }: { rule: RuleAnswer }) {
  const toggle = useToggleRule();
  const tell = useToast();
  const change = (next: boolean) => {
    if (toggle.isPending) return;
    toggle.mutate(
      { id, enabled: next },
      {
        onError: (error) => tell({ text: `${name} stays ${next ? "disabled" : "enabled"}: ${error.message}` }),
        // The list has them too, but above it, where they may be out of view.
        onSuccess: ({ warnings: [warning] }) => warning && tell({ text: `${warning.message} ${warning.remedy}` }),
      },
    );
  };
  return (
    <div className="rule-switch">
      <span aria-hidden>{enabled ? "Enabled" : "Disabled"}</span>
      <Switch.Root className="switch" aria-label={`${name} enabled`} checked={enabled} onCheckedChange={change}>
        <Switch.Thumb className="switch-thumb" />
      </Switch.Root>
    </div>
  );
}
