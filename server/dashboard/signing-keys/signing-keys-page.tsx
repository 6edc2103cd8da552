import { RefreshCw } from "lucide-react";
import { useState } from "react";
import type { SigningKeyJson } from "../../src/admin/admin-api.ts";
import { Button } from "../ui/button.tsx";
import { Confirm } from "../ui/confirm.tsx";
import { PageSection } from "../ui/page-section.tsx";
import { QueryResult } from "../ui/query-result.tsx";
import { useToast } from "../ui/toasts.tsx";
import { SigningKeyTable } from "./signing-key-table.tsx";
import { useSigningKeyChanges, useSigningKeys } from "./use-signing-keys.ts";

/** Shows the signing keys, and buttons that rotate and revoke signing keys. */
export function SigningKeysPage() {
  const keys = useSigningKeys();
  const { rotate, revoke } = useSigningKeyChanges();
  const [asked, setAsked] = useState<"rotate" | SigningKeyJson | null>(null);
  const notify = useToast();
  const close = () => {
    setAsked(null);
    rotate.reset();
    revoke.reset();
  };
  const done = (text: string) => () => {
    notify({ text });
    close();
  };
  return (
    <PageSection
      title="Signing keys"
      summary="Public keys are published so that servers can verify tokens; private keys are stored encrypted. Keys rotate on a schedule: each is published before it signs, and until its tokens expire."
      actions={
        <Button onClick={() => setAsked("rotate")}>
          <RefreshCw size={15} aria-hidden />
          Rotate now
        </Button>
      }
    >
      <QueryResult query={keys} what="signing keys">
        {({ keys: list }) => <SigningKeyTable keys={list} onRevoke={setAsked} />}
      </QueryResult>
      <Confirm
        isOpen={asked === "rotate"}
        onClose={close}
        onConfirm={() =>
          rotate.mutate({}, { onSuccess: done("New key published. It signs once verifiers have fetched it.") })
        }
        title="Rotate the signing key?"
        description="Publishes a new key, which signs once verifiers have had time to fetch it. Existing tokens stay valid."
        action="Rotate key"
        isDestructive={false}
        isBusy={rotate.isPending}
        error={rotate.error}
      />
      <Confirm
        isOpen={asked !== null && asked !== "rotate"}
        onClose={close}
        onConfirm={() =>
          asked !== null && asked !== "rotate" && revoke.mutate(asked.kid, { onSuccess: done("Key revoked.") })
        }
        title={`Revoke the signing key ${asked !== null && asked !== "rotate" ? `${asked.kid.slice(0, 12)}…` : ""}?`}
        description="For a lost or stolen key. The key is no longer published, and verifiers refuse its tokens once they reload the list. Browsers fetch new tokens automatically. This cannot be undone."
        action="Revoke key"
        isBusy={revoke.isPending}
        error={revoke.error}
      />
    </PageSection>
  );
}
