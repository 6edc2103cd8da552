import type { ThreadsAnswer } from "../../src/admin/admin-api.ts";
import { Confirm } from "../ui/confirm.tsx";
import { useToast } from "../ui/toasts.tsx";
import { titleOf } from "./title-of.ts";
import { useThreadChanges } from "./use-threads.ts";

interface DeleteThreadProps {
  of: ThreadsAnswer["threads"][number];
  onClose(): void;
}

/** Asks before a thread is deleted for good. */
export function DeleteThread({ of, onClose }: DeleteThreadProps) {
  const { remove } = useThreadChanges();
  const tell = useToast();
  const confirm = () =>
    remove.mutate(of.id, {
      onSuccess: () => {
        tell({ text: `“${titleOf(of)}” is deleted.` });
        onClose();
      },
    });
  return (
    <Confirm
      isOpen
      onClose={onClose}
      onConfirm={confirm}
      title={`Delete “${titleOf(of)}”?`}
      description={
        <>
          The thread disappears for its users in workspace <code>{of.workspace_id}</code>, with every message. This
          cannot be undone.
        </>
      }
      action="Delete thread"
      isBusy={remove.isPending}
      problem={remove.error?.message}
    />
  );
}
