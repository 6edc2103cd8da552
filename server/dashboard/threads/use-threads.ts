import { keepPreviousData, useInfiniteQuery, useMutation } from "@tanstack/react-query";
import type {
  EraseBody,
  EraseResponse,
  MessagesResponse,
  ThreadsQuery,
  ThreadsResponse,
  UsersResponse,
  ViewBody,
  WorkspacesResponse,
} from "../../src/admin/admin-api.ts";
import { request } from "../api/request.ts";
import { useReload } from "../api/use-reload.ts";

const THREADS = ["threads"] as const;
const DAY_MS = 86_400_000;
const FIRST = null as string | null;

/** The filter of the list of threads. In each field except `isArchived`, an empty string matches all threads. */
export interface ThreadFilter {
  isArchived: boolean;
  title: string;
  /** The maximum time since a thread's last message, in days. */
  days: "" | "1" | "7" | "30";
  workspace: string;
  user: string;
}

/** Identifies a thread. A thread id is unique only within its workspace. */
type ThreadKey = Pick<ThreadsResponse["threads"][number], "id" | "workspace_id">;

/** Reads the project's threads without their messages. The thread with the latest message is first. */
export function useThreads(filter: ThreadFilter) {
  return useInfiniteQuery({
    queryKey: [...THREADS, "list", filter],
    initialPageParam: FIRST,
    queryFn: ({ pageParam, signal }) =>
      request<ThreadsResponse>(`threads?${toSearch({ ...toQuery(filter), after: pageParam })}`, { signal }),
    getNextPageParam: ({ next }) => next,
    placeholderData: keepPreviousData,
  });
}

export function useWorkspaceCounts() {
  return useInfiniteQuery({
    queryKey: [...THREADS, "workspaces"],
    initialPageParam: FIRST,
    queryFn: ({ pageParam, signal }) =>
      request<WorkspacesResponse>(`threads/workspaces?${toSearch({ after: pageParam })}`, { signal }),
    getNextPageParam: ({ next }) => next,
  });
}

export function useUserCounts() {
  return useInfiniteQuery({
    queryKey: [...THREADS, "users"],
    initialPageParam: FIRST,
    queryFn: ({ pageParam, signal }) =>
      request<UsersResponse>(`threads/users?${toSearch({ after: pageParam })}`, { signal }),
    getNextPageParam: ({ next }) => next,
  });
}

/**
 * Reads the messages of a thread, from the end of the conversation to its start. The audit log records each request, so
 * the query never reloads automatically. When the component that calls this hook unmounts, the cache drops the
 * messages.
 */
export function useMessages({ id, workspace_id }: ThreadKey) {
  return useInfiniteQuery({
    queryKey: ["thread-messages", workspace_id, id],
    initialPageParam: FIRST,
    // The request has no abort signal. With a signal, React's Strict Mode would abort the first request and send a
    // second one, and the audit log would record both.
    queryFn: ({ pageParam }) => {
      const body: ViewBody = { workspace_id, ...(pageParam === null ? {} : { after: pageParam }) };
      return request<MessagesResponse>(`${pathOf(id)}/messages`, { method: "POST", body });
    },
    getNextPageParam: ({ next }) => next,
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
    // After a failed request, the data is stale in spite of `staleTime`.
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
    gcTime: 0,
  });
}

/** Returns the mutations that delete a thread and erase a user. */
export function useThreadChanges() {
  const reload = useReload(THREADS);
  const remove = useMutation({
    ...reload.beforeSuccess,
    mutationFn: ({ id, workspace_id }: ThreadKey) =>
      request<undefined>(`${pathOf(id)}?${toSearch({ workspace_id })}`, { method: "DELETE" }),
  });
  const erase = useMutation({
    ...reload.beforeSuccess,
    mutationFn: (body: EraseBody) => request<EraseResponse>("users/erase", { method: "POST", body }),
  });
  return { remove, erase };
}

const pathOf = (threadId: string) => `threads/${encodeURIComponent(threadId)}`;

function toQuery({ isArchived, title, days, workspace, user }: ThreadFilter) {
  const since = days === "" ? "" : new Date(Date.now() - Number(days) * DAY_MS).toISOString();
  return { archived: isArchived ? "true" : "false", title, since, workspace, user } satisfies ThreadsQuery;
}

/** Converts parameters to a query string. Omits each parameter whose value is null or empty. */
function toSearch(query: Readonly<Record<string, string | null>>): string {
  return `${new URLSearchParams(Object.entries(query).flatMap(([name, value]) => (value ? [[name, value]] : [])))}`;
}
