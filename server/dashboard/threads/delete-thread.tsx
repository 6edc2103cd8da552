import type { ThreadsAnswer } from "../../src/admin/admin-api.ts";
import { Confirm } from "../ui/confirm.tsx";
import { useToast } from "../ui/toasts.tsx";
import { titleOf } from "./title-of.ts";
import { useThreadChanges } from "./use-threads.ts";

interface DeleteThreadProps {
  of: ThreadsAnswer["threads"][number];
  onClose(): void;
}

/** Asks for confirmation before permanently deleting a thread. */
export function DeleteThread({ of, onClose }: DeleteThreadProps) {
  const { remove } = useThreadChanges();
  const notify = useToast();
  const confirm = () =>
    remove.mutate(of.id, {
      onSuccess: () => {
        notify({ text: `“${titleOf(of)}” deleted.` });
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
          Deletes the thread and all its messages for every user of workspace <code>{of.workspace_id}</code>. This
          cannot be undone.
        </>
      }
      action="Delete thread"
      isBusy={remove.isPending}
      problem={remove.error?.message}
    />
  );
}
