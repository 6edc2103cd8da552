import type { KeyAnswer } from "../../src/admin/admin-api.ts";
import { Confirm } from "../ui/confirm.tsx";
import { useToast } from "../ui/toasts.tsx";
import { useKeyChanges } from "./use-keys.ts";

interface RevokeKeyProps {
  of: KeyAnswer;
  onClose(): void;
}

/** Asks before a key is taken out of force for good. */
export function RevokeKey({ of, onClose }: RevokeKeyProps) {
  const { revoke } = useKeyChanges();
  const tell = useToast();
  const confirm = () =>
    revoke.mutate(of.id, {
      onSuccess: () => {
        tell({ text: `“${of.name}” is revoked.` });
        onClose();
      },
    });
  return (
    <Confirm
      isOpen
      onClose={onClose}
      onConfirm={confirm}
      title={`Revoke “${of.name}”?`}
      description={`Whatever uses the key that ends in ${of.suffix} is refused within a second. This cannot be undone; to change over without a stop, rotate it.`}
      action="Revoke key"
      isBusy={revoke.isPending}
      problem={revoke.error?.message}
    />
  );
}
