import "./modal.css";
import { X } from "lucide-react";
import { Dialog } from "radix-ui";
import type { ReactNode } from "react";
import { useReturnFocus } from "./use-return-focus.ts";

interface ModalProps {
  isOpen: boolean;
  onClose(): void;
  title: string;
  /** What it is about, in a sentence. */
  description: ReactNode;
  /** For forms with much in them. Default: false. */
  isWide?: boolean;
  /** False where a click beside it or Escape would lose something that cannot be had again. Default: true. */
  closesEasily?: boolean;
  /** Something is under way whose outcome is shown here: the dialog stays until it is there. Default: false. */
  isBusy?: boolean;
  children: ReactNode;
}

const FIRST = "[data-first], input:not([type=hidden], [hidden], [readonly]), select, textarea";

/** Begins with the field to fill, or what is marked as first, and not with the button that closes. */
function focusFirst(event: Event): void {
  const first = event.currentTarget instanceof Element ? event.currentTarget.querySelector<HTMLElement>(FIRST) : null;
  if (first === null) return;
  event.preventDefault();
  first.focus();
}

/** A dialog over the page: the focus begins where something is to be done, stays within it, and goes back to where it came from. */
export function Modal(props: ModalProps) {
  const { isOpen, onClose, title, description, isWide, closesEasily = true, isBusy = false, children } = props;
  const returnFocus = useReturnFocus(isOpen);
  const stay = closesEasily ? undefined : (event: Event) => event.preventDefault();
  return (
    <Dialog.Root open={isOpen} onOpenChange={(open) => !open && !isBusy && onClose()}>
      <Dialog.Portal>
        {/* The library's own overlay writes a style element, which the page's policy refuses. */}
        <div className="modal-shade" />
        <Dialog.Content
          className="modal"
          data-wide={isWide || undefined}
          onOpenAutoFocus={focusFirst}
          onCloseAutoFocus={returnFocus}
          {...(stay ? { onPointerDownOutside: stay, onEscapeKeyDown: stay } : {})}
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
