import { Plus } from "lucide-react";
import { useState } from "react";
import type { AdminJson, AdminLinkResponse } from "../../src/admin/admin-api.ts";
import { useSession } from "../session/use-session.ts";
import { Button } from "../ui/button.tsx";
import { PageSection } from "../ui/page-section.tsx";
import { Empty, QueryResult } from "../ui/query-result.tsx";
import { AddAdmin } from "./add-admin.tsx";
import { AdminTable } from "./admin-table.tsx";
import { NewLink } from "./new-link.tsx";
import { RemoveAdmin } from "./remove-admin.tsx";
import { ResetAdmin } from "./reset-admin.tsx";
import { useAdmins } from "./use-admins.ts";

type Dialog =
  | { kind: "add" }
  | { kind: "reset" | "remove"; admin: AdminJson }
  | { kind: "shown"; link: AdminLinkResponse };

/** Lists the admins who sign in with a password. Buttons add and remove admins, and reset passwords. */
export function AdminsPage() {
  const admins = useAdmins();
  const session = useSession().data;
  const [dialog, setDialog] = useState<Dialog | null>(null);
  const close = () => setDialog(null);
  const show = (link: AdminLinkResponse) => setDialog({ kind: "shown", link });
  const provider = session?.openId?.only === true ? session.openId.name : null;
  const own = session?.signedIn === true && session.signInMethod === "password" ? session.name : undefined;
  return (
    <PageSection
      title="Admins"
      summary={
        provider === null
          ? "Admins sign in to this dashboard with a password. The audit log records their names."
          : `Everyone signs in with ${provider}. Password sign-in is disabled, so these admins cannot sign in.`
      }
      actions={
        provider === null && (
          <Button kind="primary" onClick={() => setDialog({ kind: "add" })}>
            <Plus size={15} aria-hidden />
            Add admin
          </Button>
        )
      }
    >
      <QueryResult query={admins} what="admins">
        {({ admins: list }) =>
          list.length === 0 ? (
            <Empty title="No admins with a password">
              <p>Add one, so that you can still sign in when your team’s provider is unavailable.</p>
            </Empty>
          ) : (
            <AdminTable
              admins={list}
              own={own}
              onReset={(admin) => setDialog({ kind: "reset", admin })}
              onRemove={(admin) => setDialog({ kind: "remove", admin })}
            />
          )
        }
      </QueryResult>
      {dialog?.kind === "add" && <AddAdmin onClose={close} onCreated={show} />}
      {dialog?.kind === "reset" && <ResetAdmin admin={dialog.admin} onClose={close} onCreated={show} />}
      {dialog?.kind === "remove" && <RemoveAdmin admin={dialog.admin} onClose={close} />}
      {dialog?.kind === "shown" && <NewLink link={dialog.link} onClose={close} />}
    </PageSection>
  );
}
