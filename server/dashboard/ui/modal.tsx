import "./modal.css";
import { X } from "lucide-react";
import { Dialog } from "radix-ui";
import type { ReactNode } from "react";
import { useReturnFocus } from "./use-return-focus.ts";

interface ModalProps {
  isOpen: boolean;
  onClose(): void;
  title: string;
  /** The dialog's purpose in one sentence. */
  description: ReactNode;
  /** Whether the dialog is wide enough for large forms. Default: false. */
  isWide?: boolean;
  /**
   * Whether the user can close the dialog with the Escape key, or with a click outside the dialog. Set this property to
   * false if closing would lose input or a secret. Default: true.
   */
  isDismissible?: boolean;
  /** Whether an action is running. While it runs, the user cannot close the dialog. Default: false. */
  isBusy?: boolean;
  children: ReactNode;
}

const FIRST = "[data-first], input:not([type=hidden], [hidden], [readonly]), select, textarea";

/**
 * Focuses the first element that has `data-first` or is an input, select or textarea. Skips hidden and read-only
 * inputs. If there is no such element, the Close button receives the focus.
 */
function focusFirst(event: Event): void {
  const first = event.currentTarget instanceof Element ? event.currentTarget.querySelector<HTMLElement>(FIRST) : null;
  if (first === null) return;
  event.preventDefault();
  first.focus();
}

/**
 * Shows a modal dialog. The dialog focuses its first input and traps the focus. When the dialog closes, the focus
 * returns to the element that opened the dialog.
 */
export function Modal(props: ModalProps) {
  const { isOpen, onClose, title, description, isWide, isDismissible = true, isBusy = false, children } = props;
  const returnFocus = useReturnFocus(isOpen);
  const preventDismissal = isDismissible ? undefined : (event: Event) => event.preventDefault();
  return (
    <Dialog.Root open={isOpen} onOpenChange={(open) => !open && !isBusy && onClose()}>
      <Dialog.Portal>
        {/* The library's overlay inserts a style element, which the content security policy blocks. */}
        <div className="modal-shade" />
        <Dialog.Content
          className="modal"
          data-wide={isWide || undefined}
          onOpenAutoFocus={focusFirst}
          onCloseAutoFocus={returnFocus}
          {...(preventDismissal ? { onPointerDownOutside: preventDismissal, onEscapeKeyDown: preventDismissal } : {})}
        >
          <header className="modal-head">
            <Dialog.Title>{title}</Dialog.Title>
            <Dialog.Close className="button" data-kind="quiet" aria-label="Close">
              <X size={16} aria-hidden />
            </Dialog.Close>
          </header>
          <Dialog.Description className="modal-description">{description}</Dialog.Description>
          {children}
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
