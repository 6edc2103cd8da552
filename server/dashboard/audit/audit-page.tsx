import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { AuditResponse } from "../../src/admin/admin-api.ts";
import { request } from "../api/request.ts";
import { Button } from "../ui/button.tsx";
import { Field } from "../ui/field.tsx";
import { PageSection } from "../ui/page-section.tsx";
import { Empty, Failure } from "../ui/query-result.tsx";
import { AuditTable } from "./audit-table.tsx";

const GROUPS = [
  ["", "Everything"],
  ["rule", "Auth rules"],
  ["api_key", "API keys"],
  ["signing_key", "Signing keys"],
  ["origins", "Allowed origins"],
  ["project", "Projects"],
  ["thread", "Threads"],
  ["threads", "Thread exports and imports"],
  ["user", "Erased users"],
  ["admin", "Sign-ins"],
] as const;

/** Shows the audit log, newest entries first. */
export function AuditPage() {
  const [group, setGroup] = useState("");
  const log = useInfiniteQuery({
    queryKey: ["audit", group],
    initialPageParam: null as number | null,
    queryFn: ({ pageParam, signal }) => request<AuditResponse>(`audit${queryOf(group, pageParam)}`, { signal }),
    getNextPageParam: (page) => page.next,
    placeholderData: keepPreviousData,
  });
  const entries = log.data?.pages.flatMap((page) => page.entries) ?? [];
  return (
    <PageSection
      title="Audit log"
      summary="Every settings change, sign-in and message view. It contains no secrets."
      actions={
        <Field label="Show">
          {(control) => (
            <select {...control} value={group} onChange={(event) => setGroup(event.target.value)}>
              {GROUPS.map(([value, label]) => (
                <option key={value} value={value}>
                  {label}
                </option>
              ))}
            </select>
          )}
        </Field>
      }
    >
      {log.error !== null && (
        <Failure error={log.error} isRetrying={log.isFetching} onRetry={() => void log.refetch()} />
      )}
      {log.isPending && (
        <div className="query-message" role="status">
          Loading the audit log…
        </div>
      )}
      {log.isSuccess && entries.length === 0 && (
        <Empty title="No entries yet">
          <p>The first change of this kind appears here.</p>
        </Empty>
      )}
      {entries.length > 0 && <AuditTable entries={entries} />}
      {log.hasNextPage && (
        <div>
          <Button isBusy={log.isFetchingNextPage} onClick={() => void log.fetchNextPage()}>
            Load older entries
          </Button>
        </div>
      )}
    </PageSection>
  );
}

function queryOf(group: string, before: number | null): string {
  const query = new URLSearchParams();
  if (group !== "") query.set("action", group);
  if (before !== null) query.set("before", String(before));
  return query.size === 0 ? "" : `?${query}`;
}
