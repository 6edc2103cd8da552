import { Switch } from "radix-ui";
import type { RuleJson } from "../../src/admin/admin-api.ts";
import { describeError } from "../api/api-error.ts";
import { useToast } from "../ui/toasts.tsx";
import { useToggleRule } from "./use-rule-changes.ts";

/** Shows the switch that enables or disables a rule. */
export function RuleSwitch({ rule: { id, name, enabled } }: { rule: RuleJson }) {
  const toggle = useToggleRule();
  const notify = useToast();
  const change = (next: boolean) => {
    if (toggle.isPending) return;
    toggle.mutate(
      { id, enabled: next },
      {
        onError: (error) =>
          notify({ text: `${name} is still ${next ? "disabled" : "enabled"}. ${describeError(error)}` }),
        // The page shows the warnings above the list too, but they may be scrolled out of view.
        onSuccess: ({ warnings: [warning] }) => warning && notify({ text: `${warning.message} ${warning.remedy}` }),
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
