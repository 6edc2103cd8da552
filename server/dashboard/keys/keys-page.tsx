import { Plus } from "lucide-react";
import { useState } from "react";
import type { CreatedKeyJson, KeyJson } from "../../src/admin/admin-api.ts";
import { Button } from "../ui/button.tsx";
import { PageSection } from "../ui/page-section.tsx";
import { PagedQueryResult } from "../ui/paged-query-result.tsx";
import { Empty } from "../ui/query-result.tsx";
import { CreateKey } from "./create-key.tsx";
import { KeyTable } from "./key-table.tsx";
import { NewKey } from "./new-key.tsx";
import { RevokeKey } from "./revoke-key.tsx";
import { RotateKey } from "./rotate-key.tsx";
import { useKeys } from "./use-keys.ts";

type Dialog =
  | { kind: "create" }
  | { kind: "rotate" | "revoke"; apiKey: KeyJson }
  | { kind: "shown"; key: CreatedKeyJson };

/** Lists the project's API keys, with actions that create, rotate and revoke keys. */
export function KeysPage() {
  const keys = useKeys();
  const [dialog, setDialog] = useState<Dialog | null>(null);
  const close = () => setDialog(null);
  const show = (key: CreatedKeyJson) => setDialog({ kind: "shown", key });
  const create = () => setDialog({ kind: "create" });
  return (
    <PageSection
      title="API keys"
      summary="With an API key, your backend mints workspace tokens for the users it has signed in. Never use a key in a browser."
      actions={
        <Button kind="primary" onClick={create}>
          <Plus size={15} aria-hidden />
          Create API key
        </Button>
      }
    >
      <PagedQueryResult query={keys} what="API keys" moreLabel="Load more keys">
        {(pages) =>
          pages[0]?.keys.length === 0 ? (
            <Empty title="No API keys yet">
              <p>Create one key per backend, so that you can revoke one without interrupting the others.</p>
            </Empty>
          ) : (
            <KeyTable
              keys={pages.flatMap((page) => page.keys)}
              onRotate={(apiKey) => setDialog({ kind: "rotate", apiKey })}
              onRevoke={(apiKey) => setDialog({ kind: "revoke", apiKey })}
            />
          )
        }
      </PagedQueryResult>
      {dialog?.kind === "create" && <CreateKey onClose={close} onCreated={show} />}
      {dialog?.kind === "rotate" && <RotateKey apiKey={dialog.apiKey} onClose={close} onCreated={show} />}
      {dialog?.kind === "revoke" && <RevokeKey apiKey={dialog.apiKey} onClose={close} />}
      {dialog?.kind === "shown" && <NewKey created={dialog.key} onClose={close} />}
    </PageSection>
  );
}
