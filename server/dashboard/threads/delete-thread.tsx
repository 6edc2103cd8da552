import type { ThreadsResponse } from "../../src/admin/admin-api.ts";
import { Confirm } from "../ui/confirm.tsx";
import { useToast } from "../ui/toasts.tsx";
import { titleOf } from "./title-of.ts";
import { useThreadChanges } from "./use-threads.ts";

interface DeleteThreadProps {
  thread: ThreadsResponse["threads"][number];
  onClose(): void;
}

/** Asks for confirmation before permanently deleting a thread. */
export function DeleteThread({ thread, onClose }: DeleteThreadProps) {
  const { remove } = useThreadChanges();
  const notify = useToast();
  const confirm = () =>
    remove.mutate(thread, {
      onSuccess: () => {
        notify({ text: `“${titleOf(thread)}” deleted.` });
        onClose();
      },
    });
  return (
    <Confirm
      isOpen
      onClose={onClose}
      onConfirm={confirm}
      title={`Delete “${titleOf(thread)}”?`}
      description={
        <>
          Deletes the thread and all its messages for every user of workspace <code>{thread.workspace_id}</code>. This
          cannot be undone.
        </>
      }
      action="Delete thread"
      isBusy={remove.isPending}
      error={remove.error}
    />
  );
}
