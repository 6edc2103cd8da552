import { Gauge } from "lucide-react";
import type { Identity } from "../identity/identity.ts";
import type { IdentityActions } from "../identity/use-identity-actions.ts";
import { PaneButton } from "../layout/pane-button.tsx";
import type { SidePaneState } from "../layout/use-side-pane.ts";
import { Brand } from "./brand.tsx";
import { OrganizationToggle } from "./organization-toggle.tsx";
import { PersonMenu } from "./person-menu.tsx";

interface TopBarProps {
  /** The signed-in person; null for a visitor. */
  identity: Identity | null;
  actions: IdentityActions;
  panel: SidePaneState;
}

export function TopBar({ identity, actions, panel }: TopBarProps) {
  return (
    <header className="top-bar">
      <Brand />
      {identity && <OrganizationToggle identity={identity} actions={actions} />}
      <div className="top-bar-end">
        {identity ? (
          <PersonMenu identity={identity} actions={actions} />
        ) : (
          <button type="button" className="button primary" onClick={actions.signIn} disabled={actions.isBusy}>
            Sign in
          </button>
        )}
        <PaneButton pane={panel} icon={Gauge} label="Token panel" />
      </div>
      {actions.problem && (
        <p className="top-bar-problem" role="alert">
          {actions.problem}
        </p>
      )}
    </header>
  );
}
