import type { KeyCreation } from "../../src/admin/admin-api.ts";
import { OneTimeSecret } from "../secrets/one-time-secret.tsx";
import { CopyBlock } from "../ui/copy-block.tsx";
import { backendCode } from "./backend-code.ts";
import { useStatus } from "./use-status.ts";

interface NewKeyProps {
  created: KeyCreation;
  onClose(): void;
}

/** Shows a new key this once, and what to paste in the backend. */
export function NewKey({ created, onClose }: NewKeyProps) {
  const issuer = useStatus().data?.issuer ?? new URL("..", document.baseURI).href.replace(/\/$/, "");
  return (
    <OneTimeSecret
      title={`“${created.name}” is made`}
      description="Copy it now: only its hash is kept, so it cannot be shown again."
      label="The key, for ASSISTANT_API_KEY in your backend’s environment"
      secret={created.key}
      onClose={onClose}
    >
      <CopyBlock title="The backend’s route that the browser fetches its token from" code={backendCode(issuer)} />
    </OneTimeSecret>
  );
}
