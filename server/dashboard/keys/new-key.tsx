import type { CreatedKeyJson } from "../../src/admin/admin-api.ts";
import { OneTimeSecret } from "../secrets/one-time-secret.tsx";
import { CopyBlock } from "../ui/copy-block.tsx";
import { backendCode } from "./backend-code.ts";
import { useStatus } from "./use-status.ts";

interface NewKeyProps {
  created: CreatedKeyJson;
  onClose(): void;
}

/** Shows a new API key and the code for the backend. The server returns the key only once. */
export function NewKey({ created, onClose }: NewKeyProps) {
  const issuer = useStatus().data?.issuer ?? new URL("..", document.baseURI).href.replace(/\/$/, "");
  return (
    <OneTimeSecret
      title={`“${created.name}” created`}
      description="Copy the key now. Only its hash is stored, so it cannot be shown again."
      label="API key, for ASSISTANT_API_KEY in your backend’s environment"
      secret={created.key}
      onClose={onClose}
    >
      <CopyBlock title="Backend route from which the browser fetches its token" code={backendCode(issuer)} />
    </OneTimeSecret>
  );
}
