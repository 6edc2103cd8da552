import type { AdminAnswer, AdminLinkAnswer } from "../../src/admin/admin-api.ts";
import { Confirm } from "../ui/confirm.tsx";
import { useAdminChanges } from "./use-admins.ts";

interface ResetAdminProps {
  of: AdminAnswer;
  onClose(): void;
  onCreated(link: AdminLinkAnswer): void;
}

/** Asks before a link is created that sets an admin's password. */
export function ResetAdmin({ of, onClose, onCreated }: ResetAdminProps) {
  const { reset } = useAdminChanges();
  return (
    <Confirm
      isOpen
      onClose={onClose}
      onConfirm={() => reset.mutate(of.name, { onSuccess: onCreated })}
      title={`Reset the password of ${of.name}?`}
      description="You get a one-time link that sets a new password. The current one and its sessions stay valid until the link is used; an earlier link does not."
      action="Create link"
      keep="Cancel"
      isLoss={false}
      isBusy={reset.isPending}
      problem={reset.error?.message}
    />
  );
}
