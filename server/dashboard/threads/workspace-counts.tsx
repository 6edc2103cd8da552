import { Button } from "../ui/button.tsx";
import { PageSection } from "../ui/page-section.tsx";
import { PagedQueryResult } from "../ui/paged-query-result.tsx";
import { Empty } from "../ui/query-result.tsx";
import { CountTable } from "./count-table.tsx";
import { useWorkspaceCounts } from "./use-threads.ts";

export function WorkspaceCounts({ onShow }: { onShow(workspaceId: string): void }) {
  const counts = useWorkspaceCounts();
  return (
    <PageSection title="Workspaces" summary="Threads and messages per workspace.">
      <PagedQueryResult query={counts} what="workspaces" moreLabel="Load more workspaces">
        {(pages) => {
          const rows = pages.flatMap(({ workspaces }) => workspaces);
          return rows.length === 0 ? (
            <Empty title="No workspaces yet">
              <p>A workspace appears here with its first thread.</p>
            </Empty>
          ) : (
            <CountTable rowKind="Workspace" rows={rows.map((row) => ({ ...row, id: row.workspace_id }))}>
              {(id) => (
                <Button kind="quiet" aria-label={`Show threads of workspace ${id}`} onClick={() => onShow(id)}>
                  Show threads
                </Button>
              )}
            </CountTable>
          );
        }}
      </PagedQueryResult>
    </PageSection>
  );
}
