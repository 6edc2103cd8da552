import { ChevronDown, LogOut, UserRoundCog } from "lucide-react";
import { DropdownMenu } from "radix-ui";
import { firstName, type Identity } from "../identity/identity.ts";
import type { IdentityActions } from "../identity/use-identity-actions.ts";

interface PersonMenuProps {
  identity: Identity;
  actions: IdentityActions;
}

export function PersonMenu({ identity, actions }: PersonMenuProps) {
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger className="person" aria-label={`Signed in as ${identity.name}`}>
        <span className={`avatar ${identity.userId}`} data-initial={identity.name.charAt(0)} />
        {firstName(identity.name)}
        <ChevronDown size={15} aria-hidden="true" />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content className="menu" align="end" sideOffset={6}>
          <DropdownMenu.Item onSelect={actions.switchPerson}>
            <UserRoundCog size={16} aria-hidden="true" /> Switch person …
          </DropdownMenu.Item>
          <DropdownMenu.Item onSelect={actions.signOut}>
            <LogOut size={16} aria-hidden="true" /> Sign out
          </DropdownMenu.Item>
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}
