import { type ReactNode, useRef, useState } from "react";
import { useSessionEnd } from "../session/use-session-end.ts";
import { Button } from "../ui/button.tsx";
import { CopyBlock } from "../ui/copy-block.tsx";
import { Modal } from "../ui/modal.tsx";

interface OneTimeSecretProps {
  title: string;
  description: ReactNode;
  /** The title above the secret: the kind of secret and its purpose. */
  label: string;
  secret: string;
  onClose(): void;
  /** The content below the secret, such as code to copy. */
  children?: ReactNode;
}

/**
 * Shows a secret that the server does not return again. The Copy button receives the focus. The secret disappears when
 * the user closes the dialog or the session ends.
 *
 * To close the dialog without copying the secret, the user must press two different buttons. If the user presses Enter
 * twice on one button, the dialog therefore stays open.
 */
export function OneTimeSecret({ title, description, label, secret, onClose, children }: OneTimeSecretProps) {
  useSessionEnd(onClose);
  const [isCopied, setCopied] = useState(false);
  const [isAsking, setAsking] = useState(false);
  const body = useRef<HTMLDivElement>(null);
  const close = () => {
    if (isCopied) return onClose();
    setAsking(true);
    body.current?.querySelector<HTMLElement>("[data-first]")?.focus();
  };
  return (
    <Modal isOpen onClose={close} isWide isDismissible={false} title={title} description={description}>
      {/* The user may also copy the selected secret by keyboard or menu. */}
      <div ref={body} onCopy={() => setCopied(true)}>
        <CopyBlock title={label} code={secret} isFirst onCopied={() => setCopied(true)} />
      </div>
      {children}
      {isAsking && !isCopied && (
        <p className="field-error" role="alert">
          You have not copied this secret, and it cannot be shown again.
        </p>
      )}
      <div className="modal-actions">
        {isAsking && !isCopied && (
          <Button kind="danger" onClick={onClose}>
            Close without copying
          </Button>
        )}
        <Button kind="primary" onClick={close}>
          Done
        </Button>
      </div>
    </Modal>
  );
}
