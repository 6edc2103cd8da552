import type { AdminJson, AdminLinkResponse } from "../../src/admin/admin-api.ts";
import { Confirm } from "../ui/confirm.tsx";
import { useAdminChanges } from "./use-admins.ts";

interface ResetAdminProps {
  admin: AdminJson;
  onClose(): void;
  onCreated(link: AdminLinkResponse): void;
}

/** Asks for confirmation before creating a link that resets an admin's password. */
export function ResetAdmin({ admin, onClose, onCreated }: ResetAdminProps) {
  const { reset } = useAdminChanges();
  return (
    <Confirm
      isOpen
      onClose={onClose}
      onConfirm={() => reset.mutate(admin.name, { onSuccess: onCreated })}
      title={`Reset the password of ${admin.name}?`}
      description="Creates a one-time link that sets a new password, and invalidates earlier links. The current password and sessions stay valid until the link is used."
      action="Create link"
      isDestructive={false}
      isBusy={reset.isPending}
      error={reset.error}
    />
  );
}
