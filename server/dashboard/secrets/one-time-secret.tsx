import { type ReactNode, useRef, useState } from "react";
import { useSessionEnd } from "../session/use-session-end.ts";
import { Button } from "../ui/button.tsx";
import { CopyBlock } from "../ui/copy-block.tsx";
import { Modal } from "../ui/modal.tsx";

interface OneTimeSecretProps {
  title: string;
  description: ReactNode;
  /** What the secret is for. */
  label: string;
  secret: string;
  onClose(): void;
  /** What is shown beside it, such as code to paste. */
  children?: ReactNode;
}

/**
 * Shows a secret that cannot be had again, until it is dismissed or the session ends. Copy has the focus; one that was not copied takes
 * two different buttons to dismiss, so that no key pressed twice loses it.
 */
export function OneTimeSecret({ title, description, label, secret, onClose, children }: OneTimeSecretProps) {
  useSessionEnd(onClose);
  const [isCopied, setCopied] = useState(false);
  const [isAsking, setAsking] = useState(false);
  const body = useRef<HTMLDivElement>(null);
  const leave = () => {
    if (isCopied) return onClose();
    setAsking(true);
    body.current?.querySelector<HTMLElement>("[data-first]")?.focus();
  };
  return (
    <Modal isOpen onClose={leave} isWide closesEasily={false} title={title} description={description}>
      {/* A selection that is copied by keyboard or menu counts, too. */}
      <div ref={body} onCopy={() => setCopied(true)}>
        <CopyBlock title={label} code={secret} isFirst onCopied={() => setCopied(true)} />
      </div>
      {children}
      {isAsking && !isCopied && (
        <p className="field-error" role="alert">
          It has not been copied, and it cannot be shown again.
        </p>
      )}
      <div className="modal-actions">
        {isAsking && !isCopied && (
          <Button kind="danger" onClick={onClose}>
            Close without copying
          </Button>
        )}
        <Button kind="primary" onClick={leave}>
          Done
        </Button>
      </div>
    </Modal>
  );
}
