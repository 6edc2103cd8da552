import type { EraseResponse } from "../../src/admin/admin-api.ts";
import { Confirm } from "../ui/confirm.tsx";
import { useToast } from "../ui/toasts.tsx";
import { useThreadChanges } from "./use-threads.ts";

interface EraseUserProps {
  userId: string;
  onClose(): void;
}

/** Asks for confirmation before permanently erasing a user's data. */
export function EraseUser({ userId, onClose }: EraseUserProps) {
  const { erase } = useThreadChanges();
  const notify = useToast();
  const confirm = () =>
    erase.mutate(
      { userId },
      {
        onSuccess: (erased) => {
          notify({ text: `User erased: ${describe(erased)}.` });
          onClose();
        },
      },
    );
  return (
    <Confirm
      isOpen
      onClose={onClose}
      onConfirm={confirm}
      title="Erase this user?"
      description={
        <>
          Deletes every thread that <code className="threads-whole">{userId}</code> has created, in all workspaces, with
          replies, files, scores and run reports. Empties the user’s messages in other users’ threads. This cannot be
          undone. The user can still sign in.
        </>
      }
      action="Erase user"
      isBusy={erase.isPending}
      error={erase.error}
    />
  );
}

function describe({ threads, messages }: EraseResponse): string {
  return `${count(threads, "thread")} deleted, ${count(messages, "message")} emptied`;
}

const count = (number: number, what: string) => `${number} ${what}${number === 1 ? "" : "s"}`;
