import type { AdminJson } from "../../src/admin/admin-api.ts";
import { Confirm } from "../ui/confirm.tsx";
import { useToast } from "../ui/toasts.tsx";
import { useAdminChanges } from "./use-admins.ts";

interface RemoveAdminProps {
  admin: AdminJson;
  onClose(): void;
}

/** Asks for confirmation before removing an admin. */
export function RemoveAdmin({ admin: { name }, onClose }: RemoveAdminProps) {
  const { remove } = useAdminChanges();
  const notify = useToast();
  const confirm = () =>
    remove.mutate(name, {
      onSuccess: () => {
        notify({ text: `${name} removed.` });
        onClose();
      },
    });
  return (
    <Confirm
      isOpen
      onClose={onClose}
      onConfirm={confirm}
      title={`Remove ${name}?`}
      description="Ends this admin’s password, sessions and set-up links immediately. The audit log keeps their past changes under this name."
      action="Remove admin"
      isBusy={remove.isPending}
      error={remove.error}
    />
  );
}
