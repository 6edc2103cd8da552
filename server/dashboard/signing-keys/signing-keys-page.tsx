import { RefreshCw } from "lucide-react";
import { useState } from "react";
import type { SigningKeyAnswer } from "../../src/admin/admin-api.ts";
import { Answer } from "../ui/answer.tsx";
import { Button } from "../ui/button.tsx";
import { Confirm } from "../ui/confirm.tsx";
import { PageSection } from "../ui/page-section.tsx";
import { useToast } from "../ui/toasts.tsx";
import { SigningKeyTable } from "./signing-key-table.tsx";
import { useSigningKeyChanges, useSigningKeys } from "./use-signing-keys.ts";

/** The keys that workspace tokens are signed with: rotate them, and revoke one that is lost. */
export function SigningKeysPage() {
  const keys = useSigningKeys();
  const { rotate, revoke } = useSigningKeyChanges();
  const [asked, setAsked] = useState<"rotate" | SigningKeyAnswer | null>(null);
  const tell = useToast();
  const close = () => {
    setAsked(null);
    rotate.reset();
    revoke.reset();
  };
  const done = (text: string) => () => {
    tell({ text });
    close();
  };
  return (
    <PageSection
      title="Signing keys"
      summary="Public halves are published for whoever verifies tokens; private halves are sealed. They rotate on schedule: a next key is published first, signs later, and stays published while its tokens live."
      actions={
        <Button onClick={() => setAsked("rotate")}>
          <RefreshCw size={15} aria-hidden />
          Rotate now
        </Button>
      }
    >
      <Answer query={keys} what="signing keys">
        {({ keys: list }) => <SigningKeyTable keys={list} onRevoke={setAsked} />}
      </Answer>
      <Confirm
        isOpen={asked === "rotate"}
        onClose={close}
        onConfirm={() =>
          rotate.mutate({}, { onSuccess: done("A new key is published; it signs once verifiers have it.") })
        }
        title="Rotate the signing key?"
        description="A new key is published now and signs once verifiers had time to fetch it. Tokens that are about go on being accepted."
        action="Rotate"
        keep="Not now"
        isLoss={false}
        isBusy={rotate.isPending}
        problem={rotate.error?.message}
      />
      <Confirm
        isOpen={asked !== null && asked !== "rotate"}
        onClose={close}
        onConfirm={() =>
          asked !== null && asked !== "rotate" && revoke.mutate(asked.kid, { onSuccess: done("The key is revoked.") })
        }
        title={`Revoke the signing key ${asked !== null && asked !== "rotate" ? `${asked.kid.slice(0, 12)}…` : ""}?`}
        description="For a key that is lost or stolen. It leaves the published list at once, and every token that it signed is refused as verifiers notice; browsers fetch new ones by themselves. This cannot be undone."
        action="Revoke key"
        isBusy={revoke.isPending}
        problem={revoke.error?.message}
      />
    </PageSection>
  );
}
