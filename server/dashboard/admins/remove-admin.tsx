import type { AdminAnswer } from "../../src/admin/admin-api.ts";
import { ApiError } from "../api/api-error.ts";
import { Confirm } from "../ui/confirm.tsx";
import { useToast } from "../ui/toasts.tsx";
import { useAdminChanges } from "./use-admins.ts";

interface RemoveAdminProps {
  of: AdminAnswer;
  onClose(): void;
}

/** Asks before an admin loses access. */
export function RemoveAdmin({ of: { name }, onClose }: RemoveAdminProps) {
  const { remove } = useAdminChanges();
  const tell = useToast();
  const confirm = () =>
    remove.mutate(name, {
      onSuccess: () => {
        tell({ text: `${name} is removed.` });
        onClose();
      },
    });
  const { error } = remove;
  const remedy = error instanceof ApiError && error.remedy !== null ? ` ${error.remedy}` : "";
  return (
    <Confirm
      isOpen
      onClose={onClose}
      onConfirm={confirm}
      title={`Remove ${name}?`}
      description="The password, every session and every set-up link of this admin end at once. Changes that the audit log records stay there under the name."
      action="Remove admin"
      isBusy={remove.isPending}
      problem={error === null ? undefined : `${error.message}${remedy}`}
    />
  );
}
