import type { Identity } from "../identity/identity.ts";
import type { IdentityActions } from "../identity/use-identity-actions.ts";
import type { Approach } from "../sources/approach.ts";
import { ApproachToggle } from "./approach-toggle.tsx";
import { Brand } from "./brand.tsx";
import { OrganizationToggle } from "./organization-toggle.tsx";
import { PersonMenu } from "./person-menu.tsx";

interface TopBarProps {
  identity: Identity;
  actions: IdentityActions;
  approach: Approach;
  onApproach(approach: Approach): void;
}

export function TopBar({ identity, actions, approach, onApproach }: TopBarProps) {
  return (
    <div className="top-bar">
      <Brand />
      <ApproachToggle approach={approach} onApproach={onApproach} />
      <div className="top-bar-identity">
        <OrganizationToggle identity={identity} actions={actions} />
        <PersonMenu identity={identity} actions={actions} />
      </div>
      {actions.problem && (
        <p className="top-bar-problem" role="alert">
          {actions.problem}
        </p>
      )}
    </div>
  );
}
