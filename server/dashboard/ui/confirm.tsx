import "./modal.css";
import { AlertDialog } from "radix-ui";
import type { ReactNode } from "react";
import { describeError } from "../api/api-error.ts";
import { Button } from "./button.tsx";
import { useReturnFocus } from "./use-return-focus.ts";

interface ConfirmProps {
  isOpen: boolean;
  onClose(): void;
  onConfirm(): void;
  title: string;
  /** What the action does, and to which user, key or other item. */
  description: ReactNode;
  /** The label of the button that confirms the action. The label contains a verb, for example "Revoke key". */
  action: string;
  /** The label of the button that cancels the action. Default: "Cancel". */
  keep?: string;
  /** Whether the action is destructive. Default: true. */
  isDestructive?: boolean;
  /** Whether the action is running. While it runs, the user cannot close the dialog. Default: false. */
  isBusy?: boolean;
  /** The error of the failed action; null if the action has not failed. */
  error: Error | null;
}

/** Shows a dialog that asks for confirmation. The Cancel button receives the focus. */
export function Confirm(props: ConfirmProps) {
  const { isOpen, onClose, onConfirm, title, description, action, error } = props;
  const { keep = "Cancel", isDestructive = true, isBusy = false } = props;
  const returnFocus = useReturnFocus(isOpen);
  return (
    <AlertDialog.Root open={isOpen} onOpenChange={(open) => !open && !isBusy && onClose()}>
      <AlertDialog.Portal>
        <div className="modal-shade" />
        <AlertDialog.Content className="modal" aria-modal onCloseAutoFocus={returnFocus}>
          <header className="modal-head">
            <AlertDialog.Title>{title}</AlertDialog.Title>
          </header>
          <AlertDialog.Description className="modal-description">{description}</AlertDialog.Description>
          {error !== null && (
            <p className="field-error" role="alert">
              {describeError(error)}
            </p>
          )}
          <div className="modal-actions">
            <AlertDialog.Cancel asChild>
              <Button isBusy={isBusy}>{keep}</Button>
            </AlertDialog.Cancel>
            <Button kind={isDestructive ? "danger" : "primary"} isBusy={isBusy} onClick={onConfirm}>
              {action}
            </Button>
          </div>
        </AlertDialog.Content>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}
