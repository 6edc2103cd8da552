import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { AuditResponse } from "../../src/admin/admin-api.ts";
import { request } from "../api/request.ts";
import { Field } from "../ui/field.tsx";
import { PageSection } from "../ui/page-section.tsx";
import { PagedQueryResult } from "../ui/paged-query-result.tsx";
import { Empty } from "../ui/query-result.tsx";
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
  ["tokens", "Sign-outs"],
  ["settings", "Imported settings"],
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
      <PagedQueryResult query={log} what="the audit log" moreLabel="Load older entries">
        {(pages) => {
          const entries = pages.flatMap((page) => page.entries);
          return entries.length > 0 ? (
            <AuditTable entries={entries} />
          ) : (
            <Empty title="No entries yet">
              <p>The first change of this kind appears here.</p>
            </Empty>
          );
        }}
      </PagedQueryResult>
    </PageSection>
  );
}

function queryOf(group: string, before: number | null): string {
  const query = new URLSearchParams();
  if (group !== "") query.set("action", group);
  if (before !== null) query.set("before", String(before));
  return query.size === 0 ? "" : `?${query}`;
}
