import { CodeXml, Pencil, PlugZap, Trash2 } from "lucide-react";
import type { RuleJson } from "../../src/admin/admin-api.ts";
import { Button } from "../ui/button.tsx";
import { Moment } from "../ui/moment.tsx";
import { RuleFacts } from "./rule-facts.tsx";
import { RuleSwitch } from "./rule-switch.tsx";

/** An action that opens a dialog from a rule's card. */
export type RuleAction = "test" | "code" | "edit";

interface RuleCardProps {
  rule: RuleJson;
  providerTitle: string;
  isDeleting: boolean;
  onAct(action: RuleAction): void;
  onDelete(): void;
}

const ACTIONS = [
  { action: "test", label: "Test", Icon: PlugZap },
  { action: "code", label: "Code", Icon: CodeXml },
  { action: "edit", label: "Edit", Icon: Pencil },
] as const;

/** Shows a card for one rule, with its actions. */
export function RuleCard({ rule, providerTitle, isDeleting, onAct, onDelete }: RuleCardProps) {
  const { name, enabled, createdAt, updatedAt } = rule;
  return (
    <li className="card rule-card" data-off={!enabled || undefined}>
      <div className="rule-head">
        <h3>{name}</h3>
        <span className="pill">{providerTitle}</span>
        <RuleSwitch rule={rule} />
      </div>
      <RuleFacts rule={rule} />
      <div className="rule-foot">
        <p>
          {updatedAt === null ? "Added" : "Changed"} <Moment at={updatedAt ?? createdAt} />
        </p>
        {ACTIONS.map(({ action, label, Icon }) => (
          <Button key={action} kind="quiet" aria-label={`${label}: ${name}`} onClick={() => onAct(action)}>
            <Icon size={15} aria-hidden />
            {label}
          </Button>
        ))}
        <Button kind="quiet" isBusy={isDeleting} aria-label={`Delete: ${name}`} onClick={onDelete}>
          <Trash2 size={15} aria-hidden />
          Delete
        </Button>
      </div>
    </li>
  );
}
