import { ToggleGroup } from "radix-ui";
import type { Identity } from "../identity/identity.ts";
import type { IdentityActions } from "../identity/use-identity-actions.ts";

interface OrganisationToggleProps {
  identity: Identity;
  actions: IdentityActions;
}

/** Asks the provider for an ID token of another organisation; the page stays as it is. */
export function OrganisationToggle({ identity, actions }: OrganisationToggleProps) {
  return (
    <ToggleGroup.Root
      className="segments quiet"
      type="single"
      value={identity.organisation.id}
      onValueChange={(id) => id && actions.switchOrganisation(id)}
      disabled={actions.isBusy}
      aria-label="Organisation"
    >
      {identity.organisations.map(({ id, name }) => (
        <ToggleGroup.Item key={id} value={id}>
          {name}
        </ToggleGroup.Item>
      ))}
    </ToggleGroup.Root>
  );
}
