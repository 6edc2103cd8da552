import { ThreadListItemPrimitive, useAui, useAuiState } from "@assistant-ui/react";
import { Archive, ArchiveRestore, Ellipsis, Pencil, Trash2 } from "lucide-react";
import { DropdownMenu } from "radix-ui";
import { useState } from "react";
import { RenameField } from "./rename-field.tsx";

export function ThreadListItem({ isArchived = false }: { isArchived?: boolean }) {
  const aui = useAui();
  const title = useAuiState(({ threadListItem }) => threadListItem.title);
  const [isRenaming, setRenaming] = useState(false);
  if (isRenaming) return <RenameField title={title ?? ""} onClose={() => setRenaming(false)} />;
  return (
    <ThreadListItemPrimitive.Root className="thread-item">
      <ThreadListItemPrimitive.Trigger className="thread-item-open">
        <ThreadListItemPrimitive.Title fallback="New thread" />
      </ThreadListItemPrimitive.Trigger>
      <DropdownMenu.Root modal={false}>
        <DropdownMenu.Trigger className="icon-button" aria-label={`More for ${title ?? "New thread"}`}>
          <Ellipsis size={16} aria-hidden="true" />
        </DropdownMenu.Trigger>
        <DropdownMenu.Portal>
          <DropdownMenu.Content className="menu" align="end" sideOffset={4} onCloseAutoFocus={keepFocusOfField}>
            <DropdownMenu.Item onSelect={() => setRenaming(true)}>
              <Pencil size={16} aria-hidden="true" /> Rename
            </DropdownMenu.Item>
            {isArchived ? (
              <DropdownMenu.Item onSelect={() => aui.threadListItem.unarchive()}>
                <ArchiveRestore size={16} aria-hidden="true" /> Restore
              </DropdownMenu.Item>
            ) : (
              <DropdownMenu.Item onSelect={() => aui.threadListItem.archive()}>
                <Archive size={16} aria-hidden="true" /> Archive
              </DropdownMenu.Item>
            )}
            <DropdownMenu.Item onSelect={() => aui.threadListItem.delete()}>
              <Trash2 size={16} aria-hidden="true" /> Delete
            </DropdownMenu.Item>
          </DropdownMenu.Content>
        </DropdownMenu.Portal>
      </DropdownMenu.Root>
    </ThreadListItemPrimitive.Root>
  );
}

/** Leaves the focus in the rename field when the menu closes. By default, the menu would focus its trigger. */
function keepFocusOfField(event: Event) {
  if (document.activeElement instanceof HTMLInputElement) event.preventDefault();
}
