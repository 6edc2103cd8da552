import type { KeyCreation } from "../../authority/admin/admin-api.ts";
import { Button } from "../ui/button.tsx";
import { CopyBlock } from "../ui/copy-block.tsx";
import { Modal } from "../ui/modal.tsx";
import { useStatus } from "../use-status.ts";

interface NewKeyProps {
  created: KeyCreation;
  onClose(): void;
}

/** Shows a new key this once, and what to paste in the backend. */
export function NewKey({ created, onClose }: NewKeyProps) {
  const issuer = useStatus().data?.issuer ?? new URL("..", document.baseURI).href.replace(/\/$/, "");
  return (
    <Modal
      isOpen
      onClose={onClose}
      isWide
      closesEasily={false}
      title={`“${created.name}” is made`}
      description="Copy the key now: only its hash is kept, so it cannot be shown again."
    >
      <CopyBlock title="Environment of your backend" code={`ASSISTANT_API_KEY=${created.key}`} />
      <CopyBlock title="The route that the browser fetches its token from" code={backendCode(issuer)} />
      <div className="modal-actions">
        <Button kind="primary" onClick={onClose}>
          I have copied it
        </Button>
      </div>
    </Modal>
  );
}

/** What to paste in a backend; the key stays in its environment. */
export function backendCode(issuer: string): string {
  return `import { createTokenHandler } from "assistant-cloud-auth/backend";

export const POST = createTokenHandler({
  baseUrl: ${JSON.stringify(issuer)},
  apiKey: process.env.ASSISTANT_API_KEY,
  authorize: async (request) => {
    const session = await getSession(request); // your own
    if (!session) return null;
    return { userId: session.userId, workspaceId: \`\${session.orgId}:\${session.userId}\` };
  },
});`;
}
