import type { KeyCreation } from "../../src/admin/admin-api.ts";
import { useSessionEnd } from "../session/use-session-end.ts";
import { Button } from "../ui/button.tsx";
import { CopyBlock } from "../ui/copy-block.tsx";
import { Modal } from "../ui/modal.tsx";
import { backendCode } from "./backend-code.ts";
import { useStatus } from "./use-status.ts";

interface NewKeyProps {
  created: KeyCreation;
  onClose(): void;
}

/** Shows a new key this once, and what to paste in the backend; not beyond the end of the session. */
export function NewKey({ created, onClose }: NewKeyProps) {
  useSessionEnd(onClose);
  const issuer = useStatus().data?.issuer ?? new URL("..", document.baseURI).href.replace(/\/$/, "");
  return (
    <Modal
      isOpen
      onClose={onClose}
      isWide
      closesEasily={false}
      title={`“${created.name}” is made`}
      description="Copy it now: only its hash is kept, so it cannot be shown again."
    >
      <CopyBlock title="The key, for ASSISTANT_API_KEY in your backend’s environment" code={created.key} />
      <CopyBlock title="The backend’s route that the browser fetches its token from" code={backendCode(issuer)} />
      <div className="modal-actions">
        <Button kind="primary" onClick={onClose}>
          I have copied it
        </Button>
      </div>
    </Modal>
  );
}
