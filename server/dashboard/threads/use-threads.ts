import { keepPreviousData, useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import type {
  EraseAnswer,
  EraseBody,
  MessagesAnswer,
  ThreadsAnswer,
  ThreadsQuery,
  UsersAnswer,
  ViewBody,
  WorkspacesAnswer,
} from "../../src/admin/admin-api.ts";
import { request } from "../api/request.ts";

const THREADS = ["threads"] as const;
const DAY_MS = 86_400_000;
const FIRST = null as string | null;

/** Which threads are shown; an empty text stands for all. */
export interface ThreadFilter {
  isArchived: boolean;
  title: string;
  /** Only threads with a message in the last so many days. */
  days: "" | "1" | "7" | "30";
  workspace: string;
  user: string;
}

/** The threads of the project, newest message first, without their messages. */
export function useThreads(filter: ThreadFilter) {
  return useInfiniteQuery({
    queryKey: [...THREADS, "list", filter],
    initialPageParam: FIRST,
    queryFn: ({ pageParam, signal }) =>
      request<ThreadsAnswer>(`threads?${toSearch({ ...toQuery(filter), after: pageParam })}`, { signal }),
    getNextPageParam: ({ next }) => next,
    placeholderData: keepPreviousData,
  });
}

/** How much each workspace has. */
export function useWorkspaceCounts() {
  return useInfiniteQuery({
    queryKey: [...THREADS, "workspaces"],
    initialPageParam: FIRST,
    queryFn: ({ pageParam, signal }) =>
      request<WorkspacesAnswer>(`threads/workspaces?${toSearch({ after: pageParam })}`, { signal }),
    getNextPageParam: ({ next }) => next,
  });
}

/** How much each user has written. */
export function useUserCounts() {
  return useInfiniteQuery({
    queryKey: [...THREADS, "users"],
    initialPageParam: FIRST,
    queryFn: ({ pageParam, signal }) =>
      request<UsersAnswer>(`threads/users?${toSearch({ after: pageParam })}`, { signal }),
    getNextPageParam: ({ next }) => next,
  });
}

/**
 * Reads a thread's messages, newest first. The audit log records each request, so none is sent that was not asked for, and what was
 * read is dropped when it is no longer shown.
 */
export function useMessages(threadId: string) {
  return useInfiniteQuery({
    queryKey: ["thread-messages", threadId],
    initialPageParam: FIRST,
    // Without the signal: an effect that runs twice would abort one request and send another, and both would be recorded.
    queryFn: ({ pageParam }) => {
      const body: ViewBody = pageParam === null ? {} : { after: pageParam };
      return request<MessagesAnswer>(`${pathOf(threadId)}/messages`, { method: "POST", body });
    },
    getNextPageParam: ({ next }) => next,
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });
}

/** What deletes. */
export function useThreadChanges() {
  const client = useQueryClient();
  const onSettled = () => client.invalidateQueries({ queryKey: THREADS });
  const remove = useMutation({
    mutationFn: (id: string) => request<undefined>(pathOf(id), { method: "DELETE" }),
    onSettled,
  });
  const erase = useMutation({
    mutationFn: (body: EraseBody) => request<EraseAnswer>("users/erase", { method: "POST", body }),
    onSettled,
  });
  return { remove, erase };
}

const pathOf = (threadId: string) => `threads/${encodeURIComponent(threadId)}`;

function toQuery({ isArchived, title, days, workspace, user }: ThreadFilter) {
  const since = days === "" ? "" : new Date(Date.now() - Number(days) * DAY_MS).toISOString();
  return { archived: isArchived ? "true" : "false", title, since, workspace, user } satisfies ThreadsQuery;
}

/** A value that is null or empty is left out. */
function toSearch(query: Readonly<Record<string, string | null>>): string {
  return `${new URLSearchParams(Object.entries(query).flatMap(([name, value]) => (value ? [[name, value]] : [])))}`;
}
