import { ToggleGroup } from "radix-ui";
import type { Identity } from "../identity/identity.ts";
import type { IdentityActions } from "../identity/use-identity-actions.ts";

interface OrganizationToggleProps {
  identity: Identity;
  actions: IdentityActions;
}

/**
 * Renders buttons that select an organization. A selection requests an ID token for that organization, without a page
 * load.
 */
export function OrganizationToggle({ identity, actions }: OrganizationToggleProps) {
  return (
    <ToggleGroup.Root
      className="segments quiet"
      type="single"
      value={identity.organization.id}
      onValueChange={(id) => id && actions.switchOrganization(id)}
      disabled={actions.isBusy}
      aria-label="Organization"
    >
      {identity.organizations.map(({ id, name }) => (
        <ToggleGroup.Item key={id} value={id}>
          {name}
        </ToggleGroup.Item>
      ))}
    </ToggleGroup.Root>
  );
}
