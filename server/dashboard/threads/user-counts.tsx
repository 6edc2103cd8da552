import { Button } from "../ui/button.tsx";
import { PageSection } from "../ui/page-section.tsx";
import { PagedQueryResult } from "../ui/paged-query-result.tsx";
import { Empty } from "../ui/query-result.tsx";
import { CountTable } from "./count-table.tsx";
import { useUserCounts } from "./use-threads.ts";

interface UserCountsProps {
  onShow(userId: string): void;
  onErase(userId: string): void;
}

export function UserCounts({ onShow, onErase }: UserCountsProps) {
  const counts = useUserCounts();
  return (
    <PageSection
      title="Users"
      summary="Threads that each user created, and messages that the user’s sessions stored, including replies."
    >
      <PagedQueryResult query={counts} what="users" moreLabel="Load more users">
        {(pages) => {
          const rows = pages.flatMap(({ users }) => users);
          return rows.length === 0 ? (
            <Empty title="No users yet">
              <p>A user appears here with a first thread or message.</p>
            </Empty>
          ) : (
            <CountTable rowKind="User" rows={rows.map((row) => ({ ...row, id: row.user_id }))}>
              {(id) => (
                <>
                  <Button kind="quiet" aria-label={`Show threads of user ${id}`} onClick={() => onShow(id)}>
                    Show threads
                  </Button>
                  <Button kind="quiet" aria-label={`Erase user ${id}`} onClick={() => onErase(id)}>
                    Erase
                  </Button>
                </>
              )}
            </CountTable>
          );
        }}
      </PagedQueryResult>
    </PageSection>
  );
}
