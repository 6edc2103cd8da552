import type { KeyJson } from "../../src/admin/admin-api.ts";
import { Confirm } from "../ui/confirm.tsx";
import { useToast } from "../ui/toasts.tsx";
import { useKeyChanges } from "./use-keys.ts";

interface RevokeKeyProps {
  apiKey: KeyJson;
  onClose(): void;
}

/** Asks for confirmation before revoking an API key. */
export function RevokeKey({ apiKey, onClose }: RevokeKeyProps) {
  const { revoke } = useKeyChanges();
  const notify = useToast();
  const confirm = () =>
    revoke.mutate(apiKey.id, {
      onSuccess: () => {
        notify({ text: `“${apiKey.name}” revoked.` });
        onClose();
      },
    });
  return (
    <Confirm
      isOpen
      onClose={onClose}
      onConfirm={confirm}
      title={`Revoke “${apiKey.name}”?`}
      description={`Requests with the key that ends in ${apiKey.suffix} are refused within a second. This cannot be undone. To replace the key without downtime, rotate it instead.`}
      action="Revoke key"
      isBusy={revoke.isPending}
      error={revoke.error}
    />
  );
}
